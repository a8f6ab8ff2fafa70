"""Incident feeds: VERIS, STIX 2.1, DORA incident reports, breach portals -> raw tables."""
