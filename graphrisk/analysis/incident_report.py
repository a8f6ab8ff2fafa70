"""The report of one incident: what its documents state, read from records."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.analysis.reported_conflicts import find_conflicts
from graphrisk.analysis.reported_facts import (
    IncidentReport,
    ReportedClass,
    ReportedCount,
    ReportedCustomer,
    ReportedDocument,
    ReportedHit,
    ReportedLink,
    ReportedStatement,
    count_words,
    statement_words,
)
from graphrisk.analysis.reported_reader import Reader, Row, follow, rows_from, rows_of
from graphrisk.errors import UnknownName
from graphrisk.model.tables import RecordTables, empty_table

_ATTRIBUTIONS = frozenset({"vendor_hit", "affected", "data_class"})
_DEFINITE = {"confirmed": 0, "suspected": 1, "denied": 2}
_SAID = ("status", "quote", "source", "asserted_by", "stated_on", "source_kind", "confidence")


def incident_report(
    tables: RecordTables,
    incident: str,
    history: pa.Table | None = None,
    *,
    undone: Collection[int] = (),
) -> IncidentReport:
    """Return everything that documents state about one incident.

    Parameters
    ----------
    tables
        Current records; of SERVES only those that name one of the incident's documents are read.
    incident
        Id of the incident.
    history
        Superseded versions, as a store gives them: from them come withdrawn statements.
    undone
        Numbers of loads that were undone: what they wrote was never withdrawn by anybody.

    Raises
    ------
    UnknownName
        There is no such incident.
    """
    found = [row for row in rows_of(tables, "Incident") if row["id"] == incident]
    if not found:
        known = [(row["id"], row["title"] or "", "") for row in rows_of(tables, "Incident")]
        raise UnknownName(
            f"there is no incident {incident!r}", known[:10], fix="'graphrisk incident' lists them"
        )
    return _Report(Reader(tables), found[0]).build(history, undone)


class _Report:
    """Builds the report of one incident."""

    def __init__(self, reader: Reader, row: Row) -> None:
        self.reader = reader
        self.row = row
        self.id: str = row["id"]
        stated = rows_from(reader.tables, "Statement", "incident", self.id)
        self.statements = stated or _statements_about(reader.tables, self.id)
        self.hits = [hit for hit in reader.hits if hit["from_id"] == self.id]

    def build(self, history: pa.Table | None, undone: Collection[int]) -> IncidentReport:
        reader = self.reader
        chain = self._chain()
        hops = {link.customer_id: link.hop for link in reversed(chain)}
        precision = {
            name: self.row[f"{name}_precision"]
            for name in ("occurred", "discovered", "disclosed")
            if self.row[f"{name}_precision"]
        }
        return IncidentReport(
            incident=reader.line(self.row),
            precision=precision,
            documents=self._documents(),
            vendors=self._vendors(),
            customers=self._customers(chain, hops),
            chain=chain,
            classes=self._classes(),
            counts=self._counts(),
            statements=self._statements(),
            conflicts=find_conflicts(reader.tables, self.id, history, undone, reader),
        )

    def _documents(self) -> tuple[ReportedDocument, ...]:
        keys = {edge["to_id"] for edge in self.reader.reported_in if edge["from_id"] == self.id}
        rows = [self.reader.documents[key] for key in sorted(keys) if key in self.reader.documents]
        rows.sort(key=lambda row: row["published_on"] or "", reverse=True)
        names = ("id", "title", "publisher", "published_on", "language", "url")
        return tuple(ReportedDocument(**{name: row[name] for name in names}) for row in rows)

    def _vendors(self) -> tuple[ReportedHit, ...]:
        found = []
        for hit in self.hits:
            note = self._attribution("vendor_hit", hit["to_id"], None)
            status = (note or {}).get("status") or "confirmed"
            found.append(self._vendor(hit, hit["to_id"], hit["role"], status, note))
        struck = {follow(self.reader.merges, hit["to_id"]) for hit in self.hits}
        for item in self.statements:
            is_hit = item["field"] == "vendor_hit" and item["about"]
            if is_hit and follow(self.reader.merges, item["about"]) not in struck:
                status = item["status"] or "denied"
                found.append(self._vendor(item, item["about"], item["value"], status, item))
        return tuple(sorted(found, key=lambda hit: (hit.name, hit.organization_id)))

    def _vendor(
        self, row: Row, key: str, role: str | None, status: str, note: Row | None
    ) -> ReportedHit:
        name = str(self.reader.name(key))
        text = f"{name} was not hit" if status == "denied" else f"{name} was hit ({role or '-'})"
        said = self.reader.said(row, (note or {}).get("asserted_by")) | {"status": status}
        organization = self.reader.organization(key)["id"]
        return ReportedHit(organization_id=organization, name=name, role=role, text=text, **said)

    def _chain(self) -> tuple[ReportedLink, ...]:
        """Return the supplies that the incident's documents state, nearest the vendor hit first."""
        reader = self.reader
        rows = self._stated_supplies()
        arrows = [
            (follow(reader.merges, row["from_id"]), follow(reader.merges, row["to_id"]))
            for row in rows
        ]
        hops = _hops({follow(reader.merges, hit["to_id"]) for hit in self._origins()}, arrows)
        links = []
        for row, (vendor, customer) in zip(rows, arrows, strict=True):
            names = str(reader.name(vendor)), str(reader.name(customer))
            service = row["service"] or row["category"]
            links.append(
                ReportedLink(
                    edge_id=row["id"],
                    vendor_id=vendor,
                    vendor=names[0],
                    customer_id=customer,
                    customer=names[1],
                    service=row["service"],
                    category=row["category"],
                    hop=None if vendor not in hops else hops[vendor] + 1,
                    text=f"{names[0]} serves {names[1]}" + (f": {service}" if service else ""),
                    **reader.said(row),
                )
            )
        return tuple(sorted(links, key=lambda link: (link.hop is None, link.hop, link.edge_id)))

    def _origins(self) -> list[Row]:
        """Return the hits where it happened; all of them when no text tells conduits apart."""
        passed_on = ("conduit", "software_maker")
        return [hit for hit in self.hits if hit["role"] not in passed_on] or self.hits

    def _stated_supplies(self) -> list[Row]:
        table = self.reader.tables.get("SERVES", empty_table("SERVES"))
        wanted = {edge["to_id"] for edge in self.reader.reported_in if edge["from_id"] == self.id}
        documents = [self.reader.documents.get(key, {}) for key in wanted]
        wanted |= {str(row["url"]) for row in documents if row.get("url")}
        source = table.column("source")
        stated = pc.is_in(source, value_set=pa.array(sorted(wanted), pa.string()))
        for key in sorted(wanted):
            stated = pc.or_kleene(stated, pc.starts_with(source, f"{key}#"))
        rows: list[Row] = table.filter(stated).to_pylist()
        return rows

    def _customers(
        self, chain: Sequence[ReportedLink], hops: Mapping[str, int | None]
    ) -> tuple[ReportedCustomer, ...]:
        found: dict[str, ReportedCustomer] = {}
        for row in rows_from(self.reader.tables, "AFFECTS", "from_id", self.id):
            organization = self.reader.organization(row["to_id"])
            note = self._attribution("affected", row["to_id"], row["impact"])
            impact = row["impact"] or "unknown"
            found[organization["id"]] = ReportedCustomer(
                **_who(organization),
                impact=impact,
                subjects=row["subjects"],
                hop=hops.get(organization["id"]),
                text=f"{organization['name']}: "
                + ("spared" if impact == "none" else f"affected, {impact}"),
                **self.reader.said(row, (note or {}).get("asserted_by")),
            )
        for link in chain:
            if link.hop is None or link.customer_id in found:
                continue
            organization = self.reader.organization(link.customer_id)
            found[link.customer_id] = ReportedCustomer(
                **_who(organization),
                hop=link.hop,
                text=f"{link.customer}: supplied by {link.vendor}; nothing more is said of it",
                **{name: getattr(link, name) for name in _SAID},
            )
        return tuple(sorted(found.values(), key=lambda c: (c.hop is None, c.hop or 0, c.name)))

    def _classes(self) -> tuple[ReportedClass, ...]:
        found = []
        for row in rows_from(self.reader.tables, "EXPOSES", "from_id", self.id):
            note = self._attribution("data_class", row["holder"], row["to_id"])
            holder = self.reader.name(row["holder"])
            groups = tuple(row["subject_groups"] or ())
            text = row["to_id"] + (f" of {holder}" if holder else "")
            text += f" ({', '.join(groups)})" if groups else ""
            text += f", only if: {row['condition']}" if row["condition"] else ""
            found.append(
                ReportedClass(
                    data_class=row["to_id"],
                    organization_id=row["holder"],
                    holder=holder,
                    subject_groups=groups,
                    condition=row["condition"],
                    subjects=row["subjects"],
                    text=text,
                    **self.reader.said(row, (note or {}).get("asserted_by")),
                )
            )
        order = _DEFINITE
        return tuple(
            sorted(found, key=lambda c: (order.get(c.status or "", 3), c.data_class, c.text))
        )

    def _counts(self) -> tuple[ReportedCount, ...]:
        found = []
        for row in self.statements:
            if not row["field"].endswith("_count"):
                continue
            about = self.reader.name(row["about"])
            found.append(
                ReportedCount(
                    field=row["field"],
                    number=row["number"],
                    qualifier=row["qualifier"],
                    unit=row["unit"],
                    scope=row["scope"],
                    organization_id=row["about"],
                    about=about,
                    countries=tuple(row["countries"] or ()),
                    text=count_words(row, about),
                    **self.reader.said(row),
                )
            )
        found.sort(key=lambda count: (count.field, count.text))
        found.sort(key=lambda count: count.stated_on or "", reverse=True)
        return tuple(found)

    def _statements(self) -> tuple[ReportedStatement, ...]:
        found = []
        for row in self.statements:
            if row["field"].endswith("_count") or self._is_attribution(row):
                continue
            about = self.reader.name(row["about"])
            found.append(
                ReportedStatement(
                    field=row["field"],
                    value=row["value"],
                    unit=row["unit"],
                    organization_id=row["about"],
                    about=about,
                    countries=tuple(row["countries"] or ()),
                    condition=row["condition"],
                    text=self._supply_words(row) or statement_words(row, about),
                    **self.reader.said(row),
                )
            )
        return tuple(sorted(found, key=lambda one: (one.field, one.value or "", one.text)))

    def _is_attribution(self, row: Row) -> bool:
        """Return True for a statement that only says who says so of an edge."""
        if row["field"] != "affected":
            return row["field"] in _ATTRIBUTIONS
        edges = rows_from(self.reader.tables, "AFFECTS", "from_id", self.id)
        return (row["about"], row["value"]) in {(edge["to_id"], edge["impact"]) for edge in edges}

    def _supply_words(self, row: Row) -> str | None:
        if row["field"] != "serves":
            return None
        return f"{self.reader.name(row['value'])} serves {self.reader.name(row['about'])}"

    def _attribution(self, field: str, about: str | None, value: str | None) -> Row | None:
        """Return the statement that says who says so of an edge."""
        for row in self.statements:
            fits = row["field"] == field and row["about"] == about
            if fits and (value is None or row["value"] == value):
                return row
        return None


def _who(organization: Row) -> dict[str, Any]:
    return {
        "organization_id": organization["id"],
        "name": organization["name"],
        "named": organization.get("named") is not False,
        "country": organization.get("country"),
    }


def _statements_about(tables: RecordTables, incident: str) -> list[Row]:
    """Return statements tied to an incident by ABOUT alone."""
    keys = {row["from_id"] for row in rows_of(tables, "ABOUT") if row["to_id"] == incident}
    return [row for row in rows_of(tables, "Statement") if row["id"] in keys] if keys else []


def _hops(starts: Collection[str], arrows: Sequence[tuple[str, str]]) -> dict[str, int]:
    hops = dict.fromkeys(starts, 0)
    fresh = list(starts)
    while fresh:
        following = []
        for tail, head in arrows:
            if tail in fresh and head not in hops:
                hops[head] = hops[tail] + 1
                following.append(head)
        fresh = following
    return hops
