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


GROUP_TAILS: Final = (
    *("konserni", "ketju", "yhtiö", "ryhmä", "koncern", "konsern", "kæden", "kjeden", "kedjan"),
    *("gruppen", "groep", "keten", "concern", "winkels"),
)
NAME_OPENERS: Final = frozenset(
    [
        "north",
        "south",
        "east",
        "west",
        "united",
        "royal",
        "new",
        "great",
        "st",
        "saint",
        "upper",
        "healthcare",
        "community",
        "global",
        "northern",
        "southern",
        "eastern",
        "western",
    ]
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
        *("support", "solutions", "systems", "services", "partner", "resource", "resources"),
        *("technologies", "technology", "software", "payroll", "logistics", "security"),
        *("consulting", "management", "marketing", "supply", "energy", "power", "print"),
        *(
            "learning",
            "education",
            "training",
            "housing",
            "homes",
            "works",
            "connect",
            "link",
            "desk",
            "labs",
        ),
        *("home", "centre", "center", "hall", "park", "farm", "gardens", "bridge", "market"),
        *("stores", "press", "lines", "rail", "travel", "holidays", "hotel", "hotels", "leisure"),
        *("sports", "nursery", "practice", "clinic", "pharmacy", "pharmacies", "dental", "finance"),
        *("insurance", "lettings", "properties", "estates", "legal", "recruitment", "couriers"),
        *("freight", "deliveries", "parcels", "water", "gas", "broadband", "telecom", "mobile"),
        *("communications", "design", "studio", "studios", "tickets", "events", "photography"),
        *("house", "base", "gate", "hosting", "cloud", "analytics", "recoveries", "staffing"),
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
GERMAN_PARTS: Final = frozenset(
    [  # common nouns that go on a firm's name
        *("betrieb", "betriebe", "systeme", "system", "service", "services", "solutions", "online"),
        *("logistik", "technik", "netz", "netze", "digital", "medien", "druck", "verlag", "direkt"),
        *("plus", "software", "consulting", "beratung", "abrechnung", "inkasso", "versand", "bau"),
        *("reisen", "energie", "pflege", "nord", "süd", "ost", "west", "mitte", "express", "post"),
        *("media", "design", "marketing", "security", "sicherheit", "gesundheit", "bildung"),
        *("immobilien", "finanz", "finanzen", "mobil", "verkehr", "handel", "textil", "labor"),
        *(
            "it-service",
            "it-services",
            "informatik",
            "computer",
            "elektronik",
            "telekom",
            "hosting",
        ),
        *(
            "hosting",
            "cloud",
            "web",
            "analytics",
            "group",
            "gruppe",
            "holding",
            "partner",
            "international",
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

DETERMINERS: Final = frozenset(
    [
        *("la", "le", "les", "l'", "un", "une", "du", "des", "de", "d'", "au", "aux", "notre"),
        *("votre", "nos", "vos", "cette", "ce", "cet", "ces", "son", "sa", "ses", "leur", "leurs"),
        *("en", "sur", "par", "m", "mme", "monsieur", "madame", "chaque", "tout", "toute"),
    ]
)

INSTITUTION_TAILS: Final = (
    *("heim", "zentrum", "haus", "sparkasse", "ministerium", "schule", "gymnasium", "werke"),
    *("verband", "verein", "klinik", "praxis", "theater", "museum", "gesellschaft"),
    *("genossenschaft", "arena", "hotel", "verlag", "kanzlei", "apotheke", "stiftung", "akademie"),
    *("bibliothek", "brauerei", "reederei", "hochschule", "institut", "bühne", "präsidium"),
    *("zentrale", "kammer", "archiv", "gericht", "kindergarten", "buchhandlung", "festspiele"),
    *("molkerei", "bäckerei", "druckerei", "käserei", "oper", "philharmonie", "kirche"),
    *("kasse", "wasserwerk", "klinikum", "hospital", "akademie"),
)
"""German nouns that belong to the name they stand before: "Seniorenheim X"."""

KIND_TAILS: Final = (
    *("häuser", "kassen", "schulen", "kliniken", "gemeinden", "städte", "kommunen", "firmen"),
    *("banken", "verlage", "vereine", "verbände", "ketten", "hotels", "märkte", "kreise"),
    *("praxen", "betriebe", "zentren", "behörden", "hochschulen", "universitäten"),
    *("unternehmen", "unternehmens", "konzerns", "vereins", "verlags", "dienstleister"),
    *("dienstleisters", "anbieter", "anbieters", "händler", "händlers", "hersteller"),
    *("herstellers", "betreiber", "betreibers", "hoster", "hosters", "spezialist"),
    *("spezialisten", "versicherer", "versicherers", "versorger", "versorgers", "entwickler"),
    *("entwicklers", "versender", "versenders", "ausrüster", "ausrüsters", "lieferanten"),
)
"""German nouns for several of a kind, or for one: they only say what the names after them are."""

LANDS: Final = frozenset(
    [
        *("nrw", "bayern", "hessen", "sachsen", "thüringen", "berlin", "hamburg", "bremen"),
        *(
            "niedersachsen",
            "brandenburg",
            "saarland",
            "westfalen",
            "nordrhein",
            "nordrhein-westfalen",
        ),
        *("sachsen-anhalt", "rheinland-pfalz", "schleswig-holstein", "baden-württemberg"),
        *("mecklenburg-vorpommern", "tirol", "kärnten", "steiermark", "vorarlberg", "österreich"),
    ]
)
"""German and Austrian states: common words alone, a part of a name after a head ("AOK X")."""

COUNCILS: Final = frozenset(
    [
        *(
            "gemeenten",
            "gemeentes",
            "provincies",
            "waterschappen",
            "städte",
            "städten",
            "gemeinden",
        ),
        *("landkreise", "landkreisen", "kreise", "kreisen", "kantone", "kantonen", "kommunen"),
        *("kommunerna", "regionerna", "kommunene", "kommunane", "kommunerne", "regionerne"),
        *("communes", "villes", "municipalities", "councils", "kunnat", "kaupungit"),
    ]
)
"""Nouns for several municipalities, counties or regions, before their names."""
FRENCH_ARTICLES: Final = ("l'", "le ", "la ")
"""How a French noun for a party begins, as it stands with its article: "la société"."""
