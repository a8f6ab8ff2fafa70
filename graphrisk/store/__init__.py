"""Keeping records and answering look-ups: one protocol, three stores, one ledger above them."""
