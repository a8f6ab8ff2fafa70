"""The rows of the speed benchmark: one module for each kind of question, found by name.

A module joins by holding ``ROWS``, a tuple of `benchmarks.rows.frame.Row`.
"""
