"""Compiled loops over arrays; imported only inside the functions that run them (numba is heavy)."""
