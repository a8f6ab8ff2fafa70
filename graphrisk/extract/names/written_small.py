"""Which languages write what small: what a capital tells of a word depends on it."""

from __future__ import annotations

from typing import Final

PLURAL_NOUNS: Final = frozenset({"sv", "en", "nb", "nn", "da", "nl"})
SMALL_ELSE: Final = frozenset({"fr", "fi", "sv", "en", "nb", "nn", "da", "nl"})
SMALL_NOUNS: Final = frozenset({"sv", "da", "nb", "nl", "fi"})


FRENCH_ARTICLES: Final = ("l'", "le ", "la ")
"""How a French noun for a party begins, as it stands with its article: "la société"."""
