"""``graphrisk lexicon``: the lexicons checked, and what each language has words for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from graphrisk.errors import Problem, UsageError
from graphrisk.extract.words.lexicon import supported_languages
from graphrisk.extract.words.lexicon_check import check_lexicons
from graphrisk.extract.words.lexicon_coverage import TABLES, coverage, language_names
from graphrisk.model.columns import Column
from graphrisk.view.answer import Answer, Table

ACTIONS = ("check", "coverage")


def lexicon_answer(action: str, files: Sequence[Path]) -> tuple[Answer, list[Problem]]:
    """Return what an action says of the lexicons, and the problems it found.

    Raises
    ------
    UsageError
        There is no such action, or files were given to one that takes none.
    InputError
        A file cannot be read.
    """
    if action not in ACTIONS:
        raise UsageError(
            f"graphrisk lexicon cannot {action!r}", fix=f"use {' or '.join(ACTIONS)} after lexicon"
        )
    if action == "coverage":
        if files:
            raise UsageError(
                "coverage is about the shipped lexicons and takes no file",
                fix="graphrisk lexicon check FILE checks a file",
            )
        return _coverage_answer(), []
    problems = check_lexicons(files)
    return _check_answer(problems, files), problems


def _check_answer(problems: Sequence[Problem], files: Sequence[Path]) -> Answer:
    checked = [str(file) for file in files] or [f"{code}.yaml" for code in supported_languages()]
    faults = "No problem" if not problems else f"{len(problems)} problem" + _s(len(problems))
    headline = f"{faults} in {len(checked)} lexicon{_s(len(checked))}: {', '.join(checked)}."
    columns = ("file", "row", "column", "value", "message", "fix")
    rows = tuple((p.file, p.row, p.column, p.value, p.message, p.fix) for p in problems)
    tables = (Table(columns, rows, wide=frozenset({"fix"})),) if problems else ()
    result = [
        {"file": p.file, "line": p.row, "entry": p.column, "phrase": p.value}
        | {"message": p.message, "fix": p.fix}
        for p in problems
    ]
    return Answer("lexicon", (headline,), tables, result={"files": checked, "problems": result})


def _s(count: int) -> str:
    return "" if count == 1 else "s"


def _coverage_answer() -> Answer:
    names = language_names()
    rows = coverage(list(names))
    own = {
        code: Column(code, code, "integer", f"phrases in {name}") for code, name in names.items()
    }
    own["concept"] = Column("concept", "Concept", "text", "what the phrases mean")
    own["kind_of_concept"] = Column("kind_of_concept", "Is a", "text", "table of the lexicon")
    table = Table(
        ("kind_of_concept", "concept", *names),
        tuple((TABLES[row.table], row.concept, *row.phrases) for row in rows),
        own=own,
        headings=("kind_of_concept",),
    )
    languages = ", ".join(f"{name} ({code})" for code, name in names.items())
    return Answer(
        "lexicon",
        (
            f"{len(names)} languages can be read: {languages}.",
            "Of a text in another language only dates, numbers and organizations that the store "
            "knows are read, and that is said.",
        ),
        (table,),
        result=[
            {"table": row.table, "concept": row.concept}
            | {"phrases": dict(zip(names, row.phrases, strict=True))}
            for row in rows
        ],
    )
