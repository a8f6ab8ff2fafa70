"""A synthetic register as a folder of files that `graphrisk load` reads."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from graphrisk.errors import InputError, UsageError
from graphrisk.ingest.synthetic import SyntheticRegister, synthetic_register
from graphrisk.view.answer import Answer, Table


def write_synthetic(
    folder: Path, kind: str, size: int, seed: int, *, dirt: float = 0.0
) -> SyntheticRegister:
    """Write organizations.csv, serves.csv, holds.csv and about.json into a new folder.

    Raises
    ------
    UsageError
        The folder is there already, or a parameter is out of range.
    InputError
        It cannot be written; then nothing is left of it.
    """
    if folder.exists():
        raise UsageError(f"{folder} is there already", fix="name a new folder with -o")
    made = synthetic_register(kind, size, seed, dirt=dirt)
    about = {"synthetic": True, "kind": kind, "size": size, "seed": seed, "dirt": dirt}
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            _write_files(made, aside)
            text = json.dumps({**about, "shares": made.shares}, indent=2) + "\n"
            (aside / "about.json").write_text(text, encoding="utf-8")
            aside.chmod(0o755)
            aside.rename(folder)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        raise InputError(
            f"the register cannot be written: {error.strerror or error}",
            where=str(folder),
            fix="name another folder with -o",
        ) from None
    return made


def _write_files(made: SyntheticRegister, folder: Path) -> None:
    from pyarrow import csv

    for name, table in made.tables.items():
        csv.write_csv(table, folder / f"{name}.csv", csv.WriteOptions(quoting_style="needed"))


def synthetic_answer(made: SyntheticRegister, folder: Path) -> Answer:
    """Return what was written and which shares it has."""
    rows = tuple((f"{name}.csv", table.num_rows) for name, table in made.tables.items())
    shares = ", ".join(f"{name.replace('_', ' ')} {value:g}" for name, value in made.shares.items())
    return Answer(
        command="synth",
        headline=(f"A synthetic register is in {folder}; every record says that it is invented.",),
        tables=(Table(("file", "records"), rows),),
        footer=(
            f"Drawn: {shares}.",
            f"Next: graphrisk load {folder}/*.csv --store ladybug:{folder.name}.lbdb",
        ),
        result={
            "folder": str(folder),
            "files": dict(rows),
            "shares": made.shares,
        },
    )
