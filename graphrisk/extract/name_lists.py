"""Words of all languages that have a part in names, or show that one begins."""

from __future__ import annotations

from typing import Final

APPOSED: Final = frozenset(
    [
        "the",
        "a",
        "an",
        "which",
        "who",
        "som",
        "ett",
        "en",
        "vilket",
        "vilken",
        "der",
        "die",
        "das",
        "ein",
        "eine",
        "den",
        *("det", "et", "ei", "eit", "ein", "een", "de", "het", "dat"),
        *("un", "une", "le", "la", "l'", "qui", "dont", "joka", "jonka", "jota", "jossa"),
    ]
)


FIRM_TAILS: Final = (
    *("bolaget", "företaget", "kedjan", "koncernen", "byrån", "leverantören", "tjänsten"),
    *("selskapet", "selskabet", "kjeden", "kæden", "konsernet", "koncernet", "virksomheden"),
    *("leverandøren", "bedriften", "firmaet", "systemet"),
)
NAME_OPENERS: Final = frozenset(
    ["north", "south", "east", "west", "united", "royal", "new", "great", "st", "saint", "upper"]
)
ENGLISH_PARTS: Final = frozenset(
    [  # common words that go on a name; English writes too much else with a capital
        *("north", "south", "east", "west", "united", "direct", "group", "trust", "fund", "media"),
        *(
            "health",
            "digital",
            "online",
            "international",
            "national",
            "central",
            "partners",
            "care",
        ),
        *("club", "society", "foundation", "network", "networks", "union", "alliance", "one"),
        *(
            "plus",
            "first",
            "express",
            "capital",
            "local",
            "academy",
            "institute",
            "charity",
            "college",
        ),
    ]
)
PLURAL_NOUNS: Final = frozenset({"sv", "en", "nb", "nn", "da", "nl"})
SMALL_ELSE: Final = frozenset({"fr", "fi", "sv", "en", "nb", "nn", "da", "nl"})
SMALL_NOUNS: Final = frozenset({"sv", "da", "nb", "nl", "fi"})
ARTICLES: Final = {
    "nl": {"de", "het", "van", "den", "ter"},
    "da": {"den", "det"},
    "nb": {"den", "det"},
}

INSTITUTION_TAILS: Final = (
    *("heim", "zentrum", "haus", "sparkasse", "ministerium", "schule", "gymnasium", "werke"),
    *("verband", "verein", "klinik", "praxis", "theater", "museum", "gesellschaft"),
    *("genossenschaft", "arena", "hotel", "verlag", "kanzlei", "apotheke", "stiftung", "akademie"),
    *("bibliothek", "brauerei", "reederei", "hochschule", "institut"),
)
"""German nouns that belong to the name they stand before: "Seniorenheim X"."""
