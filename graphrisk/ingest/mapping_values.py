"""Cells of a column -> what a proposal writes for them: value tables, units, separators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import prod

from graphrisk.ingest.mapping_cells import parts_of
from graphrisk.ingest.mapping_evidence import (
    Evidence,
    is_yes_or_no,
    known_country,
    level_of,
    word_value,
)
from graphrisk.ingest.mapping_words import fold, tokens_of, units, word_set, words
from graphrisk.ingest.values import country_code

MOST_WORDS = 60
"""Distinct texts of a column that get a line in a value table."""
_SEPARATORS = (";", "\n", "|", ",", " / ", "/", " & ", "+")
_LETTERS = {"h": "critical", "m": "important", "l": "supporting", "n": "supporting"}
_GRADES = {"a": "critical", "b": "important", "c": "supporting", "d": "supporting"}
_TAKEN = ("taken for an answer or a first letter", "CHECK: A is taken for the highest")
_KRONA = {"sv": "SEK", "nb": "NOK", "da": "DKK"}
_TIMES = {"notice_days": "days", "recovery_hours": "hours", "tolerance_hours": "hours"}
Words = tuple[dict[str, str], dict[str, str]]
"""Text -> value, and text -> what a person should know about it."""


def legend_of(header: str) -> dict[str, str]:
    """Return what a header says that figures stand for; the ones between are in between.

    Examples
    --------
    >>> legend_of("Kriittisyys (1 = korkea, 3 = matala)")
    {'1': 'critical', '3': 'supporting', '2': 'important'}
    """
    said = "".join(sign if sign.isalnum() else " " for sign in fold(header)).split()
    found = {
        figure: level
        for figure, word in pairwise(said)
        if figure.isdigit() and len(figure) == 1 and (level := level_of(word)) is not None
    }
    if len(found) == 2 and set(found.values()) == {"critical", "supporting"}:
        first, last = sorted(map(int, found))
        found |= {str(between): "important" for between in range(first + 1, last)}
    return found


def criticality_words(
    texts: Sequence[str], *, crosses: bool = False, legend: Mapping[str, str] | None = None
) -> Words:
    """Return what each text says of criticality; what is not understood stays unknown, and says so.

    Parameters
    ----------
    crosses
        Cells of a matrix: "no" says that there is no link.
    legend
        Figure -> level, where the header says so.

    Examples
    --------
    >>> criticality_words(["Hög", "2"])
    ({'Hög': 'critical', '2': 'unknown'}, {'2': 'not understood: critical, important, supporting?'})
    """
    folded = {fold(text) for text in texts}
    scale = _answers(folded, crosses=crosses) or _first_letters(folded)
    top = any(_says_critical(text) for text in texts)
    found: dict[str, str] = {}
    remarks: dict[str, str] = {}
    for text in texts[:MOST_WORDS]:
        value, said = _level(text, legend or {}, scale, top=top, crosses=crosses)
        found[text] = value
        if said:
            remarks[text] = said
    return found, remarks


def _level(
    text: str, legend: Mapping[str, str], scale: Mapping[str, str], *, top: bool, crosses: bool
) -> tuple[str, str]:
    """Return the criticality that one text says, and what a person should know about it."""
    folded = fold(text)
    if folded in legend:
        return legend[folded], "as the header says"
    if crosses and folded in word_set("no") and not folded.isdigit():
        return "", "no link"
    if folded in scale:
        return scale[folded], "" if crosses else _TAKEN[scale is _GRADES]
    if (tier := _tier(folded)) is not None:
        return tier, "CHECK: 1 is taken for the highest"
    level = level_of(text)
    if level == "critical" and top and not _says_critical(text):
        return "important", "CHECK: one step below critical here"
    if level is not None:
        return level, ""
    return "unknown", "not understood: critical, important, supporting?"


def _tier(folded: str) -> str | None:
    """Return the level of "Tier 1", "prio 2", "P3"; 1 is the highest wherever these are used.

    Examples
    --------
    >>> _tier("tier 1"), _tier("p3"), _tier("klass 1")
    ('critical', 'supporting', None)
    """
    word, figure = folded[:-1].strip(" -.:"), folded[-1:]
    if word not in word_set("tiers") or figure not in "1234":
        return None
    return {"1": "critical", "2": "important"}.get(figure, "supporting")


def _answers(folded: set[str], *, crosses: bool) -> dict[str, str]:
    """Return what yes and no stand for, where a column holds nothing else."""
    if folded in ({"o", "n"}, {"k", "e"}):
        return {"o": "critical", "k": "critical", "n": "supporting", "e": "supporting"}
    if not all(map(is_yes_or_no, folded)) or (all(map(str.isdigit, folded)) and not crosses):
        return {}
    yes = "unknown" if crosses else "critical"  # a cross says that there is a link, no more
    return {text: yes if text in word_set("yes") else "supporting" for text in folded}


def _first_letters(folded: set[str]) -> Mapping[str, str]:
    """Return what letters stand for, where a column holds nothing else: H, M, L; A, B, C."""
    letters = {text for text in folded if not is_yes_or_no(text) or text in _LETTERS}
    if letters and letters <= _LETTERS.keys():
        return _LETTERS
    return _GRADES if len(letters) > 1 and letters <= _GRADES.keys() else {}


def _says_critical(text: str) -> bool:
    stems = ("krit", "crit", "kriit")
    return level_of(text) == "critical" and any(t.startswith(stems) for t in tokens_of(text))


def vocabulary_words(name: str, texts: Sequence[str]) -> Words:
    """Return the words of a vocabulary for texts of other languages; others only get a remark."""
    found: dict[str, str] = {}
    remarks: dict[str, str] = {}
    for text in texts[:MOST_WORDS]:
        value = word_value(name, text)
        if value is None:
            remarks[text] = "not understood; kept as written"
        elif fold(text) != value:
            found[text] = value
    return found, remarks


def country_words(texts: Sequence[str]) -> Words:
    """Return the codes of countries that are not named in English."""
    found: dict[str, str] = {}
    remarks: dict[str, str] = {}
    for text in texts[:MOST_WORDS]:
        code = known_country(text)
        if code is None:
            remarks[text] = "not a country that is known here; kept as written"
        elif country_code(text) is None:
            found[text] = code
    return found, remarks


def separators_of(evidence: Evidence, *, commas: bool) -> list[str]:
    """Return the signs that part entries in the cells of a column.

    Examples
    --------
    >>> separators_of(Evidence.of(["drift; support", "lön"]), commas=False)
    [';']
    """
    found = []
    for sign in _SEPARATORS if commas else _SEPARATORS[:3]:
        uses = sum(len(parts_of(text, (sign,))) > 1 for text in evidence.texts)
        if uses and (sign in ";\n|" or uses >= 0.25 * len(evidence.texts)):
            found.append(sign)
    return [] if not found else found[:2]


def entries_of(evidence: Evidence, signs: Sequence[str]) -> list[str]:
    """Return the distinct entries of cells that hold lists."""
    parts = (part for text in evidence.texts for part in parts_of(text, signs or (";",)))
    return list(dict.fromkeys(parts))


def units_of(prop: str, header: str, evidence: Evidence) -> dict[str, float]:
    """Return unit -> factor for the units that the header and the cells of a column name.

    Examples
    --------
    >>> units_of("notice_days", "Uppsägningstid", Evidence.of(["3 mån", "90 dagar"]))
    {'mån': 30.0, 'dagar': 1.0}
    >>> units_of("annual_cost", "Kostnad (tkr)", Evidence.of(["120,5"]))
    {'': 1000.0}
    """
    known = units(_TIMES.get(prop, "money"))
    found: dict[str, float] = {}
    bare = False
    for text in evidence.texts:
        said = [unit for unit in _around_number(text) if unit]
        bare = bare or not said
        found.update({unit: size for unit in said if (size := _size_of(unit, known))})
    factor = prod(known.get(word, 1.0) for word in _in_brackets(header))
    if prop == "annual_cost":
        factor *= _thousands(header)
    if factor != 1.0:
        found[""] = factor
    if found and bare:
        found.setdefault("", 1.0)
    return found


def _size_of(unit: str, known: Mapping[str, float]) -> float | None:
    """Return the factor of a unit of one word or several ("miljoner kr"); None if one is unknown.

    Examples
    --------
    >>> _size_of("miljoner kr", units("money")), _size_of("kr plus", units("money"))
    (1000000.0, None)
    >>> _size_of("tkr/år", units("money")), _size_of("kr/mån", units("money"))
    (1000.0, None)
    """
    whole = unit.replace(".", "")
    base, _, time = whole.rpartition("/" if "/" in whole else " per ")
    if base and time.strip() in word_set("yearly"):
        whole = base.strip()
    if whole in known:
        return known[whole]
    parts = [known.get(word) for word in whole.split()]
    return None if None in parts else prod(part for part in parts if part is not None)


def _thousands(header: str) -> float:
    """Return by what figures a header says that its numbers are to be multiplied.

    Examples
    --------
    >>> _thousands("Kosten (€ x 1.000)"), _thousands("Spend $000s"), _thousands("Cost 2025")
    (1000.0, 1000.0, 1.0)
    """
    figures = "".join(
        sign if sign.isdigit() else "" if sign in " .,'’\xa0" and at else "|"
        for at, sign in enumerate(fold(header))
    ).split("|")
    for text, factor in (("000000", 1e6), ("000", 1e3)):
        if text in figures or "1" + text in figures:
            return factor
    return 1.0


def currency_of(header: str, evidence: Evidence, language: str) -> str | None:
    """Return the one currency that the header or the cells name.

    Examples
    --------
    >>> currency_of("Kostnad (tkr)", Evidence.of(["12"]), "sv")
    'SEK'
    """
    table: Mapping[str, list[str]] = words()["values"]["money_of"]
    of_unit = {fold(unit): code for code, names in table.items() for unit in names}
    said = [*_in_brackets(header), *(u for text in evidence.texts for u in _around_number(text))]
    said += [word for unit in said for word in unit.split()]
    said += [sign for text in (header, *said) for sign in fold(text) if sign in "€$£"]
    codes = {of_unit[unit] for unit in said if unit in of_unit}
    if not codes and any(unit in ("kr", "tkr", "kkr", "mkr") for unit in said):
        codes = {_KRONA[language]} if language in _KRONA else set()
    return codes.pop() if len(codes) == 1 else None


def _around_number(text: str) -> list[str]:
    folded = fold(text)
    digits = [at for at, sign in enumerate(folded) if sign.isdigit()]
    if not digits:
        return []
    return [folded[: digits[0]].strip(" .-"), folded[digits[-1] + 1 :].strip(" .,-–—")]


def _in_brackets(header: str) -> list[str]:
    signs = str.maketrans(dict.fromkeys("()[]/,:_", " "))
    return [word.replace(".", "") for word in fold(header).translate(signs).split()[1:]]
