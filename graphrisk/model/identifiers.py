"""Names and numbers that identify: legal forms, ids made from content, LEI, country codes."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

_FORMS_FILE = Path(__file__).parent / "vocabularies" / "legal_forms.yaml"
_LEAST_FOLDED = 3
_EDGE_ID_PARTS = ("service", "category", "group", "contract", "starts_on")


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name split for comparison: folded core, legal form, jurisdiction of the form."""

    core: str
    form: str | None
    jurisdiction: str | None


@lru_cache(maxsize=65536)
def parse_name(name: str) -> NameParts:
    """Split the legal form off a name and fold what is left (NFKC, case, spaces, edge marks).

    Examples
    --------
    >>> parse_name("Oy Kaiku Finland Ab").core, parse_name("KAIKU  Finland oy").core
    ('kaiku finland', 'kaiku finland oy')
    >>> parse_name("Westfold AB").form == parse_name("Westfold Oy").form
    False
    """
    words = [word.strip(",;") for word in unicodedata.normalize("NFKC", name).split()]
    words = [word for word in words if word]
    form: tuple[str, str] | None = None
    for size in (4, 3, 2, 1):
        tail = _form(" ".join(words[-size:])) if len(words) > size else None
        if tail:
            form, words = tail, words[:-size]
            break
    if len(words) > 1 and (head := _form(words[0])) and head[0] in {"oy", "oyj", "ab-se"}:
        form, words = form or head, words[1:]
    core = fold(" ".join(words))
    return NameParts(core, form[0] if form else None, form[1] if form else None)


def fold(text: str) -> str:
    """Return text folded for comparison: NFKC, case folded, single spaces, no edge punctuation."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(folded.split()).strip(".,;:\"'()[]")


def without_marks(text: str) -> str:
    """Return letters without accents and other marks, as somebody types them who lacks the keys.

    Examples
    --------
    >>> without_marks("Überfall, données, Åland")
    'Uberfall, donnees, Aland'
    """
    apart = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


@lru_cache(maxsize=65536)
def organization_id(name: str, apart: str | None = None) -> str:
    """Return the id made from a name; ``apart`` keeps two bodies of one core name apart.

    Examples
    --------
    >>> organization_id("Careium") == organization_id("CAREIUM AB")
    True
    >>> organization_id("Essity") == organization_id("Essity", apart="oy")
    False
    """
    core = parse_name(name).core or fold(name) or name
    return "org-" + content_hash("Organization", core, apart or "")


def edge_id(kind: str, from_id: str, to_id: str, **parts: object) -> str:
    """Return the id of an edge made from its ends and what tells parallel edges apart.

    ``parts`` may hold service, category, group, contract, starts_on; for HOLDS ``counted_on`` and
    for EXPOSES ``holder`` play the same part.

    Examples
    --------
    >>> edge_id("SERVES", "a", "b") == edge_id("SERVES", "a", "b", service=None)
    True
    """
    named = [parts.get(part) for part in _EDGE_ID_PARTS]
    named += [parts.get("counted_on"), parts.get("holder")]
    texts = ["" if part is None else str(part) for part in named]
    return f"{kind.lower()}-" + content_hash(kind, from_id, to_id, *texts)


def content_hash(*parts: str) -> str:
    """Return 16 hex digits of SHA-256 over the parts, length-prefixed so that none can run over."""
    joined = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def check_lei(lei: str) -> bool:
    """Return True for 20 letters and digits with the ISO 7064 check digits of an LEI.

    Examples
    --------
    >>> check_lei("213800KUD8LAJWSQ9D15"), check_lei("213800KUD8LAJWSQ9D14")
    (True, False)
    """
    text = lei.strip().upper()
    if len(text) != 20 or not (text.isascii() and text.isalnum()):
        return False
    return int("".join(str(int(char, 36)) for char in text)) % 97 == 1


def _form(words: str) -> tuple[str, str] | None:
    forms = _forms()
    found = forms.get(words) or forms.get(words.rstrip("."))
    if found is None and len(words) >= _LEAST_FOLDED:
        found = _folded_forms().get(words.rstrip(".").casefold())
    return found


@cache
def _folded_forms() -> dict[str, tuple[str, str]]:
    """Forms long enough to be told from words whatever their capitals."""
    return {
        words.rstrip(".").casefold(): form
        for words, form in _forms().items()
        if len(words) >= _LEAST_FOLDED
    }


@cache
def _forms() -> dict[str, tuple[str, str]]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    rows = yaml.load(_FORMS_FILE.read_text(encoding="utf-8"), Loader=loader)
    return {str(words): (str(row[0]), str(row[1])) for words, row in rows.items()}
