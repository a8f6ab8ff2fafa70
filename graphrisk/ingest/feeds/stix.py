"""STIX 2.1 bundles -> rows: identities, incidents, reports, locations and what relates them.

STIX has no word for "supplies": ``serves``, ``supplies`` and ``provides-services-to`` between two
organizations are read as such, ``related-to`` is not. A bundle that `graphrisk export stix` wrote
is read back record by record instead (`stix_records`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphrisk.ingest.feeds.rows import FeedRows, day_of, objects, texts

_HITS = frozenset({"targets", "compromises", "hits"})
_AFFECTS = frozenset({"impacts", "affects"})
_SERVES = frozenset({"serves", "supplies", "provides-services-to"})
_SERVED = frozenset({"served-by", "supplied-by", "depends-on", "customer-of", "uses-services-of"})
"""The same, told from the customer."""
_PART_OF = frozenset({"part-of", "subsidiary-of", "owned-by"})
_OF_ALL = frozenset(
    {"type", "spec_version", "id", "created", "modified", "created_by_ref", "object_marking_refs"}
    | {"confidence", "granular_markings", "revoked", "lang"}
)
_KEPT = {
    "identity": {"name", "identity_class", "sectors", "x_opencti_aliases"},
    "incident": {"name", "description", "labels", "first_seen"},
    "report": {"name", "description", "published", "object_refs", "external_references"},
    "relationship": {"relationship_type", "source_ref", "target_ref", "description"}
    | {"start_time", "stop_time"},
    "location": {"name", "country", "region", "latitude", "longitude"},
}
"""Properties that are read, or place something; the others are counted and listed."""
_MOST_LISTED = 40
_READ = frozenset({"identity", "incident", "report", "location", "relationship"})
_SILENT = frozenset({"marking-definition", "extension-definition"})
_ATTACKS = (
    ("ransomware", "ransomware"),
    ("ddos", "ddos"),
    ("denial-of-service", "ddos"),
    ("denial of service", "ddos"),
    ("phishing", "phishing"),
    ("supply-chain", "supply_chain_software"),
    ("supply chain", "supply_chain_software"),
    ("insider", "insider"),
    ("outage", "outage"),
    ("data-theft", "data_theft"),
    ("data breach", "data_theft"),
    ("data-breach", "data_theft"),
)
_SECTORS = {
    **{"energy": "energy", "utilities": "energy", "water": "drinking_water"},
    **{"transportation": "transport", "aviation": "transport", "healthcare": "health"},
    **{"financial-services": "banking", "insurance": "insurance", "education": "education"},
    **{"government": "public_administration", "government-national": "public_administration"},
    **{"government-local": "public_administration", "telecommunications": "digital_infrastructure"},
    **{"government-regional": "public_administration", "technology": "digital_providers"},
    **{"manufacturing": "manufacturing", "retail": "retail", "non-profit": "non_profit"},
    **{"hospitality-leisure": "hospitality", "entertainment": "media", "aerospace": "space"},
}
_TLP_RED = frozenset(
    {
        "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed",
        "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
    }
)
_TLP_AMBER = frozenset(
    {
        "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82",
        "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
        "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
    }
)


def is_bundle(value: object) -> bool:
    """Return True for a STIX bundle."""
    return isinstance(value, dict) and value.get("type") == "bundle" and "objects" in value


def read(feed: FeedRows, value: Any) -> None:
    """Add the rows of a bundle; objects without a place in the graph are counted and listed."""
    _Bundle(feed, list(objects(value.get("objects")))).run()


def _newest(found: list[dict[str, Any]], left: Counter[str]) -> list[tuple[int, dict[str, Any]]]:
    """Return objects with their places: of one id the version that was modified last, none revoked.

    Versions are parted by `modified`, as the standard has it.
    """
    newest: dict[str, tuple[str, int]] = {}
    for row, each in enumerate(found, 1):
        moment = str(each.get("modified") or each.get("created") or "")
        key = str(each.get("id"))
        if key not in newest or moment > newest[key][0]:
            newest[key] = (moment, row)
    kept = []
    for row, each in enumerate(found, 1):
        kind = str(each.get("type"))
        if each.get("id") and newest[str(each["id"])][1] != row:
            left[f"{kind} of which there is a newer version, or the same again"] += 1
        elif each.get("revoked") is True:
            left[f"{kind} that was revoked"] += 1
        else:
            kept.append((row, each))
    return kept


@dataclass(slots=True)
class _Bundle:
    feed: FeedRows
    found: list[dict[str, Any]]
    names: dict[str, str] = field(default_factory=dict)
    incidents: set[str] = field(default_factory=set)
    countries: dict[str, str] = field(default_factory=dict)
    left: Counter[str] = field(default_factory=Counter)
    unread: Counter[str] = field(default_factory=Counter)

    def run(self) -> None:
        kept = _newest(self.found, self.left)
        self.found = [each for _, each in kept]
        self._look_around()
        for row, each in kept:
            kind = str(each.get("type"))
            self._count_unread(kind, each)
            if kind == "identity":
                self._identity(row, each)
            elif kind == "incident":
                self._incident(row, each)
            elif kind == "report":
                self._report(row, each)
            elif kind == "relationship":
                self._relationship(row, each)
            elif kind not in _READ | _SILENT:
                self.left[kind] += 1
        self.feed.left_out(self.left)
        self._say_unread()
        self._say_markings()

    def _look_around(self) -> None:
        """Note names, incidents and countries: an object may refer to a later one."""
        places = {}
        for each in self.found:
            key = str(each.get("id"))
            if each.get("type") == "identity" and (name := _organization(each)):
                self.names[key] = name
            elif each.get("type") == "incident":
                self.incidents.add(key)
            elif each.get("type") == "location" and isinstance(each.get("country"), str):
                places[key] = each["country"]
        for each in self.found:
            if (
                each.get("relationship_type") == "located-at"
                and str(each.get("target_ref")) in places
            ):
                self.countries[str(each.get("source_ref"))] = places[str(each["target_ref"])]

    def _identity(self, row: int, each: Mapping[str, Any]) -> None:
        key = str(each.get("id"))
        name = self.names.get(key)
        if name is None:
            self.left["identity that is no organization"] += 1
            return
        sectors = [_SECTORS[word] for word in texts(each.get("sectors")) if word in _SECTORS]
        self._add(
            "Organization",
            row,
            each,
            name=name,
            country=self.countries.get(key),
            sector=sectors[0] if sectors else None,
            aliases=[word for word in texts(each.get("x_opencti_aliases")) if word != name] or None,
        )
        for word in texts(each.get("sectors")):
            if sectors[:1] != [_SECTORS.get(word)]:
                self.feed.note(row, "sectors", word, f"this sector of {name} is not kept")

    def _incident(self, row: int, each: Mapping[str, Any]) -> None:
        key = str(each.get("id"))
        title = each.get("name")
        self._add(
            "Incident",
            row,
            each,
            id=key,
            title=title if isinstance(title, str) and title.strip() else "an incident",
            attack_type=_attack(each),
            state="reported",
            occurred_on=day_of(each.get("first_seen")),
            quote=each.get("description"),
        )
        self.feed.report(key, row, key, self.names.get(str(each.get("created_by_ref"))))

    def _report(self, row: int, each: Mapping[str, Any]) -> None:
        told = [ref for ref in texts(each.get("object_refs")) if ref in self.incidents]
        links = [
            link for one in objects(each.get("external_references")) if (link := one.get("url"))
        ]
        day = day_of(each.get("published"))
        self._add(
            "Document",
            row,
            each,
            id=each.get("id"),
            title=each.get("name"),
            url=links[0] if links else None,
            publisher=self.names.get(str(each.get("created_by_ref"))),
            published_on=day,
            quote=each.get("description"),
        )
        for incident in told:
            self._add("REPORTED_IN", row, each, incident=incident, document=each.get("id"))

    def _relationship(self, row: int, each: Mapping[str, Any]) -> None:
        word = str(each.get("relationship_type"))
        source, target = str(each.get("source_ref")), str(each.get("target_ref"))
        first, second = self.names.get(source), self.names.get(target)
        quote = each.get("description")
        if source in self.incidents and second and word in _HITS:
            self._add("HITS", row, each, incident=source, organization=second, quote=quote)
        elif source in self.incidents and second and word in _AFFECTS:
            cells = {"incident": source, "organization": second, "impact": "unknown"}
            self._add("AFFECTS", row, each, quote=quote, **cells)
        elif first and second and word in _SERVES | _SERVED:
            vendor, customer = (first, second) if word in _SERVES else (second, first)
            cells = {"vendor": vendor, "customer": customer, "criticality": "supporting"}
            days = {"starts_on": day_of(each.get("start_time"))}
            days["ends_on"] = day_of(each.get("stop_time"))
            self._add("SERVES", row, each, quote=quote, **cells, **days)
        elif first and second and word in _PART_OF:
            self._add("PART_OF", row, each, organization=first, parent=second, quote=quote)
        elif word != "located-at":
            kinds = (ref.partition("--")[0] for ref in (source, target))
            self.left[f"{' '.join((next(kinds), word, next(kinds)))}"] += 1

    def _add(self, kind: str, row: int, each: Mapping[str, Any], **cells: Any) -> None:
        sure = each.get("confidence")
        if isinstance(sure, int) and not isinstance(sure, bool) and 0 <= sure <= 100:
            cells["confidence"] = sure / 100
        self.feed.add(kind, row, str(each.get("id")), **cells)

    def _count_unread(self, kind: str, each: Mapping[str, Any]) -> None:
        """Count what stands at an object that is read, and has no place in the graph."""
        for name in each.keys() - _OF_ALL - _KEPT.get(kind, each.keys()):
            self.unread[f"{kind}: {name}"] += 1

    def _say_unread(self) -> None:
        for what, count in sorted(self.unread.items())[:_MOST_LISTED]:
            kind, _, name = what.partition(": ")
            objects_are = "1 object" if count == 1 else f"{count} objects"
            message = f"this property of {objects_are} is not kept"
            self.feed.note(None, f"{kind} {name}"[:100], None, message)
        if (more := len(self.unread) - _MOST_LISTED) > 0:
            self.feed.note(None, None, None, f"{more} more properties of objects are not kept")

    def _say_markings(self) -> None:
        marks = {mark for each in self.found for mark in texts(each.get("object_marking_refs"))}
        for name, found in (("RED", marks & _TLP_RED), ("AMBER", marks & _TLP_AMBER)):
            if found:
                message = f"objects are marked TLP:{name}; the graph keeps no markings"
                self.feed.note(None, None, None, message, "do not pass on what was made from it")


def _organization(each: Mapping[str, Any]) -> str | None:
    """Return the name of an identity; None for a person, and for a class such as "hospitals"."""
    is_one = each.get("identity_class", "organization") in ("organization", "group")
    name = each.get("name")
    return name.strip() if is_one and isinstance(name, str) and name.strip() else None


def _attack(each: Mapping[str, Any]) -> str:
    words = [*texts(each.get("labels")), str(each.get("name") or "")]
    extensions = each.get("extensions")
    for one in extensions.values() if isinstance(extensions, dict) else ():
        words += texts(one.get("incident_types")) if isinstance(one, dict) else []
    said = " ".join(words).casefold()
    return next((attack for word, attack in _ATTACKS if word in said), "unknown")
