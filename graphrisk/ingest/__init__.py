"""Registers in: tables of any origin -> checked columns -> records."""
