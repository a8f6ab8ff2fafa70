"""graphrisk: who is exposed if a vendor falls, and why."""

__version__ = "0.1.0"
