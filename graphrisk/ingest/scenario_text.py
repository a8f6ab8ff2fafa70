"""Scenario files -> tables as they are written: TOML with one or many scenarios, or JSON Lines."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphrisk.errors import InputError, Unreadable

MOST_BYTES = 64 * 2**20
MOST_SCENARIOS = 100_000
ENDINGS = (".toml", ".jsonl")


@dataclass(frozen=True)
class RawScenario:
    """One scenario as written, where it stands, and what it is called when it does not say."""

    place: str
    name: str
    content: Mapping[str, Any]


def read_raw_scenarios(paths: Sequence[Path]) -> list[RawScenario]:
    """Return the scenarios of files, and of the files of folders, in the order of names.

    Raises
    ------
    InputError
        A file is not there, has another ending, or there are too many scenarios.
    Unreadable
        A file is too large, not UTF-8, or not TOML or JSON.
    """
    found: list[RawScenario] = []
    for path in _files(paths):
        found += _scenarios_of(path)
        if len(found) > MOST_SCENARIOS:
            raise InputError(
                f"more than {MOST_SCENARIOS:,} scenarios",
                where=str(path),
                fix="ask in several calls",
            )
    return found


def _files(paths: Sequence[Path]) -> list[Path]:
    found = []
    for path in paths:
        if not path.exists():
            raise InputError("there is no such file", where=str(path), fix="check the spelling")
        if path.is_dir():
            inside = sorted(each for each in path.iterdir() if each.suffix.lower() in ENDINGS)
            if not inside:
                raise InputError(
                    "no scenario file lies in this folder",
                    where=str(path),
                    fix=f"put files that end in {' or '.join(ENDINGS)} into it",
                )
            found += inside
        elif path.suffix.lower() in ENDINGS:
            found.append(path)
        else:
            raise InputError(
                "this is no scenario file",
                where=str(path),
                fix=f"let its name end in {' or '.join(ENDINGS)}",
            )
    return found


def _scenarios_of(path: Path) -> list[RawScenario]:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise Unreadable(
                f"{size:,} bytes; at most {MOST_BYTES:,}", where=str(path), fix="split the file"
            )
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("this is not UTF-8", where=str(path), fix="save it as UTF-8") from None
    except OSError as error:
        raise Unreadable(
            f"cannot be read: {error.strerror or error}", where=str(path), fix="check the file"
        ) from None
    if path.suffix.lower() == ".toml":
        return _of_toml(path, text)
    return _of_json_lines(path, text)


def _of_toml(path: Path, text: str) -> list[RawScenario]:
    try:
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        reason = str(error) if str(error) else "nested too deeply"
        raise Unreadable(f"not TOML: {reason}", where=str(path), fix="mend that line") from None
    many = content.get("scenario")
    if many is None:
        return [RawScenario(path.name, path.stem, content)]
    if not isinstance(many, list) or len(content) > 1:
        others = ", ".join(sorted(set(content) - {"scenario"})[:3])
        said = f"; {others} stand outside of them" if others else ""
        raise Unreadable(
            f"scenarios are not written as [[scenario]]{said}",
            where=str(path),
            fix="begin each with [[scenario]] and write [[scenario.fail]], [[scenario.add]], ...",
        )
    return [
        RawScenario(f"{path.name}, scenario {at}", f"{path.stem} {at}", _table(path, at, each))
        for at, each in enumerate(many, start=1)
    ]


def _of_json_lines(path: Path, text: str) -> list[RawScenario]:
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            content = json.loads(line)
        except (ValueError, RecursionError) as error:
            reason = str(error) if isinstance(error, ValueError) else "nested too deeply"
            raise Unreadable(
                f"line {number} is not JSON: {reason}", where=str(path), fix="mend that line"
            ) from None
        table = _table(path, number, content)
        found.append(RawScenario(f"{path.name}, line {number}", f"{path.stem} {number}", table))
    return found


def _table(path: Path, number: int, content: object) -> Mapping[str, Any]:
    if not isinstance(content, Mapping):
        raise Unreadable(
            f"scenario {number} is no table of entries",
            where=str(path),
            fix='write one such as {"fail": ["Name of a vendor"]}',
        )
    return content
