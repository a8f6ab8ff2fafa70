"""What a model claims, held against the text: no words for it, no claim.

A quote must stand in the text, and the names, figures and days of the claim in the sentence around
it. The rules' own reading of that sentence is set beside the status that the model gives.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from graphrisk.extract.claims import STATUSES, Claim, Evidence, Party, make_claim
from graphrisk.extract.ground import Place, find_quote, status_around
from graphrisk.extract.language_model.prompt import FIELDS
from graphrisk.extract.review.claim_values import party_from_text, value_problem
from graphrisk.extract.text.orders import gives_orders
from graphrisk.extract.text.segment import segment
from graphrisk.model.identifiers import fold, parse_name
from graphrisk.resolve.directory import clean_name

if TYPE_CHECKING:
    from graphrisk.extract.text.segment import Sentence
    from graphrisk.extract.words.lexicon import Lexicon

BY_MODEL: Final = 0.5
LOOSE_QUOTE: Final = 0.4
AGAINST_THE_RULES: Final = 0.3
"""Confidence of a claim that only the model makes; the first two without and with small changes."""
_WITH_STATUS: Final = frozenset({"vendor_hit", "affected", "data_class"})
_LONGEST_QUOTE: Final = 1_000
_DIGITS: Final = re.compile(r"\d+")


@dataclass
class Grounding:
    """Turns a model's objects into claims on one text.

    Parameters
    ----------
    shown, text
        The text as the model saw it, personal data hidden, and as it is: of one length.
    document
        SHA-256 of the document.
    parties
        Those that the rules found: a name that is one of them becomes that one.
    model
        Named in the rule of each claim.
    """

    shown: str
    text: str
    document: str
    lexicon: Lexicon
    parties: Sequence[Party]
    model: str
    dropped: Counter[str] = field(default_factory=Counter)
    plain: str = field(init=False)
    sentences: Sequence[Sentence] = field(init=False)

    def __post_init__(self) -> None:
        self.plain = _plain(self.shown)
        self.sentences = segment(self.shown, self.lexicon).sentences

    def claims(self, found: Sequence[Mapping[str, Any]]) -> list[Claim]:
        """Return the claims that stand on words of the text; the others are counted by reason."""
        made: dict[str, Claim] = {}
        for each in found:
            claim, reason = self._claim(each)
            if claim is None:
                self.dropped[reason] += 1
            else:
                made[claim.id] = claim
        return list(made.values())

    def _claim(self, told: Mapping[str, Any]) -> tuple[Claim | None, str]:
        name, quote = told.get("field"), told.get("quote")
        if name not in FIELDS or not isinstance(quote, str):
            return None, "without a field or a quote"
        place = find_quote(self.shown, quote[:_LONGEST_QUOTE], self.lexicon)
        if place is None:
            return None, "their quote does not stand in the text"
        around = self._around(place)
        if gives_orders(around):
            return None, "their words give orders to who reads the text"
        value, reason = _value(str(name), told, around, self)
        if value is None:
            return None, reason
        status = told.get("status") if name in _WITH_STATUS else None
        status = status if status in STATUSES else ("suspected" if name in _WITH_STATUS else None)
        sure, note = BY_MODEL if place.exact else LOOSE_QUOTE, "read by a language model"
        read = status_around(self.sentences, place, self.lexicon) if name == "data_class" else None
        if read is not None and read != status:
            sure, note = AGAINST_THE_RULES, f"a language model reads {status}, the rules {read}"
        words = Evidence(self.document, place.start, place.end, self.text[place.start : place.end])
        rule = f"model.{self.model}"
        claim = make_claim(
            str(name), value, (words,), rule=rule, confidence=sure, status=status, note=note
        )
        return claim, ""

    def _around(self, place: Place) -> str:
        """Return the sentences that a quote stands in."""
        touched = [
            self.shown[each.start : each.end]
            for each in self.sentences
            if each.start < place.end and place.start < each.end
        ]
        return " ".join(touched) or self.shown[place.start : place.end]


def _value(
    name: str, told: Mapping[str, Any], around: str, grounding: Grounding
) -> tuple[dict[str, Any] | None, str]:
    """Return the value of a claim, or why there is none."""
    value: dict[str, Any] = {
        key: told[source] for key, source in _KEYS[name].items() if told.get(source) is not None
    }
    ends = [key for key in _KEYS[name] if key in _PARTY_KEYS]
    # Of a supply one end may be "the company" there, and named elsewhere.
    if ends and not any(_is_named(value.get(key), around, grounding.parties) for key in ends):
        return None, "an organization in them is not named by the words around the quote"
    for key in ends:
        if not _is_named(value.get(key), grounding.plain, grounding.parties):
            return None, "an organization in them is not named in the text"
        value[key] = _party(str(value[key]), grounding.parties)
    if name == "incident":
        value["is_incident"] = True
    if name == "count":
        value["what"] = "organizations" if told.get("unit") == "organizations" else "people"
    figures = [str(int(value["number"]))] if _is_number(value.get("number")) else []
    figures += _DIGITS.findall(str(value.get("date", "")))[-1:]
    if not all(_has_figure(each, around) for each in figures):
        return None, "a figure in them is not among the words around the quote"
    wrong = [key for key, each in value.items() if value_problem(name, key, each)]
    needed = [key for key in _NEEDED[name] if key not in value]
    return (
        (None, "a value of them is missing or none that is known")
        if wrong or needed
        else (
            value,
            "",
        )
    )


_PARTY_KEYS: Final = frozenset({"organization", "vendor", "customer"})
_KEYS: Final[Mapping[str, Mapping[str, str]]] = {
    "incident": {"attack_type": "attack_type"},
    "vendor_hit": {"organization": "organization", "role": "role"},
    "serves": {
        "vendor": "vendor",
        "customer": "customer",
        "service": "service",
        "category": "category",
    },
    "affected": {"organization": "organization", "impact": "impact"},
    "data_class": {"data_class": "data_class"},
    "count": {"number": "number", "qualifier": "qualifier", "scope": "scope"},
    "date": {"date": "date", "what": "date_what"},
    "authority": {"name": "name", "role": "authority_role"},
}
_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(_KEYS, ()),
    "data_class": ("data_class",),
    "count": ("number",),
    "date": ("date",),
    "authority": ("name",),
}


def _is_named(name: object, words: str, parties: Sequence[Party]) -> bool:
    """Whether words name the organization that a model names, in full or without its legal form."""
    if not isinstance(name, str) or not clean_name(name):
        return False
    wanted, said = clean_name(name), f" {_plain(words)} "
    known = party_from_text(wanted, parties)
    forms = {wanted, known.name, parse_name(wanted).core, parse_name(known.name).core}
    return any(_plain(form) and f" {_plain(form)}" in said for form in forms)


def _party(name: str, parties: Sequence[Party]) -> Party:
    """Return the organization that a model names: one that the rules found, or a new one."""
    wanted = clean_name(name)
    known = party_from_text(wanted, parties)
    if known in parties:
        return known
    core = parse_name(wanted).core
    same = [party for party in parties if party.named and parse_name(party.name).core == core]
    if same:
        return same[0]
    return Party(name=wanted, named=not wanted[:1].islower(), key=fold(wanted))


def _plain(text: str) -> str:
    return " ".join("".join(s if s.isalnum() else " " for s in text.casefold()).split())


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15


def _has_figure(figure: str, around: str) -> bool:
    """Whether a figure stands in a text, thousands apart or leading zeros missing."""
    joined = re.sub(r"(?<=\d)[\s.,'\u00a0\u202f](?=\d{3}(?!\d))", "", around)
    wanted = figure.lstrip("0")
    found = {each.lstrip("0") for each in (*_DIGITS.findall(joined), *_DIGITS.findall(around))}
    return wanted in found or (len(wanted) <= 2 and not any(found))
