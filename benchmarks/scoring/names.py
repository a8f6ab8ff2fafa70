"""When two names mean one organization or one authority, for a label beside what was read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from rapidfuzz import fuzz

ALIKE = 88
"""Names this alike (of 100) are one."""

PUBLISHER = "(publisher)"
_SHORT = 4
_FORMS = frozenset(
    [
        "ab",
        "oy",
        "oyj",
        "as",
        "asa",
        "aps",
        "gmbh",
        "ag",
        "eg",
        "se",
        "inc",
        "ltd",
        "llc",
        "plc",
        "corp",
        "bv",
        "nv",
        "sa",
        "sas",
        "sarl",
        "kg",
        "publ",
        "co",
        "group",
        "the",
    ]
)
_FORMS_THAT_ARE_NAMES = frozenset(["sas", "as", "se", "sa", "ag", "the"])
_UNNAMED = re.compile(
    r"\(|(?:unnamed|unknown|okänd|onbekend|unbekannt|inconnu|ukjent|ukendt|tuntematon)\b", re.I
)
_POLICE = re.compile(
    r"(?:the )?(?:poli[sc]|politi|poliisi|polizei|police|politie|law enforcement"
    r"|brottsanm|polisanm|politianm)",
    re.I,
)
_SAME_AUTHORITY = (
    frozenset(
        [
            "imy",
            "integritetsskyddsmyndigheten",
            "datainspektionen",
            "swedish authority for privacy protection",
        ]
    ),
    frozenset(
        ["msb", "myndigheten för samhällsskydd och beredskap", "swedish civil contingencies agency"]
    ),
    frozenset(
        [
            "dataombudsmannen",
            "dataombudsmannens byrå",
            "dataombudsmannen (finland)",
            "tietosuojavaltuutettu",
            "tietosuojavaltuutetun toimisto",
            "data protection ombudsman",
            "office of the data protection ombudsman",
        ]
    ),
    frozenset(["cybersäkerhetscentret", "kyberturvallisuuskeskus", "ncsc-fi", "traficom"]),
    frozenset(["cnil", "commission nationale de l'informatique et des libertés"]),
    frozenset(["ico", "information commissioner's office"]),
    frozenset(["ap", "autoriteit persoonsgegevens"]),
    frozenset(["sec", "securities and exchange commission"]),
    frozenset(["dpc", "data protection commission"]),
)


def folded(name: object) -> str:
    """Return a name without case, legal forms, genitive and marks.

    >>> folded("Nordfjord Payroll Ltd's")
    'nordfjord payroll'
    """
    text = unicodedata.normalize("NFKC", str(name or "")).casefold()
    text = text.replace("\u2019", "'").replace("`", "'").replace("ß", "ss")
    text = re.sub(r"\b([ab])/s\b", r"\1s", text)
    text = re.sub(r"'s\b|s'(?=\s|$)", "", text)
    words = re.sub(r"[^\w&+@]+", " ", text).split()
    bare = [word for word in words if word not in _FORMS]
    keeps = not bare or (len(words) == 1 and words[0] in _FORMS_THAT_ARE_NAMES)
    return " ".join(words if keeps else bare)


def is_unnamed(name: object) -> bool:
    """Whether a name stands for an organization that the text does not name.

    >>> is_unnamed("(unnamed)"), is_unnamed("Acme")
    (True, False)
    """
    text = str(name or "").strip()
    return not text or bool(_UNNAMED.match(text))


def same_name(one: object, other: object) -> bool:
    """Whether two names are one: equal when folded, or alike; short ones must be equal.

    >>> same_name("Acme Trust", "Acme Trusts"), same_name("IMY", "IMX")
    (True, False)
    """
    left, right = folded(one), folded(other)
    if not left or not right:
        return False
    if left.replace(" ", "") == right.replace(" ", ""):
        return True
    shorter = min(len(left), len(right))
    if left.rstrip("s") == right.rstrip("s") and shorter > 2:
        return True
    if shorter <= _SHORT or re.findall(r"\d+", left) != re.findall(r"\d+", right):
        return False
    return max(fuzz.ratio(left, right), fuzz.token_sort_ratio(left, right)) >= ALIKE


def is_one_of(names: Iterable[str], read: object, *, may_be_unnamed: bool = False) -> bool:
    """Whether what was read is one of the names a label allows.

    >>> is_one_of(["(publisher)", "Lerkil"], "(unnamed)")
    True
    """
    allowed = list(names)
    if is_unnamed(read) and (may_be_unnamed or PUBLISHER in allowed):
        return True
    return any(not is_unnamed(name) and same_name(name, read) for name in allowed)


def same_authority(names: Iterable[str], read: object) -> bool:
    """Whether an authority was read that one of these names means, in any language.

    >>> same_authority(["Integritetsskyddsmyndigheten"], "IMY")
    True
    """
    allowed = list(names)
    if allowed and is_unnamed(allowed[0]) and is_unnamed(read):
        return True
    police = any(_POLICE.match(str(name)) for name in allowed if not is_unnamed(name))
    if police and read and _POLICE.match(str(read)):
        return True
    if is_one_of(allowed, read):
        return True
    plain = _plain(read)
    return any(
        plain in group and any(_plain(name) in group for name in allowed)
        for group in _SAME_AUTHORITY
    )


def _plain(name: object) -> str:
    return str(name or "").casefold().replace("\u2019", "'")
