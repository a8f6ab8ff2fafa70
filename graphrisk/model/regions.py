"""Groups of countries that a rule speaks of."""

from __future__ import annotations

EU = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
)
"""The 27 member states, ISO 3166-1."""
EEA = EU | frozenset(("IS", "LI", "NO"))
"""With the three states to which European law on services is extended by the EEA Agreement."""


def is_third_country(country: str | None) -> bool | None:
    """Return True for a country outside the European Economic Area, None where none is known.

    Examples
    --------
    >>> is_third_country("NO"), is_third_country("CH"), is_third_country(None)
    (False, True, None)
    """
    return country.upper() not in EEA if country else None
