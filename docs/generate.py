"""Write docs/reference/ from the code, so that the two cannot disagree.

Usage: ``python docs/generate.py`` writes the pages; ``--check`` changes nothing and exits with 1
when a page is not what would be written (``make docs`` mends that).
"""

from __future__ import annotations

import argparse
import inspect
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import graphrisk.errors
from graphrisk.extract.words.lexicon_coverage import TABLES, coverage, language_names
from graphrisk.model import schema, vocabulary
from graphrisk.settings import SETTINGS
from graphrisk.store import query_files

REFERENCE = Path(__file__).resolve().parent / "reference"
NOTE = "<!-- Written by docs/generate.py: change the code, then `make docs`. -->\n\n"
LONG_VOCABULARY = 60  # words; a longer one (countries) is a public code list


def model_page() -> str:
    """Return the page of node and edge kinds with their properties."""
    parts = [
        "# The model\n\nA column of a register has the name of a property. Every record also has ",
        "the properties at the end of this page. Unknown is an empty cell, never 0 or 1.\n",
    ]
    for kind in schema.NODE_KINDS + schema.EDGE_KINDS:
        parts.append(f"\n## {kind.name}\n\n{sentence(kind.meaning)} Table `{kind.table}`")
        if kind.is_edge:
            parts.append(f"; from {kind.from_kind} (`{kind.from_column}`)")
            parts.append(f" to {kind.to_kind} (`{kind.to_column}`)")
        parts.append("; harm travels along it.\n\n" if kind.conducts_harm else ".\n\n")
        parts.append(property_table(kind.properties) if kind.properties else "")
    parts.append("\n## Every record\n\n")
    parts.append(property_table(schema.COMMON + schema.BOOKKEEPING))
    return "".join(parts)


def vocabulary_page() -> str:
    """Return the page of the words that properties may take."""
    parts = [
        "# Vocabularies\n\nA word outside its vocabulary is kept as written and reported.\n",
    ]
    for name in vocabulary.vocabulary_names():
        words = vocabulary.vocabulary(name)
        parts.append(f"\n## {name}\n\n")
        if len(words) > LONG_VOCABULARY:
            parts.append(f"{len(words)} words, `{min(words)}` to `{max(words)}`.\n")
        else:
            parts.append(table(("word", "meaning"), ((code(w), m) for w, m in words.items())))
    return "".join(parts)


def settings_page() -> str:
    """Return the page of settings."""
    rows = (
        (code(s.name), "" if s.default in ("", ()) else code(str(s.default)), s.meaning)
        for s in SETTINGS
    )
    return (
        "# Settings\n\nThe first that is given wins: the option of a command, the environment "
        "variable `GRAPHRISK_` and the name in capitals, the file `graphrisk.toml` in the folder "
        "where you are, the default. `graphrisk settings` shows each value and where it came "
        "from.\n\n" + table(("name", "default", "meaning"), rows)
    )


def errors_page() -> str:
    """Return the page of exit codes, for scripts."""
    errors = [
        error
        for _, error in inspect.getmembers(graphrisk.errors, inspect.isclass)
        if issubclass(error, graphrisk.errors.GraphRiskError)
    ]
    errors.sort(key=lambda error: (error.exit_code, len(error.__mro__), error.__name__))
    rows = (
        (
            str(error.exit_code),
            code(error.__name__),
            first_line(error),
            "yes" if error.retryable else "",
        )
        for error in errors
    )
    return (
        "# Exit codes and errors\n\n0: done. Results are on standard output, everything else on "
        "standard error.\n\n" + table(("exit code", "error", "meaning", "worth a retry"), rows)
    )


def commands_page() -> str:
    """Return the page of commands: what ``--help`` says of each."""
    names = re.findall(r"^  ([a-z-]+)  ", shown_help().partition("Commands:")[2], re.MULTILINE)
    parts = [f"\n## {name}\n\n```text\n{shown_help(name)}```\n" for name in names]
    return f"# Commands\n\n```text\n{shown_help()}```\n" + "".join(parts)


def queries_page() -> str:
    """Return the page of the query library."""
    parts = ["# Queries\n\n`graphrisk query NAME`, one file each in `queries/`.\n"]
    for name in query_files.query_names():
        header = query_files.load_query(name).header
        parts.append(f"\n## {name}\n\n{header.question}\n\n")
        for title, fields in (("parameter", header.params), ("column", header.returns)):
            rows = ((code(n), f.type, f.help) for n, f in fields.items())
            parts.append(table((title, "type", "meaning"), rows) + "\n" if fields else "")
    return "".join(parts).rstrip("\n") + "\n"


def lexicons_page() -> str:
    """Return the page of what each language has words for."""
    names = language_names()
    parts = [
        "# Languages\n\nNotices are read in "
        + ", ".join(f"{name} (`{key}`)" for key, name in names.items())
        + ". Of a text in any other language only dates, numbers and organizations that the store "
        "knows are read, and the answer says so.\n\nEach language is one file, "
        "`graphrisk/extract/lexicons/CODE.yaml`, with the same ids; `graphrisk lexicon check` "
        "proves that. The figures are phrases; one may stand for many words "
        "(`kundnummer*`), so few is not always little.\n",
    ]
    for name, meaning in TABLES.items():
        rows = (
            (code(c.concept), *(str(n) if n else "" for n in c.phrases))
            for c in coverage(list(names))
            if c.table == name
        )
        parts.append(f"\n## {meaning}\n\n" + table((name, *names), rows))
    return "".join(parts)


def shown_help(*command: str) -> str:
    """Return what a terminal of 80 signs shows for ``graphrisk COMMAND --help``."""
    program = Path(sys.executable).with_name("graphrisk")
    plain = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"}
    done = subprocess.run(
        [program, *command, "--help"], env=plain, capture_output=True, text=True, check=True
    )
    return re.sub(r"[ \t]+$", "", done.stdout, flags=re.MULTILINE)


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands_page,
    "model.md": model_page,
    "vocabularies.md": vocabulary_page,
    "settings.md": settings_page,
    "exit-codes.md": errors_page,
    "queries.md": queries_page,
    "languages.md": lexicons_page,
}


def property_table(properties: Sequence[schema.Property]) -> str:
    """Return properties as a table."""
    rows = (
        (code(p.name), p.type + (", required" if p.required else ""), note(p)) for p in properties
    )
    return table(("property", "type", "meaning"), rows)


def note(prop: schema.Property) -> str:
    """Return meaning, unit, range and vocabulary of a property."""
    parts = [prop.meaning]
    if prop.unit:
        parts.append(prop.unit)
    elif prop.minimum is not None:
        end = "" if prop.maximum is None else f"{prop.maximum:g}"
        parts.append(f"{prop.minimum:g}..{end}")
    if prop.vocabulary:
        parts.append(f"[words](vocabularies.md#{prop.vocabulary})")
    return "; ".join(parts)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "".join(
        f"| {' | '.join(c.replace('|', chr(92) + '|') for c in row)} |\n" for row in lines
    )


def code(text: str) -> str:
    """Return text set as code."""
    return f"`{text}`"


def sentence(text: str) -> str:
    """Return text as a sentence."""
    return text[:1].upper() + text[1:].rstrip(".") + "."


def first_line(thing: object) -> str:
    """Return the first line of a docstring."""
    return (inspect.getdoc(thing) or "").partition("\n")[0].replace("``", "`")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write or check every page; return the exit code."""
    parser = argparse.ArgumentParser(description="Write docs/reference/ from the code.")
    parser.add_argument(
        "--check", action="store_true", help="write nothing, exit 1 on a difference"
    )
    check = parser.parse_args(arguments).check
    REFERENCE.mkdir(exist_ok=True)
    differing = []
    for name, page in PAGES.items():
        path, text = REFERENCE / name, NOTE + page()
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            differing.append(name)
            if not check:
                path.write_text(text, encoding="utf-8")
    for name in differing:
        print(f"{name}: {'not what the code says; run make docs' if check else 'written'}")
    return int(check and bool(differing))


if __name__ == "__main__":
    sys.exit(main())
