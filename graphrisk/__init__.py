"""graphrisk: who is exposed if a vendor falls, and why."""
