"""Commands: parse, call the workspace, show. No logic lives here."""
