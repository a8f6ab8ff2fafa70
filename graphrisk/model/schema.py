"""What the graph holds: node and edge kinds, their properties, and which way harm travels.

Record checks, store tables, constraints, documentation tables and the legend derive from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SCHEMA_VERSION = 3
MAX_ID_BYTES = 8_000
"""Of an id in UTF-8, in every store: a Neo4j index takes few more."""

PropertyType = Literal["text", "list", "number", "integer", "boolean", "date"]


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a kind: type, meaning, unit, the words or range it may take."""

    name: str
    type: PropertyType
    meaning: str
    unit: str | None = None
    vocabulary: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A node or edge kind; ``table`` names it in files, as do ``from_column``/``to_column``."""

    name: str
    table: str
    meaning: str
    properties: tuple[Property, ...]
    from_kind: str | None = None
    to_kind: str | None = None
    from_column: str | None = None
    to_column: str | None = None
    conducts_harm: bool = False

    @property
    def is_edge(self) -> bool:
        """True for an edge kind."""
        return self.from_kind is not None

    def all_properties(self) -> tuple[Property, ...]:
        """Own properties, then the ones every record has."""
        return self.properties + COMMON + BOOKKEEPING

    def property(self, name: str) -> Property:
        """Return the property of that name.

        Raises
        ------
        KeyError
            The kind has no such property.
        """
        for prop in self.all_properties():
            if prop.name == name:
                return prop
        raise KeyError(name)


COMMON = (
    Property("source_kind", "text", "what kind of source says so", vocabulary="source_kind"),
    Property("source", "text", "document id and offsets, or file and row"),
    Property("quote", "text", "the source's own words, personal data masked"),
    Property("seen_on", "date", "day the source was seen"),
    Property("confidence", "number", "how sure the source makes us", "0..1", None, 0.0, 1.0),
)
BOOKKEEPING = (
    Property("recorded_at", "date", "moment of the first write (UTC)"),
    Property("load_number", "integer", "number of the load that wrote it"),
    Property("record_hash", "text", "hash of the content"),
)

ORGANIZATION = Kind(
    "Organization",
    "organizations",
    "a company, authority, hospital or other body; vendor and customer are roles read off SERVES",
    (
        Property("name", "text", "name as written", required=True),
        Property("aliases", "list", "other names it goes by"),
        Property("country", "text", "seat, ISO 3166-1 alpha-2", vocabulary="country"),
        Property("sector", "text", "NIS2 sector or public administration", vocabulary="sector"),
        Property("lei", "text", "legal entity identifier, ISO 17442"),
        Property("named", "boolean", "false for a party that a notice leaves unnamed"),
        Property("tolerance_hours", "number", "outage it can bear", "hours", None, 0.0),
        Property(
            "failure_probability_per_year", "number", "chance of failing", "1/year", None, 0.0, 1.0
        ),
        Property("functions", "list", "functions it states, each as 'name: criticality'"),
        Property("entity_type", "text", "category of a financial entity, as its register says"),
        Property("total_assets", "number", "value of all assets", "currency", None, 0.0),
        Property("assets_currency", "text", "ISO 4217"),
    ),
)
DATA_CLASS = Kind(
    "DataClass",
    "data_classes",
    "a class of data, one vocabulary",
    (
        Property("name", "text", "name", required=True),
        Property("category", "text", "contact, identity, special category, financial, ..."),
        Property("sensitivity", "integer", "1 low to 4 very high", None, None, 1, 4),
    ),
)
INCIDENT = Kind(
    "Incident",
    "incidents",
    "an event that hit a vendor",
    (
        Property("title", "text", "short title"),
        Property("attack_type", "text", "kind of attack or failure", vocabulary="attack_type"),
        Property("state", "text", "how far it is dealt with", vocabulary="incident_state"),
        Property("occurred_on", "date", "when it happened"),
        Property("occurred_precision", "text", "how exact", vocabulary="precision"),
        Property("discovered_on", "date", "when it was found"),
        Property("discovered_precision", "text", "how exact", vocabulary="precision"),
        Property("disclosed_on", "date", "when it was made public"),
        Property("disclosed_precision", "text", "how exact", vocabulary="precision"),
    ),
)
DOCUMENT = Kind(
    "Document",
    "documents",
    "a notice, article or page; its id is the SHA-256 of its bytes",
    (
        Property("title", "text", "title"),
        Property("url", "text", "address it was read at"),
        Property("language", "text", "ISO 639-1 code"),
        Property("publisher", "text", "who published it"),
        Property("published_on", "date", "day of publication"),
    ),
)
STATEMENT = Kind(
    "Statement",
    "statements",
    "what a notice says that is not an edge",
    (
        Property("field", "text", "what it is about", vocabulary="statement_field", required=True),
        Property("value", "text", "what is said"),
        Property("number", "number", "the number said"),
        Property("qualifier", "text", "how exact the number is", vocabulary="qualifier"),
        Property("unit", "text", "what is counted"),
        Property("scope", "text", "whom the number means", vocabulary="scope"),
        Property("about", "text", "organization it is about (id)"),
        Property("countries", "list", "countries it is limited to"),
        Property("condition", "text", "condition under which it holds"),
        Property("status", "text", "how sure the source is", vocabulary="status"),
        Property("asserted_by", "text", "who says so"),
        Property("stated_on", "date", "when it was said"),
        Property("incident", "text", "incident it belongs to (id)"),
    ),
)
MERGE = Kind(
    "Merge",
    "merges",
    "a decision that a name or id stands for an organization; undone like any record",
    (
        Property("alias", "text", "name or id as written", required=True),
        Property("organization", "text", "organization it stands for (id)", required=True),
        Property("reason", "text", "why"),
    ),
)
SERVES = Kind(
    "SERVES",
    "serves",
    "vendor supplies customer; harm runs along it",
    (
        Property("service", "text", "service as written"),
        Property("category", "text", "kind of service", vocabulary="service_category"),
        Property("criticality", "text", "what hangs on it", vocabulary="criticality"),
        Property("group", "text", "redundancy group of the customer"),
        Property("required", "integer", "suppliers of the group that must stand", None, None, 1),
        Property("contract", "text", "contract reference"),
        Property("supports", "list", "functions, or own contracts, that rest on it; empty = all"),
        Property(
            "data_classes",
            "list",
            "the customer's data the vendor handles; empty = not known, none = no data",
            vocabulary="data_class",
        ),
        Property("access", "list", "kinds of access", vocabulary="access"),
        Property("probability", "number", "chance that a fall passes on", "0..1", None, 0.0, 1.0),
        Property("recovery_hours", "number", "time to recover", "hours", None, 0.0),
        Property("annual_cost", "number", "yearly cost", "currency", None, 0.0),
        Property("currency", "text", "ISO 4217"),
        Property("starts_on", "date", "first day in force"),
        Property("ends_on", "date", "last day in force"),
        Property("rank", "integer", "rank in the supply chain", None, None, 1),
        Property("substitutability", "text", "how hard to replace"),
        Property("exit_plan", "text", "is there an exit plan"),
        Property("notice_days", "integer", "notice period", "days", None, 0),
        Property("vendor_notice_days", "integer", "the vendor's notice period", "days", None, 0),
        Property("data_location", "text", "where data is kept"),
        Property("processing_location", "text", "where data is processed"),
        Property("data_sensitivity", "text", "how sensitive the data is, as stated"),
        Property("reliance", "text", "how much is said to rest on it; shown only"),
        Property("reintegration", "text", "how hard to take back"),
        Property("alternatives", "text", "were other providers found: yes, no, not assessed"),
        Property("last_audit_on", "date", "day of the last audit"),
    ),
    "Organization",
    "Organization",
    "vendor",
    "customer",
    conducts_harm=True,
)
HOLDS = Kind(
    "HOLDS",
    "holds",
    "organization holds data of a class",
    (
        Property("subjects", "integer", "people whose data it is", "people", None, 0),
        Property("counted_on", "date", "day of the count"),
    ),
    "Organization",
    "DataClass",
    "organization",
    "data_class",
)
HITS = Kind(
    "HITS",
    "hits",
    "incident hit a vendor",
    (Property("role", "text", "part the vendor played", vocabulary="vendor_role"),),
    "Incident",
    "Organization",
    "incident",
    "organization",
)
AFFECTS = Kind(
    "AFFECTS",
    "affects",
    "incident reached a customer, as stated",
    (
        Property("impact", "text", "what was affected", vocabulary="impact"),
        Property("status", "text", "how sure the source is", vocabulary="status"),
        Property("subjects", "integer", "people", "people", None, 0),
    ),
    "Incident",
    "Organization",
    "incident",
    "organization",
)
EXPOSES = Kind(
    "EXPOSES",
    "exposes",
    "incident exposed data of a class, as stated",
    (
        Property("holder", "text", "organization whose data it is (id)"),
        Property("status", "text", "how sure the source is", vocabulary="status"),
        Property("subjects", "integer", "people", "people", None, 0),
        Property("subject_groups", "list", "kinds of people"),
        Property("condition", "text", "condition under which it holds"),
    ),
    "Incident",
    "DataClass",
    "incident",
    "data_class",
)
REPORTED_IN = Kind(
    "REPORTED_IN",
    "reported_in",
    "incident is reported in a document",
    (),
    "Incident",
    "Document",
    "incident",
    "document",
)
ABOUT = Kind(
    "ABOUT",
    "about",
    "statement is about an incident",
    (),
    "Statement",
    "Incident",
    "statement",
    "incident",
)
PART_OF = Kind(
    "PART_OF",
    "part_of",
    "organization belongs to a parent; a forest",
    (),
    "Organization",
    "Organization",
    "organization",
    "parent",
)

NODE_KINDS = (ORGANIZATION, DATA_CLASS, INCIDENT, DOCUMENT, STATEMENT, MERGE)
EDGE_KINDS = (SERVES, HOLDS, HITS, AFFECTS, EXPOSES, REPORTED_IN, ABOUT, PART_OF)
KINDS: dict[str, Kind] = {kind.name: kind for kind in NODE_KINDS + EDGE_KINDS}
TABLES: dict[str, Kind] = {kind.table: kind for kind in NODE_KINDS + EDGE_KINDS}
BOOKKEEPING_NAMES = frozenset(prop.name for prop in BOOKKEEPING)
PROVENANCE_NAMES = frozenset({"source", "quote", "seen_on"})
