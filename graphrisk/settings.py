"""Settings: flag > ``GRAPHRISK_*`` > ``graphrisk.toml`` > default; each knows its origin."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graphrisk.errors import UsageError

SETTINGS_FILE = "graphrisk.toml"
_PREFIX = "GRAPHRISK_"
_SHARES = ("confidence_", "min_confidence", "strong_evidence", "probability_", "vendor_failure")
"""Beginnings of the names of settings that lie between 0 and 1."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its default, meaning, and whether its value is shown."""

    name: str
    default: Any
    meaning: str
    secret: bool = False


SETTINGS: tuple[Setting, ...] = (
    Setting("store", "ladybug:graphrisk.lbdb", "where records are kept"),
    Setting("format", "table", "how answers are printed: table, csv, json, md"),
    Setting("drafts", "graphrisk-drafts", "folder of drafts of notices"),
    Setting("queries", (), "folders of query files of your own"),
    Setting("query_timeout_seconds", 120.0, "longest query of 'query' and 'cypher'"),
    Setting("cypher_rows", 1000.0, "rows of 'cypher' unless --limit says otherwise"),
    Setting("min_criticality", "critical", "criticality from which a lost supply stops somebody"),
    Setting("min_confidence", 0.0, "evidence below this is left out"),
    Setting("strong_evidence", 0.75, "confidence of the evidence that the sure count rests on"),
    Setting("confidence_contract", 1.0, "confidence of a contract when none is stated"),
    Setting("confidence_register", 0.9, "confidence of a register when none is stated"),
    Setting("confidence_notice", 0.8, "confidence of a notice when none is stated"),
    Setting("confidence_questionnaire", 0.7, "confidence of a questionnaire when none is stated"),
    Setting("confidence_invoice", 0.6, "confidence of an invoice when none is stated"),
    Setting("confidence_observed", 0.6, "confidence of an observation when none is stated"),
    Setting("confidence_assumed", 0.3, "confidence of an assumption when none is stated"),
    Setting("probability_critical", 0.5, "chance that a fall passes over a critical link"),
    Setting("probability_important", 0.2, "chance that a fall passes over an important link"),
    Setting("probability_supporting", 0.05, "chance that a fall passes over a supporting link"),
    Setting("probability_unknown", 0.5, "the same where the criticality is not known"),
    Setting("vendor_failure", 0.05, "chance that a vendor falls within a year, where not stated"),
    Setting("time_zone", "UTC", "time zone of stated days and entered times, such as Europe/Oslo"),
    Setting("designated_providers", "", "list of designated critical providers; empty: the EU's"),
    Setting("own_organizations", (), "names of your own organizations, for reporting clocks"),
    Setting("neo4j_user", "neo4j", "user of a Neo4j store"),
    Setting("neo4j_database", "neo4j", "database of a Neo4j store"),
    Setting(
        "neo4j_password", "", "password of a Neo4j store; better GRAPHRISK_NEO4J_PASSWORD", True
    ),
    Setting("neo4j_password_file", "", "file that holds the password of a Neo4j store"),
    Setting("neo4j_ca_file", "", "file of certificates that a Neo4j server with +s is known by"),
    Setting("neo4j_timeout_seconds", 30.0, "longest wait for a Neo4j server"),
    Setting("neo4j_query_timeout_seconds", 600.0, "longest transaction on a Neo4j server; 0: any"),
    Setting("memory_limit_mb", 0.0, "MB of memory that a graph is read within; 0: what is free"),
    Setting("read_path", "auto", "how 'exposed' reads a Neo4j store: auto, query or arrays"),
    Setting("neo4j_fetch_size", 1000.0, "rows that a Neo4j server sends at once"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings with their values and origins.

    Examples
    --------
    >>> Settings.read({"GRAPHRISK_STORE": "memory:"}, folder=None).text("store")
    'memory:'
    """

    values: Mapping[str, Any] = field(repr=False)
    origins: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(
        cls,
        environment: Mapping[str, str] | None = None,
        *,
        folder: Path | None = Path(),
        flags: Mapping[str, Any] | None = None,
    ) -> Settings:
        """Read settings once from flags, environment, file and defaults.

        Raises
        ------
        UsageError
            The file cannot be read, or a value has the wrong type or an unknown name.
        """
        environment = os.environ if environment is None else environment
        from_file = _read_file(folder / SETTINGS_FILE) if folder is not None else {}
        values: dict[str, Any] = {}
        origins: dict[str, str] = {}
        for setting in SETTINGS:
            found: tuple[Any, str] = (setting.default, "default")
            variable = _PREFIX + setting.name.upper()
            if setting.name in from_file:
                found = (from_file[setting.name], SETTINGS_FILE)
            if variable in environment:
                found = (environment[variable], f"environment {variable}")
            if flags and flags.get(setting.name) is not None:
                found = (flags[setting.name], "option --" + setting.name.replace("_", "-"))
            values[setting.name] = _convert(setting, *found)
            origins[setting.name] = found[1]
        return cls(values, origins)

    def text(self, name: str) -> str:
        """Return a setting that is text."""
        return str(self.values[name])

    def number(self, name: str) -> float:
        """Return a setting that is a number."""
        return float(self.values[name])

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a setting that is a list of texts."""
        return tuple(map(str, self.values[name]))

    def folders(self, name: str) -> tuple[Path, ...]:
        """Return a setting that is a list of folders."""
        return tuple(Path(each) for each in self.values[name])

    def confidence_defaults(self) -> dict[str, float]:
        """Return the confidence of each source kind when none is stated."""
        start = "confidence_"
        return {
            name[len(start) :]: float(value)
            for name, value in self.values.items()
            if name.startswith(start)
        }

    def rows(self) -> list[dict[str, str]]:
        """Return name, value, origin and meaning of each setting, secrets masked."""
        return [
            {
                "name": setting.name,
                "value": _shown(setting, self.values[setting.name]),
                "origin": self.origins.get(setting.name, "default"),
                "meaning": setting.meaning,
            }
            for setting in SETTINGS
        ]


def _shown(setting: Setting, value: object) -> str:
    if isinstance(value, tuple):
        return os.pathsep.join(value)
    return "********" if setting.secret and value else str(value)


def _convert(setting: Setting, value: object, origin: str) -> Any:
    if isinstance(setting.default, tuple):
        return _as_list(setting, value, origin)
    if isinstance(setting.default, float):
        try:
            number = float(str(value))
        except ValueError:
            raise UsageError(
                f"setting {setting.name} is not a number: {value!r}",
                where=origin,
                fix=f"write a number such as {setting.default}",
            ) from None
        if setting.name.startswith(_SHARES) and not 0 <= number <= 1:
            raise UsageError(
                f"setting {setting.name} is outside 0 to 1: {value!r}",
                where=origin,
                fix="write 0.9",
            )
        return number
    return str(value)


def _as_list(setting: Setting, value: object, origin: str) -> tuple[str, ...]:
    """Return a list of texts; in the environment they are separated as in PATH."""
    parts = value.split(os.pathsep) if isinstance(value, str) else value
    if not isinstance(parts, list | tuple) or not all(isinstance(each, str) for each in parts):
        raise UsageError(
            f"setting {setting.name} is not a list of texts: {value!r}",
            where=origin,
            fix=f'write {setting.name} = ["ONE", "OTHER"]',
        )
    return tuple(part.strip() for part in parts if part.strip())


def _read_file(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        loaded = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(
            f"cannot be read: {error}", where=str(path), fix="mend the file or move it away"
        ) from None
    known = {setting.name for setting in SETTINGS}
    unknown = sorted(set(loaded) - known)
    if unknown:
        raise UsageError(
            f"unknown setting {unknown[0]!r}",
            where=str(path),
            fix="delete or correct that line; 'graphrisk settings' then lists the known ones",
        )
    return loaded
