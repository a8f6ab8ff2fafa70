"""Whole folders of notices: read on all cores, a draft each, going on where a run was stopped."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphrisk.errors import InputError
from graphrisk.extract.providers import RulesProvider
from graphrisk.extract.records.same_text import SeenTexts, Sketch, sketch
from graphrisk.extract.review.draft import Draft
from graphrisk.extract.review.draft_file import find_draft, read_draft, save_draft
from graphrisk.resolve.directory import Directory
from graphrisk.view.answer import Answer, Table
from graphrisk.workspace.notices import current_tables, draft_of, refuse_language

if TYPE_CHECKING:
    from graphrisk.workspace.workspace import Workspace

FEW = 8
"""So many files are read at once in this process: others would take longer to start."""
_AT_ONCE = 64
_COLUMNS = ("file", "finding", "hit", "claims", "language")


@dataclass(frozen=True)
class FolderRead:
    """What became of the notices of folders."""

    answer: Answer
    failed: int


def read_folders(
    work: Workspace,
    folders: Sequence[Path],
    rules: RulesProvider,
    *,
    again: bool = False,
) -> FolderRead:
    """Read every file in folders and below into a draft; a file that has one is not read again.

    Parameters
    ----------
    again
        Read those too that have a draft; decisions are carried over.

    Raises
    ------
    InputError
        A folder holds no file, or drafts cannot be written.
    UsageError
        The language is no language code.

    Notes
    -----
    Drafts are written one by one as they come: whoever stops the run loses none of them.
    """
    refuse_language(rules.language)
    files = [path for folder in folders for path in _files(folder)]
    if not files:
        where = ", ".join(str(folder) for folder in folders)
        raise InputError("no file in it", where=where, fix="name a folder of notices")
    rows: dict[Path, tuple[Any, ...]] = {}
    waiting: dict[str, Path] = {}
    twins: dict[Path, Path] = {}
    sketches: dict[Path, Sketch] = {}
    for path in files:
        digest, problem = _digest(path)
        known = None if again or digest is None else find_draft(work.drafts, digest)
        if digest is None:
            rows[path] = (path.name, problem, (), None, None)
        elif known is not None:
            kept = read_draft(known)
            rows[path] = _row(path, kept, "read before: ")
            sketches[path] = sketch(kept.text)
        elif digest in waiting:
            twins[path] = waiting[digest]
        else:
            waiting[digest] = path
    names = _known_names(work) if waiting else []
    work.progress.start("reading notices", len(waiting))
    for path, draft, problem in _read_all(list(waiting.values()), rules, names):
        work.progress.advance()
        if draft is None:
            rows[path] = (path.name, problem, (), None, None)
        else:
            rows[path] = _row(path, save_draft(work.drafts, draft)[1])
            sketches[path] = sketch(draft.text)
    work.progress.done()
    for path, same in twins.items():
        rows[path] = (path.name, f"the same as {same.name}", (), None, None)
    _tell_nearly_same(files, rows, sketches)
    return _told(work, [rows[path] for path in files], len(waiting))


def _read_all(
    files: Sequence[Path], rules: RulesProvider, names: list[str]
) -> Iterator[tuple[Path, Draft | None, str]]:
    workers = min(os.cpu_count() or 1, len(files))
    if len(files) <= FEW or workers < 2:
        for path in files:
            yield path, *_read_one(path, rules, names)
        return
    # Fresh processes: this one may have threads, of Arrow's among others.
    own = os.getpid()
    with ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_end_with, initargs=(own,)
    ) as pool:
        left = iter(files)
        running: dict[Future[tuple[Draft | None, str]], Path] = {}
        for path in left:
            running[pool.submit(_read_one, path, rules, names)] = path
            if len(running) >= _AT_ONCE:
                yield from _first_done(running)
        while running:
            yield from _first_done(running)


def _end_with(parent: int) -> None:
    """Let a worker end soon after a parent that was killed: nobody else would tell it."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1.0)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _first_done(
    running: dict[Future[tuple[Draft | None, str]], Path],
) -> Iterator[tuple[Path, Draft | None, str]]:
    for future in as_completed(list(running)):
        yield running.pop(future), *future.result()
        return


def _read_one(path: Path, rules: RulesProvider, names: list[str]) -> tuple[Draft | None, str]:
    from graphrisk.extract.text.intake import read_document

    try:
        document = read_document(path)
        return draft_of(path, document, rules.claims(document, directory=names), rules), ""
    except InputError as error:
        return None, f"not read: {error.what}"


def _files(folder: Path) -> list[Path]:
    """Return the files of a folder and of those below; what is hidden is left alone."""
    found = [
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]
    return sorted(found)


def _digest(path: Path) -> tuple[str | None, str]:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest(), ""
    except OSError as error:
        return None, f"not read: {error.strerror or error}"


def _known_names(work: Workspace) -> list[str]:
    directory = Directory.from_tables(current_tables(work))
    return [entry.name for entry in directory.entries.values() if entry.named]


def _tell_nearly_same(
    files: Sequence[Path], rows: dict[Path, tuple[Any, ...]], sketches: Mapping[Path, Sketch]
) -> None:
    """Say beside a file which one before it is nearly the same text, whatever was read when."""
    seen = SeenTexts()
    for path in files:
        if path not in sketches:
            continue
        name, finding, *rest = rows[path]
        if (near := seen.nearest(sketches[path])) is not None:
            rows[path] = (name, f"{finding}; nearly the text of {near[0]}", *rest)
        else:
            seen.add(path.name, sketches[path])


def _row(path: Path, draft: Draft, before: str = "") -> tuple[Any, ...]:
    hit = dict.fromkeys(
        claim.value["organization"].name
        for claim in draft.claims
        if claim.field == "vendor_hit" and claim.status != "denied"
    )
    finding = "incident" if draft.is_incident else "no incident"
    return (path.name, before + finding, tuple(hit), len(draft.claims), draft.document.language)


def _told(work: Workspace, rows: list[tuple[Any, ...]], read: int) -> FolderRead:
    failed = sum(row[3] is None and row[1].startswith("not read") for row in rows)
    findings = [row[1].removeprefix("read before: ").partition(";")[0] for row in rows]
    files = "1 file" if len(rows) == 1 else f"{len(rows):,} files"
    told = findings.count("incident")
    lines = [f"{files}: {told:,} tell of an incident, {failed:,} could not be read."]
    if before := sum(row[1].startswith("read before") for row in rows):
        lines.append(f"{before:,} had been read before; --again reads them anew.")
    lines.append(f"Drafts are in {work.drafts}; graphrisk review NAME decides on one.")
    return FolderRead(
        Answer(
            command="triage",
            headline=tuple(lines),
            tables=(Table(_COLUMNS, tuple(rows)),),
            result={
                "files": [dict(zip(_COLUMNS, row, strict=True)) for row in rows],
                "read": read,
                "failed": failed,
            },
        ),
        failed,
    )
