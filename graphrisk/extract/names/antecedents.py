"""Whom "the company" and "it" stand for, where a sentence before names just one: item by item."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from graphrisk.extract.names.clauses import RELATIVES

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.words.template_fit import Item

_BACK: Final = 2
_SHORTEST: Final = 6
_COMPOUNDING: Final = frozenset({"da", "nb", "sv"})
_GROUPS: Final = ("group", "koncern", "konsern", "konzern", "gruppe", "groupe", "konserni")
_LAST_NAMED: Final = frozenset({"diese", "dieser"})  # the one named last
_FIRST_NAMED: Final = frozenset({"it", "they"})
_DOES_WORDS: Final = (
    "runs run provides provide supplies supply serves serve hosts host handles handle prints print"
    " manages manage operates operate uses use stores store processes process relies rely works"
    " counts sells sell also told informed notified has says said"
)
_SUPPLIERS: Final = (
    *("leverant", "leverandør", "supplier", "vendor", "provider", "contractor", "dienstleister"),
    *(
        "lieferant",
        "anbieter",
        "fournisseur",
        "prestataire",
        "leverancier",
        "toimittaja",
        "udbyder",
    ),
)
_THAT: Final = frozenset(["that", "att", "at", "dass", "que", "qu'", "dat", "että"])
_OF: Final = frozenset(["til", "for", "till", "av", "of", "to", "von", "van", "de", "af"])
_DOES: Final = frozenset(_DOES_WORDS.split())

_IsFirm = Callable[[str], bool]


def resolved(
    readings: Sequence[Reading], lines: Sequence[list[Item]], is_firm: _IsFirm
) -> list[list[Item]]:
    """Let a noun or pronoun for a company be the party it stands for, where only one can be meant.

    Parameters
    ----------
    readings
        The sentences.
    lines
        Their items.
    is_firm
        Whether the party with a core may be a company, and is more than a doubtful name.
    """
    out: list[list[Item]] = []
    cores = {c for ln in lines for i in ln if i.kind == "org" and not i.weak for c in i.parties}
    known: dict[str, str | None] = {}  # each noun is looked for once
    for number, items in enumerate(lines):
        line = list(items)
        for at, item in enumerate(items):
            called = item.kind == "publisher" and readings[number].lexicon.language in _COMPOUNDING
            core = None
            if called:
                if item.word not in known:
                    known[item.word] = _called_so(item.word, cores)
                core = known[item.word]
            if item.kind == "company" and _may_stand(items, at) and not _is_group(item.word):
                core = _named_before(readings, out, number, items[:at], is_firm)
                core = None if core in _owners(items, at) or _is_told_of(items, at) else core
            elif at == 0 and item.kind == "word":
                core = _of_pronoun(readings, out, number, items, is_firm)
            if core is not None:
                owns = item.genitive or (called and item.word.endswith("s"))
                line[at] = replace(item, kind="org", parties=(core,), cues=(), genitive=owns)
        out.append(line)
    return out


def _called_so(word: str, cores: Collection[str]) -> str | None:
    """Return the one party that has a noun in its name: "the club" is "Sejlklubben X"."""
    noun = word.removesuffix("s")
    if len(noun) < _SHORTEST or " " in noun:
        return None
    called = [c for c in cores if any(part.endswith(noun) for part in c.split())]
    return called[0] if len(called) == 1 else None


def _is_group(word: str) -> bool:
    """Whether a noun may be the author's own group: "the Group", "koncernen"."""
    return any(part in word for part in _GROUPS)


def _may_stand(items: Sequence[Item], at: int) -> bool:
    """Whether a noun stands alone: no apposition, no relative clause that says which company."""
    before = [i.word for i in items[max(0, at - 1) : at]]
    after = items[at + 1 : at + 2]
    named = bool(after) and (after[0].kind == "org" or after[0].word in RELATIVES)
    return not named and (before != [","] or at < _BACK)


def _owners(items: Sequence[Item], at: int) -> tuple[str, ...]:
    """Return X of "the supplier of X", which is not X itself."""
    of = items[at + 1 : at + 2]
    after = items[at + 2 : at + 3]
    return after[0].parties if of and after and of[0].word in _OF else ()


def _is_told_of(items: Sequence[Item], at: int) -> bool:
    """Whether somebody tells "that the supplier ...": its supplier, not who tells it."""
    if not any(part in items[at].word for part in _SUPPLIERS):
        return False
    named = [n for n in range(at) if items[n].kind == "org"]
    return bool(named) and any(i.word in _THAT for i in items[named[-1] + 1 : at])


def _named_before(
    readings: Sequence[Reading],
    lines: Sequence[list[Item]],
    number: int,
    here: Sequence[Item],
    is_firm: _IsFirm,
) -> str | None:
    """Return the one firm named before a noun: in its sentence, else in the one or two above."""
    known = _firms(here, is_firm)
    for above in range(number - 1, max(-1, number - 1 - _BACK), -1):
        if known or readings[above].sentence.kind == "heading":
            break
        known = _firms(lines[above], is_firm)
    return known[0] if len(known) == 1 else None


def _of_pronoun(
    readings: Sequence[Reading],
    lines: Sequence[list[Item]],
    number: int,
    items: Sequence[Item],
    is_firm: _IsFirm,
) -> str | None:
    """Return the firm that a pronoun at the head of a sentence stands for."""
    word = items[0].word
    if not number or len(items) < _BACK or word not in _LAST_NAMED | _FIRST_NAMED:
        return None
    same = readings[number].sentence.block == readings[number - 1].sentence.block
    if not same or (word in _FIRST_NAMED and items[1].word not in _DOES):
        return None
    above = [i for i in lines[number - 1] if i.kind == "org" and not i.weak]
    if word in _LAST_NAMED:
        last = above[-1:]
        return next(
            (c for i in last for c in i.parties if len(i.parties) == 1 and is_firm(c)), None
        )
    known = _firms(above, is_firm)
    return known[0] if len(known) == 1 and len(above) == 1 else None


def _firms(items: Sequence[Item], is_firm: _IsFirm) -> list[str]:
    """Return the parties of a line that may be firms, each once."""
    cores = [c for i in items if i.kind == "org" and not i.weak for c in i.parties]
    return [core for core in dict.fromkeys(cores) if is_firm(core)]
