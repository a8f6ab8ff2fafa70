"""What the world is made of: kinds, words, names, records, and the graph in arrays."""
