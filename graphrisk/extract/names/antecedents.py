"""Whom "the company" and "it" stand for, where a sentence before names just one: item by item."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.words.lexicon import Lexicon
    from graphrisk.extract.words.template_fit import Item

_BACK: Final = 2
_SHORTEST: Final = 6
_COMPOUNDING: Final = frozenset({"da", "nb", "sv"})

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
            lexicon = readings[number].lexicon
            if item.kind == "company" and _stands_alone(items, at, lexicon):
                core = _named_before(readings, out, number, items[:at], is_firm)
                told_of = _is_told_of(items, at, lexicon)
                core = None if told_of or core in _owners(items, at, lexicon) else core
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


def _stands_alone(items: Sequence[Item], at: int, lexicon: Lexicon) -> bool:
    """Whether a noun stands alone: no apposition, no relative clause that says which company.

    Nor may it be the author's own group: "the Group", "koncernen".
    """
    if any(part in items[at].word for part in lexicon.stems("group")):
        return False
    before = [i.word for i in items[max(0, at - 1) : at]]
    after = items[at + 1 : at + 2]
    named = bool(after) and (
        after[0].kind == "org" or after[0].word in lexicon.word_set("relative")
    )
    return not named and (before != [","] or at < _BACK)


def _owners(items: Sequence[Item], at: int, lexicon: Lexicon) -> tuple[str, ...]:
    """Return X of "the supplier of X", which is not X itself."""
    of = items[at + 1 : at + 2]
    after = items[at + 2 : at + 3]
    return after[0].parties if of and after and of[0].word in lexicon.word_set("for_or_of") else ()


def _is_told_of(items: Sequence[Item], at: int, lexicon: Lexicon) -> bool:
    """Whether somebody tells "that the supplier ...": its supplier, not who tells it."""
    if not any(part in items[at].word for part in lexicon.stems("supplier")):
        return False
    named = [n for n in range(at) if items[n].kind == "org"]
    return bool(named) and any(
        i.word in lexicon.word_set("that") for i in items[named[-1] + 1 : at]
    )


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
    lexicon, word = readings[number].lexicon, items[0].word
    last_named, first_named = lexicon.word_set("last_named"), lexicon.word_set("first_named")
    if not number or len(items) < _BACK or word not in last_named | first_named:
        return None
    same = readings[number].sentence.block == readings[number - 1].sentence.block
    if not same or (
        word in first_named and items[1].word not in lexicon.word_set("supplies_or_says")
    ):
        return None
    above = [i for i in lines[number - 1] if i.kind == "org" and not i.weak]
    if word in last_named:
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
