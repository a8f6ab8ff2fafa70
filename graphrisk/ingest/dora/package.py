"""Where a register lies: folder, zip, reporting package or workbook -> its tables, safely opened.

A zip comes from a stranger: names are never used as paths, sizes are checked before and while it is
unpacked, and only the files of a register are.
"""

from __future__ import annotations

import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path, PurePosixPath

from graphrisk.errors import Unreadable
from graphrisk.ingest.dora.tables import template_of
from graphrisk.ingest.dora.templates import TEMPLATES
from graphrisk.ingest.problems import ProblemLog

MOST_MEMBERS = 5_000
MOST_FILES = 50_000
"""Files of a folder, whatever they are; a zip may have `MOST_MEMBERS`."""
LARGEST_UNPACKED = 1 << 30
LARGEST_RATIO = 400
_SMALL = 50_000_000
_BLOCK = 1 << 20
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError)
_TABLES = frozenset({".csv", ".json", ".ods", ".xls", ".xlsx", ".xml", ".zip"})
"""Files of a folder that might hold what a person misses later."""
_PARTS = {
    "parameters.csv": "parameters",
    "filingindicators.csv": "indicators",
    "report.json": "report",
    "reportpackage.json": "package",
}


@dataclass(slots=True)
class Parcel:
    """The files of one register.

    Parameters
    ----------
    name
        What problems and sources call the register.
    tables
        Template -> file; a workbook stands under the name ``workbook``.
    parts
        Files of a reporting package: parameters, indicators, report, package.
    log
        Problems of the whole.
    """

    name: str
    log: ProblemLog
    tables: dict[str, Path] = field(default_factory=dict)
    parts: dict[str, Path] = field(default_factory=dict)


@contextmanager
def open_parcels(path: Path) -> Iterator[list[Parcel]]:
    """Open what lies at a path: one register, or several in folders beside each other.

    Raises
    ------
    Unreadable
        Nothing is there, it is no register, or not safe to unpack.
    """
    name = path.resolve().name
    try:
        if path.is_dir():
            log = ProblemLog(name)
            parcels = _with(log, _gather(name, _of_folder(path, log)))
            if not parcels and (packed := _packed(path)):
                with _all_of(packed) as found:
                    yield found
                return
            yield _some(parcels, name)
            return
        head = _head(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Unreadable(f"it cannot be opened: {reason}", where=str(path)) from error
    if not head.startswith(b"PK"):
        raise Unreadable(
            "neither a folder, a zip nor a workbook",
            where=path.name,
            fix="name the folder that holds b_01.01.csv to b_99.01.csv",
        )
    with tempfile.TemporaryDirectory(prefix="graphrisk-") as folder:
        yield _of_zip(path, Path(folder))


@contextmanager
def _all_of(paths: list[Path]) -> Iterator[list[Parcel]]:
    from contextlib import ExitStack

    with ExitStack() as stack:
        yield [parcel for path in paths for parcel in stack.enter_context(open_parcels(path))]


def _some(parcels: list[Parcel], name: str) -> list[Parcel]:
    if not parcels:
        raise Unreadable(
            "no table of a register is in it",
            where=name,
            fix="a register is a folder or zip of b_01.01.csv to b_99.01.csv, or one workbook "
            "with a sheet for each",
        )
    return parcels


def _head(path: Path) -> bytes:
    if not path.exists():
        raise Unreadable("there is no such file", where=str(path), fix="check the spelling")
    with path.open("rb") as file:
        return file.read(4)


def _packed(folder: Path) -> list[Path]:
    """Return the zips and workbooks of a folder without tables, each a register."""
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix.casefold() in (".zip", ".xlsx") and not path.name.startswith(("~", "."))
    )


Member = tuple[str, str, Path]
"""Folder it lies in, its name, and where its bytes are."""


def _of_folder(path: Path, log: ProblemLog) -> list[Member]:
    members: list[Member] = []
    places = list(islice(path.rglob("*"), MOST_FILES + 1))
    if len(places) > MOST_FILES:
        fix = "name the folder of the register itself"
        raise Unreadable(f"more than {MOST_FILES:,} files in it", where=path.name, fix=fix)
    for place in sorted(places):
        if _is_wanted(place.name) and place.is_file():
            members.append((place.parent.relative_to(path).as_posix(), place.name, place))
        elif place.suffix.casefold() in _TABLES and place.is_file():
            message = f"{place.relative_to(path).as_posix()[:100]}: no part of a register; not read"
            log.row(None, None, None, message, "", "warning", rule="file")
    return members


def _is_wanted(name: str) -> bool:
    low = name.casefold()
    if low in _PARTS:
        return True
    return low.endswith(".csv") and template_of(low) is not None


def _gather(name: str, members: list[Member]) -> list[Parcel]:
    """Return registers: all of one, unless several folders have the same table."""
    whole = [template_of(each) for _, each, _ in members if each.casefold() not in _PARTS]
    if len(whole) == len(set(whole)):
        groups = {"": members} if whole else {}
    else:
        groups = {}
        for member in members:
            groups.setdefault(_top(member[0]), []).append(member)
    made = []
    for folder, own in groups.items():
        parcel = Parcel(f"{name}/{folder}" if folder else name, ProblemLog(name))
        for _, each, place in own:
            _take(parcel, each, place)
        made += [parcel] if parcel.tables else []
    return made


def _top(folder: str) -> str:
    """Return the folder that tells registers apart; a package keeps its files in two of its own."""
    parts = [part for part in folder.split("/") if part.casefold() not in ("reports", "meta-inf")]
    return "/".join(part for part in parts if part != ".")


def _take(parcel: Parcel, name: str, place: Path) -> None:
    part = _PARTS.get(name.casefold())
    if part is not None:
        parcel.parts.setdefault(part, place)
        return
    template = template_of(name) or ""
    if template not in TEMPLATES:
        message = f"{name}: there is no template {template}; not read"
        parcel.log.row(None, None, None, message, "", "warning", rule="table")
    elif template in parcel.tables:
        message = f"{name}: a second table of {template}; not read"
        parcel.log.row(None, None, None, message, "keep one of them", rule="table")
    else:
        parcel.tables[template] = place


def _of_zip(path: Path, folder: Path) -> list[Parcel]:
    try:
        with zipfile.ZipFile(path) as archive:
            if "xl/workbook.xml" in archive.namelist():
                parcel = Parcel(path.name, ProblemLog(path.name))
                parcel.tables["workbook"] = path
                return [parcel]
            _check_archive(archive, path)
            log = ProblemLog(path.name)
            members = list(_unpacked(archive, folder, log))
            if not members:
                _refuse_inner(archive, path.name)
    except _BROKEN as error:
        fix = "pack it again"
        raise Unreadable("the archive is broken", where=path.name, fix=fix) from error
    except RuntimeError as error:
        raise Unreadable("the archive is encrypted", where=path.name, fix="unpack it") from error
    return _some(_with(log, _gather(path.name, members)), path.name)


def _refuse_inner(archive: zipfile.ZipFile, name: str) -> None:
    """Say where the register lies when an archive holds only another one."""
    packed = [n for n in archive.namelist() if n.casefold().endswith((".zip", ".xlsx", ".7z"))]
    if packed:
        raise Unreadable(
            f"no table of a register is in it, but other files are packed in it: {packed[0][:100]}",
            where=name,
            fix="unpack it and load what is inside",
        )


def _with(log: ProblemLog, parcels: list[Parcel]) -> list[Parcel]:
    """Give what there is to say of the whole to the first of its registers."""
    if parcels:
        parcels[0].log.problems[:0] = log.problems
        parcels[0].log.errors += log.errors
        parcels[0].log.warnings += log.warnings
    return parcels


def _check_archive(archive: zipfile.ZipFile, path: Path) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    ratio = unpacked / max(1, path.stat().st_size)
    if len(parts) > MOST_MEMBERS or unpacked > LARGEST_UNPACKED:
        what = f"unpacks to {unpacked / 1e6:,.0f} MB in {len(parts):,} files: refused"
        raise Unreadable(what, where=path.name, fix="pack the tables of one register only")
    if ratio > LARGEST_RATIO and unpacked > _SMALL:
        raise Unreadable(
            f"unpacks to {ratio:,.0f} times its size: refused",
            where=path.name,
            fix="give the folder instead",
        )


def _unpacked(archive: zipfile.ZipFile, folder: Path, log: ProblemLog) -> Iterator[Member]:
    for number, part in enumerate(archive.infolist()):
        inside = PurePosixPath(part.filename.replace("\\", "/"))
        if part.is_dir() or inside.name.startswith(("~", ".")):
            continue
        if inside.is_absolute() or ".." in inside.parts or ":" in inside.parts[0]:
            message = f"{part.filename[:100]}: leads out of the archive; not read"
            log.row(None, None, None, message, "pack it again", rule="package")
        elif not _is_wanted(inside.name):
            message = f"{part.filename[:100]}: no part of a register; not read"
            log.row(None, None, None, message, "", "warning", rule="package")
        else:
            place = folder / f"{number}.csv"
            with archive.open(part) as source, place.open("wb") as target:
                shutil.copyfileobj(source, target, _BLOCK)
            yield inside.parent.as_posix(), inside.name, place
