"""Names -> organizations: compare, decide or keep apart, record every merge with its reason."""
