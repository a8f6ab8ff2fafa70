"""Files to texts, and texts to claims that carry their own words."""
