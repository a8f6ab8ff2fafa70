"""Records at the border: one pydantic class per kind, made from the schema."""

from __future__ import annotations

import math
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, create_model

from graphrisk.model.schema import BOOKKEEPING_NAMES, KINDS, MAX_ID_BYTES, Kind, Property

MAX_TEXT = 20_000
_MONTH_LENGTHS = dict(enumerate((31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), start=1))


def _check_id(text: str) -> str:
    if len(text.encode("utf-8", "replace")) > MAX_ID_BYTES:
        message = f"an id may have {MAX_ID_BYTES:,} bytes; shorten it"
        raise ValueError(message)
    return text


Id = Annotated[str, Field(min_length=1), AfterValidator(_check_id)]


class Record(BaseModel):
    """One node or edge; unknown is None, words outside a vocabulary stay as written."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: ClassVar[str] = ""
    id: Id

    def values(self) -> dict[str, Any]:
        """Return what is known: id, ends and properties that are not None."""
        return {name: value for name, value in self if value is not None}


def record(kind: str, **values: Any) -> Record:
    """Build a record of a kind.

    Raises
    ------
    KeyError
        There is no such kind.
    pydantic.ValidationError
        A value does not fit its property.

    Examples
    --------
    >>> record("Organization", id="o1", name="Alfa AB").values()
    {'id': 'o1', 'name': 'Alfa AB'}
    """
    return RECORD_TYPES[kind](**values)


def is_date(text: str) -> bool:
    """Return True for a date that may be cut or lack its year, or a range of two such dates.

    Examples
    --------
    >>> [is_date(text) for text in ("2024", "2024-05", "XXXX-03-23", "2017-05-12/2017-05-14")]
    [True, True, True, True]
    >>> is_date("2024-02-30")
    False
    """
    first, slash, last = text.partition("/")
    if slash:
        return _is_single_date(first) and _is_single_date(last)
    return _is_single_date(text)


def is_full_date(text: str) -> bool:
    """Return True for a whole calendar day, YYYY-MM-DD."""
    return len(text) == 10 and "X" not in text and _is_single_date(text)


def _is_single_date(text: str) -> bool:
    parts = text.split("-")
    if not 1 <= len(parts) <= 3 or not all(part.isascii() for part in parts):
        return False
    year, rest = parts[0], parts[1:]
    if len(year) != 4 or not (year.isdigit() or year == "XXXX"):
        return False
    if not rest:
        return year != "XXXX" and int(year) > 0
    if len(rest) == 1 and rest[0].startswith("W"):
        week = rest[0][1:]
        return len(week) == 2 and week.isdigit() and 1 <= int(week) <= 53
    if not all(len(part) == 2 and part.isdigit() for part in rest):
        return False
    month, day = int(rest[0]), int(rest[1]) if len(rest) == 2 else 1
    return _day_exists(None if year == "XXXX" else int(year), month, day)


def _day_exists(year: int | None, month: int, day: int) -> bool:
    longest = _MONTH_LENGTHS.get(month, 0)
    if year is not None and month == 2 and not (year % 4 == 0 and (year % 100 or year % 400 == 0)):
        longest = 28
    return 1 <= day <= longest and year != 0


def is_moment(text: str) -> bool:
    """Return True for a date as `is_date` takes it, or a whole day with a time after it."""
    return is_date(text[:10] if len(text) > 10 and text[10] in "T " and "/" not in text else text)


def _check_date(text: str) -> str:
    if not is_moment(text):
        message = "not a date; write YYYY-MM-DD, YYYY-MM or YYYY"
        raise ValueError(message)
    return text


def _check_finite(number: float) -> float:
    if not math.isfinite(number):
        message = "not a finite number"
        raise ValueError(message)
    return number


def _as_list(value: object) -> object:
    return value.split(";") if isinstance(value, str) else value


def _field_type(prop: Property) -> Any:
    bounds = Field(ge=prop.minimum, le=prop.maximum)
    types: dict[str, Any] = {
        "text": Annotated[str, Field(max_length=MAX_TEXT)],
        "list": Annotated[
            tuple[Annotated[str, Field(min_length=1, max_length=MAX_TEXT)], ...],
            BeforeValidator(_as_list),
        ],
        "number": Annotated[float, bounds, AfterValidator(_check_finite)],
        "integer": Annotated[int, bounds],
        "boolean": bool,
        "date": Annotated[str, AfterValidator(_check_date)],
    }
    return types[prop.type]


def _build(kind: Kind) -> type[Record]:
    fields: dict[str, Any] = {}
    if kind.is_edge:
        fields |= {"from_id": (Id, ...), "to_id": (Id, ...)}
    for prop in kind.all_properties():
        if prop.name in BOOKKEEPING_NAMES:
            continue
        if prop.required:
            fields[prop.name] = (Annotated[_field_type(prop), Field(min_length=1)], ...)
        else:
            fields[prop.name] = (_field_type(prop) | None, None)
    built = create_model(kind.name.title().replace("_", ""), __base__=Record, **fields)
    built.__doc__ = kind.meaning
    built.kind = kind.name
    return built


RECORD_TYPES: dict[str, type[Record]] = {name: _build(kind) for name, kind in KINDS.items()}
