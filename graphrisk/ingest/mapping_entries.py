"""What a mapping file says -> `RegisterMapping`; everything wrong in it is gathered first."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from string import Formatter
from typing import Any

from graphrisk.errors import Problem, RecordsRefused
from graphrisk.ingest.headers import column_names, lacking
from graphrisk.ingest.mapping import ORIGINS, RecordMap, RegisterMapping, Source, TableMap
from graphrisk.ingest.mapping_cells import check_date_format
from graphrisk.ingest.mapping_layout import Frame
from graphrisk.ingest.mapping_words import fold
from graphrisk.ingest.values import reader_of
from graphrisk.model.schema import KINDS, TABLES, Kind, Property
from graphrisk.model.vocabulary import vocabulary

VERSION = 1
_TOP = ("version", "title", "values", "table")
_TABLE = (
    *("sheet", "header_rows", "last_row", "fill_down", "single_cells"),
    *("across", "empty", "decimal", "dates", "ignore", "skip"),
)
_SOURCE = (*ORIGINS, "values", "otherwise", "each", "split", "dates", "before", "units")
_CLOSED = ("criticality", "access", "country", "source_kind", "status")
"""Vocabularies in which a word of one's own would change answers without anybody noticing."""


class _Wrong(ValueError):
    """What is wrong with an entry: value, message, what to do."""

    def __init__(self, value: object, message: str, fix: str) -> None:
        super().__init__(message)
        self.value = None if value is None else str(value)[:200]
        self.message, self.fix = message, fix


def mapping_of(content: Mapping[str, Any], name: str) -> RegisterMapping:
    """Return a mapping from what its file says.

    Raises
    ------
    RecordsRefused
        Entries cannot be used.
    """
    reading = _Reading(name)
    made = reading.mapping(content)
    if reading.problems:
        count = len(reading.problems)
        raise RecordsRefused(
            f"{count:,} {'entry' if count == 1 else 'entries'} of the mapping cannot be used",
            reading.problems,
            where=name,
            fix="mend these entries; nothing was read with it",
        )
    return made


class _Reading:
    """One mapping file while it is read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.values: dict[str, dict[str, str]] = {}

    def mapping(self, content: Mapping[str, Any]) -> RegisterMapping:
        self._only("", content, _TOP)
        if content.get("version", VERSION) != VERSION:
            said = _Wrong(content["version"], "a version that is not known here", "write 1")
            self._complain("version", said)
        shared = content.get("values", {})
        if not isinstance(shared, Mapping):
            said = _Wrong(shared, "no tables of words", "write [values.criticality]")
            self._complain("values", said)
            shared = {}
        for name, table in shared.items():
            with_prop = [kind for kind in KINDS.values() if name in column_names(kind.name)]
            if not with_prop:
                self._complain(f"[values.{name}]", _unknown(name, _every_property()))
            self.values[name] = self._value_table(f"[values.{name}]", name, table)
        written = content.get("table", [])
        written = [written] if isinstance(written, Mapping) else written
        tables = []
        if not isinstance(written, list) or not written:
            said = _Wrong(None, "no table is described", "write [[table]] and [table.serves]")
            self._complain("", said)
            written = []
        for number, each in enumerate(written, start=1):
            tables.append(self._table(f"[[table]] {number}", each))
        title = content.get("title", "")
        return RegisterMapping(self.name, tuple(tables), str(title)[:300])

    def _table(self, place: str, written: object) -> TableMap:
        if not isinstance(written, Mapping):
            self._complain(place, _Wrong(written, "not a table", "write [[table]]"))
            return TableMap(())
        self._only(place, written, (*_TABLE, *TABLES))
        dates = self._texts(place, written, "dates")
        self._check_dates(f"{place}, dates", dates)
        across = self._texts(place, written, "across")
        records = [
            self._record(f"{place}, [table.{kind.table}]", kind, each, dates, matrix=bool(across))
            for kind in KINDS.values()
            for each in _listed(written.get(kind.table, []))
        ]
        if not records and not set(written) - {*_TABLE, *TABLES}:
            said = _Wrong(None, "it gives no records", "write [table.serves] with vendor, customer")
            self._complain(place, said)
        decimal = written.get("decimal")
        if decimal not in (None, ".", ","):
            self._complain(f"{place}, decimal", _Wrong(decimal, "no decimal sign", "write . or ,"))
        sheet = written.get("sheet")
        if sheet is not None and not isinstance(sheet, str):
            self._complain(f"{place}, sheet", _Wrong(sheet, "not a text", "write its title"))
        return TableMap(
            records=tuple(records),
            sheet=sheet if isinstance(sheet, str) else None,
            frame=self._frame(place, written),
            across=across,
            empty=frozenset(map(fold, self._texts(place, written, "empty"))),
            decimal=decimal,
            ignore=self._texts(place, written, "ignore"),
            skip=self._skip(f"{place}, skip", written.get("skip", {})),
        )

    def _skip(self, place: str, written: object) -> dict[str, frozenset[str]]:
        if not isinstance(written, Mapping):
            fix = 'write skip = { "Status" = ["ended"] }'
            self._complain(place, _Wrong(written, "not columns with words", fix))
            return {}
        return {
            str(column): frozenset(map(fold, self._texts(place, written, column)))
            for column in written
        }

    def _frame(self, place: str, written: Mapping[str, Any]) -> Frame:
        rows: list[Any] = _listed(written.get("header_rows", []))
        sound = all(isinstance(row, int) and 0 < row < 10_000_000 for row in rows)
        if not sound or sorted(set(rows)) != rows or len(rows) > 5:
            fix = "write the rows as the spreadsheet counts them: header_rows = [3, 4]"
            self._complain(f"{place}, header_rows", _Wrong(rows, "not rows of a header", fix))
            rows = []
        last = written.get("last_row")
        if last is not None and not (isinstance(last, int) and last > 0):
            self._complain(f"{place}, last_row", _Wrong(last, "not a row", "write last_row = 120"))
            last = None
        single = written.get("single_cells", False)
        if not isinstance(single, bool):
            said = _Wrong(single, "neither true nor false", "write single_cells = true")
            self._complain(f"{place}, single_cells", said)
        fill_down = self._texts(place, written, "fill_down")
        return Frame(tuple(rows), last, fill_down, single_cells=single is True)

    def _record(
        self, place: str, kind: Kind, written: object, dates: tuple[str, ...], *, matrix: bool
    ) -> RecordMap:
        if not isinstance(written, Mapping):
            self._complain(place, _Wrong(written, "not a table", f"write [table.{kind.table}]"))
            return RecordMap(kind, {})
        sources: dict[str, Source] = {}
        for name, said in written.items():
            here = f"{place}, {name}"
            if name not in column_names(kind.name):
                self._complain(here, _unknown(name, column_names(kind.name)))
                continue
            try:
                sources[name] = self._source(here, kind, name, said, dates)
            except _Wrong as wrong:
                self._complain(here, wrong)
                continue
            if sources[name].origin in ("across", "cell") and not matrix:
                fix = 'write across = "*" or across = ["Unit A", "Unit B"] in [[table]]'
                self._complain(here, _Wrong(None, "the table names no columns across", fix))
        if missing := lacking(kind, written):
            fix = f'write {missing[0]} = "name of the column", or {{ constant = "..." }}'
            said = _Wrong(None, f"{kind.table} needs {' and '.join(missing)}", fix)
            self._complain(place, said)
        return RecordMap(kind, sources)

    def _source(
        self, place: str, kind: Kind, name: str, said: object, dates: tuple[str, ...]
    ) -> Source:
        prop = next((prop for prop in kind.all_properties() if prop.name == name), None)
        content = {"column": said} if isinstance(said, str) else said
        if not isinstance(content, Mapping):
            raise _Wrong(said, "neither a column nor a table", f'write {name} = "column"')
        self._only(place, content, _SOURCE)
        origins = [key for key in ORIGINS if key in content]
        if len(origins) != 1:
            what = f"{' and '.join(origins)} at once" if origins else "nothing says where it is"
            raise _Wrong(None, what, f"write one of {', '.join(ORIGINS)}")
        (origin,) = origins
        text = self._origin_text(origin, content[origin])
        own = self._value_table(place, name, content.get("values", {}))
        shared = {} if origin == "constant" else self.values.get(name, {})
        units = self._units(place, content.get("units", {}))
        own_dates = self._texts(place, content, "dates")
        self._check_dates(place, own_dates)
        source = Source(
            origin=origin,
            text=text,
            values={**shared, **own},
            otherwise=self._target(place, prop, content.get("otherwise")),
            each=self._signs(place, content, "each"),
            split=self._signs(place, content, "split"),
            dates=(own_dates or dates) if prop is not None and prop.type == "date" else (),
            before=next(iter(self._signs(place, content, "before")), ""),
            units=units,
        )
        if source.each and origin != "column":
            raise _Wrong(None, "each parts the cells of a column only", 'write { column = "..." }')
        if origin == "template" and not source.columns():
            raise _Wrong(text, "a template without a column", 'write "{Column}-{Other}"')
        if origin == "constant":
            self._check_constant(prop, text)
        return source

    @staticmethod
    def _origin_text(origin: str, said: object) -> str:
        if origin in ("across", "cell", "sheet", "heading"):
            if said is not True:
                raise _Wrong(said, f"{origin} is not true", f"write {origin} = true")
            return ""
        if isinstance(said, bool) or not isinstance(said, str | int | float):
            raise _Wrong(said, "not a text", f'write {origin} = "..."')
        text = str(said).strip()
        if not text:
            fix = "write its value" if origin == "constant" else "name the column"
            raise _Wrong("", f"{origin} is empty", fix)
        if origin == "template":
            _check_template(text)
        return text

    @staticmethod
    def _check_constant(prop: Property | None, text: str) -> None:
        if prop is None:
            return
        _, complaints = reader_of(prop)(text)
        for said in complaints:
            if said.severity == "error" or prop.vocabulary in _CLOSED:
                raise _Wrong(text, said.message, said.fix)

    def _value_table(self, place: str, name: str, written: object) -> dict[str, str]:
        if not isinstance(written, Mapping):
            fix = 'write "hög" = "critical", one line each'
            self._complain(place, _Wrong(written, "values is no table", fix))
            return {}
        prop = next(
            (p for kind in KINDS.values() for p in kind.all_properties() if p.name == name), None
        )
        found: dict[str, str] = {}
        for text, value in written.items():
            here = f"{place}, values {text!r}"
            target = self._target(here, prop, value) or ""
            if found.setdefault(fold(text), target) != target:
                said = _Wrong(value, "the same word stands for something else above", "leave one")
                self._complain(here, said)
        return found

    def _target(self, place: str, prop: Property | None, value: object) -> str | None:
        """Return the value that a text stands for, checked by the words the property may take."""
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            fix = 'write "hög" = "critical"'
            self._complain(place, _Wrong(value, "not a text", fix))
            return None
        target = str(value).strip()
        if prop is None or prop.vocabulary is None or not target:
            return target
        known = vocabulary(prop.vocabulary)
        for part in target.split(";") if prop.type == "list" else [target]:
            near = difflib.get_close_matches(part.strip(), known, n=1, cutoff=0.8)
            if part.strip() in known or part.strip() == "none":
                continue
            if near or prop.vocabulary in _CLOSED:
                fix = (
                    f"did you mean {near[0]}?" if near else f"one of {', '.join(list(known)[:12])}"
                )
                message = f"not a word of the vocabulary {prop.vocabulary}"
                self._complain(place, _Wrong(part, message, fix))
        return target

    def _units(self, place: str, written: object) -> dict[str, float]:
        sound = isinstance(written, Mapping) and all(
            isinstance(factor, int | float) and not isinstance(factor, bool) and 0 < factor < 1e15
            for factor in written.values()
        )
        if not sound:
            fix = 'write units = { "tkr" = 1000, "" = 1 }'
            self._complain(place, _Wrong(written, "units are not numbers above 0", fix))
            return {}
        assert isinstance(written, Mapping)
        return {fold(unit): float(factor) for unit, factor in written.items()}

    def _texts(self, place: str, written: Mapping[str, Any], key: str) -> tuple[str, ...]:
        said = written.get(key, [])
        listed = [said] if isinstance(said, str) else said
        if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
            fix = f'write {key} = ["...", "..."]'
            self._complain(f"{place}, {key}", _Wrong(said, "not a list of texts", fix))
            return ()
        return tuple(listed)

    def _signs(self, place: str, written: Mapping[str, Any], key: str) -> tuple[str, ...]:
        signs = self._texts(place, written, key)
        if any(not sign or len(sign) > 20 for sign in signs):
            self._complain(f"{place}, {key}", _Wrong(None, "no sign", f'write {key} = ";"'))
        return tuple(sorted(filter(None, signs), key=len, reverse=True))

    def _check_dates(self, place: str, formats: Sequence[str]) -> None:
        for each in formats:
            if (what := check_date_format(each)) is not None:
                self._complain(place, _Wrong(each, what, "write DD.MM.YYYY, or excel"))

    def _only(self, place: str, written: Mapping[str, Any], known: Iterable[str]) -> None:
        for word in written:
            if word not in known:
                self._complain(f"{place}, {word}" if place else word, _unknown(word, known))

    def _complain(self, place: str, wrong: _Wrong) -> None:
        where = f"{self.name}, {place}" if place else self.name
        self.problems.append(Problem(where, None, None, wrong.value, wrong.message, wrong.fix))


def _listed(written: object) -> list[object]:
    return written if isinstance(written, list) else [written]


def _check_template(text: str) -> None:
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        raise _Wrong(text, "brackets that do not close", 'write "{Column}-{Other}"') from None
    if any(spec or conversion for _, _, spec, conversion in parts):
        raise _Wrong(text, "more than a column in brackets", 'write "{Column}-{Other}"')


def _unknown(word: str, known: Iterable[str]) -> _Wrong:
    words = list(dict.fromkeys(known))
    near = difflib.get_close_matches(word[:80], words, n=1, cutoff=0.7)
    fix = f"did you mean {near[0]}?" if near else f"known here: {', '.join(words[:40])}"
    return _Wrong(None, "not a word that is known here", fix)


def _every_property() -> list[str]:
    return sorted({name for kind in KINDS for name in column_names(kind)})
