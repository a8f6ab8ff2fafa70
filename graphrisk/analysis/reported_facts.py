"""What documents state about incidents, as plain frozen data with words and source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graphrisk.model.date_words import date_words


@dataclass(frozen=True, kw_only=True)
class Said:
    """What every reported fact carries.

    Attributes
    ----------
    text
        The fact in words.
    status
        confirmed, suspected or denied; None where the source states a supply or a date.
    quote, source
        The document's words, and where they stand.
    asserted_by
        Who says so: whom the text names, else who published it.
    stated_on
        When it was said: day of the statement, else of its document.
    """

    text: str
    status: str | None = None
    quote: str | None = None
    source: str | None = None
    asserted_by: str | None = None
    stated_on: str | None = None
    source_kind: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, kw_only=True)
class ReportedHit(Said):
    """A vendor that was hit, or, with status denied, was said not to be."""

    organization_id: str
    name: str
    role: str | None = None


@dataclass(frozen=True, kw_only=True)
class ReportedCustomer(Said):
    """A customer that documents name.

    ``hop`` is its distance from a vendor hit over supplies that the incident's documents state;
    ``impact`` is None for a link of that chain of which nothing else is said.
    """

    organization_id: str
    name: str
    named: bool = True
    country: str | None = None
    impact: str | None = None
    subjects: int | None = None
    hop: int | None = None


@dataclass(frozen=True, kw_only=True)
class ReportedLink(Said):
    """A supply that the incident's documents state, with its distance from the vendor hit."""

    edge_id: str
    vendor_id: str
    vendor: str
    customer_id: str
    customer: str
    service: str | None = None
    category: str | None = None
    hop: int | None = None


@dataclass(frozen=True, kw_only=True)
class ReportedClass(Said):
    """A class of data: exposed, perhaps exposed, or said not to be."""

    data_class: str
    organization_id: str | None = None
    holder: str | None = None
    subject_groups: tuple[str, ...] = ()
    condition: str | None = None
    subjects: int | None = None


@dataclass(frozen=True, kw_only=True)
class ReportedCount(Said):
    """A number as stated. A base ("connected to 400") is never a count of victims."""

    field: str
    number: float | None
    qualifier: str | None = None
    unit: str | None = None
    scope: str | None = None
    organization_id: str | None = None
    about: str | None = None
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReportedStatement(Said):
    """Anything else that is said: a date, an authority, kinds of people, what was spared, ..."""

    field: str
    value: str | None = None
    unit: str | None = None
    organization_id: str | None = None
    about: str | None = None
    countries: tuple[str, ...] = ()
    condition: str | None = None


@dataclass(frozen=True)
class Version:
    """One of several things said of the same; ``is_current`` marks the one that stands."""

    text: str
    status: str | None
    quote: str | None
    source: str | None
    asserted_by: str | None
    stated_on: str | None
    is_current: bool


@dataclass(frozen=True)
class Conflict:
    """Something of which documents say, or said, different things; all versions, current first.

    ``how`` says what became of the others: corrected in the same text, or another source, or
    no longer held.
    """

    text: str
    how: str
    versions: tuple[Version, ...]


@dataclass(frozen=True)
class ReportedDocument:
    """A document that reports an incident."""

    id: str
    title: str | None
    publisher: str | None
    published_on: str | None
    language: str | None
    url: str | None


@dataclass(frozen=True)
class IncidentLine:
    """An incident in a list."""

    id: str
    title: str
    attack_type: str | None
    state: str | None
    is_open: bool
    occurred_on: str | None
    discovered_on: str | None
    disclosed_on: str | None
    vendors: tuple[str, ...]
    documents: int


@dataclass(frozen=True)
class IncidentReport:
    """Everything that documents state about one incident."""

    incident: IncidentLine
    precision: dict[str, str]
    documents: tuple[ReportedDocument, ...]
    vendors: tuple[ReportedHit, ...]
    customers: tuple[ReportedCustomer, ...]
    chain: tuple[ReportedLink, ...]
    classes: tuple[ReportedClass, ...]
    counts: tuple[ReportedCount, ...]
    statements: tuple[ReportedStatement, ...]
    conflicts: tuple[Conflict, ...] = ()

    def of(self, field: str) -> tuple[ReportedStatement, ...]:
        """Return the statements of one field: date, authority, subject_group, spared_scope, ..."""
        return tuple(item for item in self.statements if item.field == field)

    def classes_by_status(self) -> dict[str, tuple[ReportedClass, ...]]:
        """Return the classes confirmed, suspected and denied, each a tuple, none dropped."""
        found: dict[str, tuple[ReportedClass, ...]] = {}
        for status in ("confirmed", "suspected", "denied"):
            found[status] = tuple(item for item in self.classes if item.status == status)
        return found


@dataclass(frozen=True)
class Reported:
    """The reported side of an answer, over one or more incidents."""

    incidents: tuple[IncidentLine, ...] = ()
    vendors: tuple[ReportedHit, ...] = ()
    affected: tuple[ReportedCustomer, ...] = ()
    chain: tuple[ReportedLink, ...] = ()
    classes: tuple[ReportedClass, ...] = ()
    counts: tuple[ReportedCount, ...] = ()
    statements: tuple[ReportedStatement, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    documents: tuple[ReportedDocument, ...] = ()


def count_words(row: dict[str, Any], about: str | None) -> str:
    """Return a stated count in words.

    Examples
    --------
    >>> count_words({"number": 9000.0, "qualifier": "more_than", "unit": "persons",
    ...              "scope": "affected"}, "Beta")
    'more than 9,000 persons of Beta, affected'
    """
    number = row.get("number")
    if number is None:
        told = str(row.get("value") or "a number not stated")
    else:
        told = f"{number:,.0f}" if float(number).is_integer() else f"{number:,}"
    qualifier = {"more_than": "more than ", "about": "about ", "up_to": "up to "}.get(
        row.get("qualifier") or "", ""
    )
    unit = row.get("unit") or str(row.get("field") or "").removesuffix("_count")
    unit = "" if number is None else f" {unit}"
    of_whom = f" of {about}" if about else ""
    countries = row.get("countries") or ()
    where = f" in {', '.join(countries)}" if countries else ""
    scope = {
        "base": ", affected or not",
        "spared": ", not affected",
        "unknown": "; whether affected is not said",
    }.get(row.get("scope") or "", f", {row['scope']}" if row.get("scope") else "")
    return f"{qualifier}{told}{unit}{of_whom}{where}{scope}"


def statement_words(row: dict[str, Any], about: str | None) -> str:
    """Return a statement in words.

    Examples
    --------
    >>> statement_words({"field": "date", "value": "2024-05-01", "unit": "discovered"}, "Alfa")
    '1 May 2024: discovered (Alfa)'
    """
    field, value, unit = row["field"], row.get("value") or "", row.get("unit")
    whom = f" ({about})" if about else ""
    countries = row.get("countries") or ()
    where = f" in {', '.join(countries)}" if countries else ""
    condition = f", {row['condition']}" if row.get("condition") else ""
    if field == "date":
        return f"{date_words(value)}: {unit or 'happened'}{whom}"
    if field == "authority":
        return f"{value}: {unit or 'mentioned'}" + (f" by {about}" if about else "")
    if field == "restored":
        return f"back: {date_words(value)}{whom}"
    kind = f"{unit}: " if field == "consequence" and unit else ""
    named = {"subject_group": "", "spared_scope": "spared: ", "consequence": kind}.get(
        field, f"{field.replace('_', ' ')}: "
    )
    return f"{named}{value}{where}{condition}{whom}"
