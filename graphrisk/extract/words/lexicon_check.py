"""Lexicons checked as a set: the same ids in every file, nothing said twice, slots that exist.

`graphrisk.extract.words.lexicon.check_lexicon` checks the shape of one file; this module adds what
can only be seen beside the others, and says at which line of a file each fault stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import ValidationError

from graphrisk.errors import InputError, Problem
from graphrisk.extract.supply.edges import RELATIONS
from graphrisk.extract.words.lexicon import (
    check_lexicon,
    cues_in,
    lexicon_file,
    load_lexicon,
    supported_languages,
)
from graphrisk.extract.words.lexicon_shape import LanguageFile
from graphrisk.extract.words.templates import SLOT_MARKS, SLOT_NAMES, compile_template
from graphrisk.model.vocabulary import vocabulary

REFERENCE: Final = "en"
SAME_IDS: Final = (
    *("data", "attack", "scene_words", "cues", "qualifiers", "units", "counted", "subjects"),
    *("countries", "word_sets", "tails", "stems"),
)
"""Tables of a lexicon whose ids must be the same in every language."""
WORDS: Final[Mapping[str, str]] = {
    "data": "data_class",
    "attack": "attack_type",
    "qualifiers": "qualifier",
    "countries": "country",
}
"""Tables whose ids are words of a vocabulary."""
ONE_MEANING: Final = ("data", "attack", "qualifiers", "countries")
"""Tables in which a phrase may stand under one id only: what it means must be settled."""
_LARGEST_FILE: Final = 5_000_000


def check_lexicons(files: Sequence[Path] = ()) -> list[Problem]:
    """Return what is wrong with lexicons, with the line where it stands.

    Parameters
    ----------
    files
        Files to check beside the shipped ones; without any, the shipped ones are checked.

    Raises
    ------
    InputError
        A file cannot be read, or is no YAML.

    Examples
    --------
    >>> check_lexicons()
    []
    """
    if not files:
        return [
            problem
            for language in supported_languages()
            for problem in _check(lexicon_file(language), f"{language}.yaml")
        ]
    return [problem for file in files for problem in _check(_text_of(file), str(file))]


def _text_of(file: Path) -> str:
    try:
        if file.stat().st_size > _LARGEST_FILE:
            raise InputError(
                "This file is too large for a lexicon.", where=str(file), fix="give a lexicon file"
            )
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            "This file cannot be read as text.", where=str(file), fix="give a YAML file in UTF-8"
        ) from error


def _check(text: str, name: str) -> list[Problem]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        content = yaml.load(text, Loader=loader)
    except (yaml.YAMLError, RecursionError) as error:
        raise InputError(
            f"This is no YAML file: {str(error).splitlines()[0]}.",
            where=name,
            fix="compare with a lexicon that is shipped",
        ) from error
    label = name.removesuffix(".yaml")
    problems = check_lexicon(label, content)
    try:
        data = LanguageFile.model_validate(content)
    except ValidationError:
        data = None
    if data is not None:
        problems += [*_ids(name, data), *_repeated(name, data), *_slots(name, data)]
    if not problems:
        return []  # finding the lines takes as long as all of the above
    lines = dict(_lines(yaml.compose(text, Loader=loader)))
    return [replace(p, file=name, row=_line_of(lines, p)) for p in problems]


def _lines(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield where each key and each phrase of a file stands."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            here = (*path, str(getattr(key, "value", "")))
            yield here, key.start_mark.line + 1
            yield from _lines(value, here)
    elif isinstance(node, yaml.SequenceNode):
        for entry in node.value:
            yield from _lines(entry, path)
    elif isinstance(node, yaml.ScalarNode):
        yield (*path, node.value), node.start_mark.line + 1


def _line_of(lines: Mapping[tuple[str, ...], int], problem: Problem) -> int | None:
    """Return the line of a problem: of its phrase, else of the nearest key above it."""
    path = tuple((problem.column or "").split("."))
    tables = {"cue": "cues", "unit": "units", "subject": "subjects", "country": "countries"}
    tables |= {"scene_word": "scene_words"}
    tables |= {"qualifier": "qualifiers"}
    path = (tables.get(path[0], path[0]), *path[1:])
    found = lines.get((*path, problem.value or ""))
    while found is None and path:
        found, path = lines.get(path), path[:-1]
    return found


def _ids(name: str, data: LanguageFile) -> Iterator[Problem]:
    """Ids that this file lacks, that no other has, or that no vocabulary knows."""
    reference = load_lexicon(REFERENCE).data
    for table in SAME_IDS:
        mine: Mapping[str, object] = getattr(data, table)
        others: Mapping[str, object] = getattr(reference, table)
        for key in sorted(set(others) - set(mine)):
            yield _problem(
                name,
                table,
                key,
                f"the id {key!r} is missing",
                f"add it under {table}, with [] where the language has no word for it",
            )
        known = set(vocabulary(WORDS[table])) if table in WORDS else set(others)
        own = cues_in(data.patterns) if table == "cues" else set()  # lists its patterns use
        for key in sorted(set(mine) - known - own):
            yield _problem(
                name,
                f"{table}.{key}",
                None,
                f"no rule asks for the id {key!r}",
                f"use an id that {REFERENCE}.yaml has under {table}",
            )
        for key in sorted((set(mine) & known) - set(others) - own) if table != "countries" else ():
            yield _problem(
                name,
                f"{table}.{key}",
                None,
                f"{REFERENCE}.yaml does not have the id {key!r}",
                "the same ids belong in every lexicon: add it to the others too",
            )
    for key in sorted(set(data.patterns) - set(RELATIONS)):
        yield _problem(
            name,
            f"patterns.{key}",
            None,
            f"there is no relation {key!r}",
            f"use one of {', '.join(sorted(RELATIONS))}",
        )


def _repeated(name: str, data: LanguageFile) -> Iterator[Problem]:
    """Phrases that stand twice under one id, or under two where they may mean one thing only."""
    tables = (*SAME_IDS, "patterns", "heads_before", "heads_after", "anaphors")
    for table in tables:
        entries: Mapping[str, Sequence[str]] = getattr(data, table)
        owner: dict[str, str] = {}
        for key, phrases in entries.items():
            for phrase in _twice(phrases):
                yield _problem(
                    name,
                    f"{table}.{key}",
                    phrase,
                    "this phrase stands here twice",
                    "leave one of them out",
                )
            for phrase in dict.fromkeys(p.lower() for p in phrases):
                first = owner.setdefault(phrase, key)
                if table in ONE_MEANING and first != key:
                    yield _problem(
                        name,
                        f"{table}.{key}",
                        phrase,
                        f"this phrase also stands under {first!r}: what it means is open",
                        "keep it under one id, or make both phrases longer",
                    )


def _twice(phrases: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    twice: list[str] = []
    for phrase in phrases:
        if phrase.lower() in seen:
            twice.append(phrase)
        seen.add(phrase.lower())
    return twice


def _slots(name: str, data: LanguageFile) -> Iterator[Problem]:
    """Templates with a slot or a mark that no rule reads."""
    for relation, templates in data.patterns.items():
        for template in templates:
            try:
                elements = compile_template(template)
            except ValueError:
                continue  # said by `check_lexicon`
            for element in elements:
                if element.kind not in {"slot", "service"}:
                    continue
                if element.name not in SLOT_NAMES or element.mark not in SLOT_MARKS:
                    shown = element.name + ("." + element.mark if element.mark else "")
                    yield _problem(
                        name,
                        f"patterns.{relation}",
                        template,
                        f"there is no slot {{{shown}}}",
                        f"slots are {', '.join(sorted(SLOT_NAMES))}, marks "
                        f"{', '.join(sorted(m for m in SLOT_MARKS if m))}",
                    )


def _problem(name: str, column: str, value: str | None, message: str, fix: str) -> Problem:
    return Problem(file=name, row=None, column=column, value=value, message=message, fix=fix)
