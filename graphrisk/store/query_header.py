"""The header of a query file: what a query is called, what it takes and what it answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field

from graphrisk.errors import UsageError
from graphrisk.model.records import is_full_date

ValueType = Literal["text", "list", "integer", "number", "boolean", "date"]
ARROW_TYPES: dict[str, pa.DataType] = {
    "text": pa.string(),
    "date": pa.string(),
    "list": pa.list_(pa.string()),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
}
_TRUE, _FALSE = ("true", "yes", "1"), ("false", "no", "0")
_TODAY = re.compile(r"today(?:([+-])(\d{1,5}))?")
_LARGEST_INTEGER = 2**63 - 1


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Parameter(_Strict):
    """One parameter: without a default it must be given.

    ``means`` says what a text stands for ("organization": an id, for which a name may be asked).
    A date is a whole day, or ``today``, ``today+90``, ``today-30``.
    """

    type: ValueType
    help: str = Field(min_length=1)
    default: str | bool | int | float | list[str] | None = None
    minimum: float | None = None
    maximum: float | None = None
    means: Literal["organization"] | None = None


class ReturnedColumn(_Strict):
    """One column of the answer."""

    type: ValueType
    unit: str | None = None
    help: str = ""


class Header(_Strict):
    """What stands between the ``// +++`` lines.

    ``twin`` names the analysis over arrays that answers the same question, as ``module:name``:
    tests compare the two.
    """

    name: str
    title: str
    question: str
    kind: Literal["read"]
    twin: str | None = Field(default=None, pattern=r"^[\w.]+:\w+$")
    params: dict[str, Parameter] = Field(default_factory=dict)
    returns: dict[str, ReturnedColumn]
    order: list[str] = Field(default_factory=list)

    def organizations(self) -> list[str]:
        """Return the names of the parameters that stand for an organization."""
        return [name for name, each in self.params.items() if each.means == "organization"]

    def missing(self, given: Mapping[str, object]) -> list[str]:
        """Return the names of the parameters that need a value and have none."""
        return [n for n, p in self.params.items() if p.default is None and given.get(n) is None]


def check_header(header: Header, stem: str) -> list[str]:
    """Return what is wrong with a header in itself; ``stem`` is what the file is called."""
    faults = []
    if header.name != stem:
        faults.append(f"the file is called {stem}, the header says {header.name}")
    columns = [column.removesuffix(" desc") for column in header.order]
    if unknown := [column for column in columns if column not in header.returns]:
        faults.append(f"ordered by {unknown[0]}, which is not returned")
    for name, parameter in header.params.items():
        if parameter.means and parameter.type != "text":
            faults.append(f"{name} means an organization, so its type must be text")
        if parameter.default is not None:
            try:
                converted(name, parameter, parameter.default)
            except UsageError as error:
                faults.append(f"default: {error.what}")
    return faults


def bind(
    header: Header, given: Mapping[str, object], *, today: str | None = None
) -> dict[str, Any]:
    """Return a value of the declared type for every parameter; texts are converted, none is null.

    Parameters
    ----------
    today
        The day that ``today`` means; the calendar's when left out.

    Raises
    ------
    UsageError
        A name is unknown, a value is missing or does not fit.

    Examples
    --------
    >>> header = Header.model_validate({
    ...     "name": "n", "title": "t", "question": "q", "kind": "read", "returns": {},
    ...     "params": {"limit": {"type": "integer", "help": "rows", "default": 9}},
    ... })
    >>> bind(header, {}), bind(header, {"limit": "5"})
    ({'limit': 9}, {'limit': 5})
    """
    if unknown := sorted(set(given) - set(header.params)):
        raise UsageError(
            f"query {header.name} has no parameter {unknown[0]!r}",
            fix=f"it has: {', '.join(header.params) or 'none'}",
        )
    if missing := header.missing(given):
        raise UsageError(
            f"query {header.name} needs a value for {missing[0]}: {header.params[missing[0]].help}",
            fix=f"write --param {missing[0]}=VALUE",
        )
    values = {n: p.default if given.get(n) is None else given[n] for n, p in header.params.items()}
    return {n: converted(n, header.params[n], value, today=today) for n, value in values.items()}


def converted(name: str, parameter: Parameter, value: object, *, today: str | None = None) -> Any:
    """Return a value in the type of a parameter.

    Raises
    ------
    UsageError
        It does not fit.
    """
    try:
        made = _as_type(parameter.type, value, today)
    except (TypeError, ValueError):
        hint = " (YYYY-MM-DD, today, today+90 or today-30)" if parameter.type == "date" else ""
        raise UsageError(
            f"{name} is not of type {parameter.type}: {value!r}", fix=parameter.help + hint
        ) from None
    if parameter.type in ("integer", "number"):
        low, high = parameter.minimum, parameter.maximum
        if (low is not None and made < low) or (high is not None and made > high):
            raise UsageError(f"{name} is not within {low} and {high}: {made}", fix=parameter.help)
    return made


def _as_type(wanted: ValueType, value: object, today: str | None) -> Any:
    if wanted == "list":
        parts = value.split(";") if isinstance(value, str) else value
        return [part.strip() for part in parts if part.strip()]  # type: ignore[attr-defined]
    text = str(value).strip()
    if wanted == "integer":
        whole = int(text)
        if abs(whole) > _LARGEST_INTEGER:
            raise ValueError
        return whole
    if wanted == "number":
        return float(text)
    if wanted == "boolean":
        if text.lower() not in _TRUE + _FALSE:
            raise ValueError
        return text.lower() in _TRUE
    return _day(text, today) if wanted == "date" else str(value)


def _day(text: str, today: str | None) -> str:
    relative = _TODAY.fullmatch(text)
    if relative is None:
        if not is_full_date(text):
            raise ValueError
        return text
    start = date.fromisoformat(today) if today else datetime.now(UTC).date()
    sign, days = relative.groups(default="0")
    try:
        return (start + timedelta(days=int(f"{sign}{days}"))).isoformat()
    except OverflowError:
        raise ValueError from None
