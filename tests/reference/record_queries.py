"""Plain answers to the queries that count, filter and compare records: no engine, no arrays."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

from tests.reference.chain_queries import CRITICAL, link_of, party_of
from tests.reference.query_world import Row, World, is_in_force


def _critical(e: Row) -> bool:
    return e["criticality"] not in CRITICAL


def customers_of_vendor(world, vendor):
    columns = ("service", "category", "contract", "starts_on", "ends_on", "source")
    rows = [
        {
            **party_of(world, e["to_id"], "customer", "sector"),
            **{c: e[c] for c in columns},
            "criticality": "unknown" if e["criticality"] is None else e["criticality"],
            "edge_id": e["id"],
        }
        for e in world.links
        if e["from_id"] == vendor
    ]
    return sorted(rows, key=lambda r: (r["customer_id"], r["edge_id"]))


def vendors_of_customer(world, customer):
    columns = ("service", "category", "contract", "starts_on", "ends_on", "source")
    rows = [
        {
            **party_of(world, e["from_id"], "vendor"),
            **{c: e[c] for c in columns},
            "criticality": "unknown" if e["criticality"] is None else e["criticality"],
            "edge_id": e["id"],
        }
        for e in world.links
        if e["to_id"] == customer
    ]
    return sorted(rows, key=lambda r: (r["vendor_id"], r["edge_id"]))


def vendors_by_direct_customers(world, categories, limit):
    links = [
        e
        for e in world.links
        if e["from_id"] != e["to_id"] and (not categories or e["category"] in categories)
    ]
    rows = [
        {
            **party_of(world, v, "vendor"),
            "customers": len({e["to_id"] for e in links if e["from_id"] == v}),
            "links": sum(e["from_id"] == v for e in links),
        }
        for v in {e["from_id"] for e in links}
    ]
    return sorted(rows, key=lambda r: (-r["customers"], r["vendor_id"]))[:limit]


def vendors_by_services(world, as_of, limit):
    rows = []
    for vendor in {e["from_id"] for e in world.in_force(as_of)}:
        links = [e for e in world.in_force(as_of) if e["from_id"] == vendor]
        rows.append(
            {
                **party_of(world, vendor, "vendor"),
                "categories": len({e["category"] for e in links} - {None}),
                "services": len({e["service"] for e in links} - {None}),
                "customers": len({e["to_id"] for e in links}),
                "critical": sum(map(_critical, links)),
            }
        )
    rows.sort(key=lambda r: (-r["categories"], -r["services"], r["vendor_id"]))
    return rows[:limit]


def _concentration(world: World, as_of: str, leave_out: list[str], words) -> list[Row]:
    """``words(link)`` are the slices that a link belongs to, "" for not stated."""
    pairs = {
        (word, e["from_id"], e["to_id"])
        for e in world.in_force(as_of)
        if (e["criticality"] or "") not in leave_out
        for word in words(e)
    }
    rows = []
    for slice_ in {word for word, _, _ in pairs}:
        of_vendor = Counter(v for word, v, _ in pairs if word == slice_)
        links, users = sum(of_vendor.values()), len({c for w, _, c in pairs if w == slice_})
        most = max(of_vendor.values())
        largest = min(v for v, n in of_vendor.items() if n == most)
        rows.append(
            {
                "slice": slice_ or "not stated",
                "stated": slice_ != "",
                "users": users,
                "vendors": len(of_vendor),
                "links": links,
                "hhi": sum((100 * n / links) ** 2 for n in of_vendor.values()),
                "cr1": most / users,
                **party_of(world, largest, "largest"),
            }
        )
    return sorted(rows, key=lambda r: (not r["stated"], -r["users"], r["slice"]))


def concentration_by_category(world, as_of, leave_out):
    return _concentration(world, as_of, leave_out, lambda e: [e["category"] or ""])


def concentration_by_sector(world, as_of, leave_out):
    known = world.by_id("organizations")
    return _concentration(world, as_of, leave_out, lambda e: [known[e["to_id"]]["sector"] or ""])


def concentration_by_country(world, as_of, leave_out):
    known = world.by_id("organizations")
    return _concentration(world, as_of, leave_out, lambda e: [known[e["from_id"]]["country"] or ""])


def concentration_by_data_class(world, as_of, leave_out):
    def words(e: Row) -> list[str]:
        return [word for word in e["data_classes"] or [""] if word != "none"]

    return _concentration(world, as_of, leave_out, words)


def single_supplier_services(world, as_of, only_critical, limit):
    groups: dict[tuple[str, str], list[Row]] = {}
    for e in world.in_force(as_of):
        service = e["category"] or e["service"] or "not stated"
        groups.setdefault((e["to_id"], service), []).append(e)
    rows = []
    for (customer, service), links in sorted(groups.items()):
        critical = any(map(_critical, links))
        if len({e["from_id"] for e in links}) == 1 and (critical or not only_critical):
            rows.append(
                {
                    **party_of(world, customer, "customer"),
                    "service": service,
                    **party_of(world, links[0]["from_id"], "vendor"),
                    "links": len(links),
                    "critical": critical,
                }
            )
    return rows[:limit]


def data_classes_behind_vendor(world, vendor, as_of):
    links = [e for e in world.in_force(as_of) if e["from_id"] == vendor]
    known = world.by_id("data_classes")
    rows = []
    for word in {word for e in links for word in e["data_classes"]} - {"none"}:
        carrying = [e for e in links if word in e["data_classes"]]
        rows.append(
            {
                "data_class": word,
                "category": known.get(word, {}).get("category"),
                "sensitivity": known.get(word, {}).get("sensitivity"),
                "customers": len({e["to_id"] for e in carrying}),
                "links": len(carrying),
            }
        )
    return sorted(rows, key=lambda r: (-r["customers"], r["data_class"]))


def people_behind_data_class(world, data_class, limit):
    last: dict[str, Row] = {}
    for hold in sorted(world.holds, key=lambda h: (h["counted_on"] or "", h["id"])):
        if hold["to_id"] == data_class and hold["subjects"] is not None:
            last[hold["from_id"]] = hold
    rows = [
        {
            **party_of(world, key, "organization", "sector"),
            "people": hold["subjects"],
            "counted_on": hold["counted_on"],
            "source": hold["source"],
            "record_id": hold["id"],
        }
        for key, hold in last.items()
    ]
    return sorted(rows, key=lambda r: (-r["people"], r["organization_id"]))[:limit]


def incidents_of_vendor(world, vendor):
    rows = []
    for key, role in {(h["from_id"], h["role"] or "") for h in world.hits if h["to_id"] == vendor}:
        incident = world.by_id("incidents")[key]
        rows.append(
            {
                "incident_id": key,
                "title": incident["title"],
                "known_on": _known_on(incident),
                "attack_type": incident["attack_type"],
                "state": incident["state"],
                "role": role,
                "customers": len(_named(world, key) - {vendor}),
            }
        )
    rows.sort(key=lambda r: (r["incident_id"], r["role"]))
    return sorted(rows, key=lambda r: r["known_on"], reverse=True)


def _known_on(incident: Row) -> str:
    days = (incident[c] for c in ("occurred_on", "discovered_on", "disclosed_on"))
    return next((day for day in days if day), "")


def _named(world: World, incident: str) -> set[str]:
    of_it = [a for a in world.affects if a["from_id"] == incident]
    return {a["to_id"] for a in of_it if a["status"] != "denied"}


def reached_by_incidents_of_vendor(world, vendor):
    hit = {h["from_id"] for h in world.hits if h["to_id"] == vendor}
    rows = [
        {
            "incident_id": a["from_id"],
            "title": world.by_id("incidents")[a["from_id"]]["title"],
            **party_of(world, a["to_id"], "organization"),
            "impact": a["impact"],
            "status": a["status"],
            "people": a["subjects"],
            "source": a["source"],
            "record_id": a["id"],
        }
        for a in world.affects
        if a["from_id"] in hit and a["to_id"] != vendor
    ]
    return sorted(rows, key=lambda r: (r["incident_id"], r["organization_id"], r["record_id"]))


def incidents_without_vendor(world):
    rows = []
    for incident in world.incidents:
        hit = {h["to_id"] for h in world.hits if h["from_id"] == incident["id"]}
        if all(world.by_id("organizations")[key]["named"] is False for key in hit):
            rows.append(
                {
                    "incident_id": incident["id"],
                    "title": incident["title"],
                    "known_on": _known_on(incident),
                    "state": incident["state"],
                    "unnamed": len(hit),
                    "customers": len(_named(world, incident["id"])),
                }
            )
    rows.sort(key=lambda r: r["incident_id"])
    return sorted(rows, key=lambda r: r["known_on"], reverse=True)


def _document(source: str) -> str:
    return source[:64] if source[64:65] == "#" else source


def _on_one_document(world: World, claims: list[Row]) -> Row | None:
    documents = {_document(c["source"]) for c in claims if c["source"]}
    if len(documents) != 1:
        return None
    (document,) = documents
    known = world.by_id("documents").get(document, {})
    titled = {"title": known.get("title"), "publisher": known.get("publisher")}
    return {"document": document, **titled}


def claims_on_one_document(world, limit):
    claims: dict[tuple[str, str], list[Row]] = {}
    for a in world.affects:
        if a["status"] != "denied" and a["source"]:
            claims.setdefault((a["from_id"], a["to_id"]), []).append(a)
    rows = []
    for (incident, party), found in sorted(claims.items()):
        if one := _on_one_document(world, found):
            rows.append(
                {
                    "incident_id": incident,
                    "incident": world.by_id("incidents")[incident]["title"],
                    **party_of(world, party, "organization"),
                    "claims": len(found),
                    **one,
                }
            )
    return rows[:limit]


def links_on_one_document(world, limit):
    pairs: dict[tuple[str, str], list[Row]] = {}
    for e in world.links:
        pairs.setdefault((e["from_id"], e["to_id"]), []).append(e)
    rows = []
    for (vendor, customer), links in sorted(pairs.items()):
        told = all(e["source_kind"] == "notice" for e in links)
        if told and (one := _on_one_document(world, links)):
            parties = party_of(world, vendor, "vendor") | party_of(world, customer, "customer")
            rows.append({**parties, "links": len(links), **one})
    return rows[:limit]


def edges_without_criticality(world, limit):
    rows = [
        {**link_of(world, e), "source": e["source"], "edge_id": e["id"]}
        for e in world.links
        if e["criticality"] in (None, "", "unknown")
    ]
    return sorted(rows, key=lambda r: (r["customer_id"], r["edge_id"]))[:limit]


def contracts_ending(world, as_of, until, limit):
    rows = [
        {
            **link_of(world, e),
            "criticality": e["criticality"] or "unknown",
            **{c: e[c] for c in ("contract", "ends_on", "notice_days", "substitutability")},
            "edge_id": e["id"],
        }
        for e in world.links
        if is_in_force(e, as_of) and e["ends_on"] and e["ends_on"][:10] <= until
    ]
    return sorted(rows, key=lambda r: (r["ends_on"], r["edge_id"]))[:limit]


def stale_links(world, as_of, seen_before, limit):
    rows = [
        {
            **link_of(world, e),
            "criticality": e["criticality"] or "unknown",
            "seen_on": e["seen_on"] or "",
            "source_kind": e["source_kind"],
            "source": e["source"],
            "edge_id": e["id"],
        }
        for e in world.links
        if is_in_force(e, as_of) and (e["seen_on"] or "") < seen_before
    ]
    return sorted(rows, key=lambda r: (r["seen_on"], r["edge_id"]))[:limit]


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def links_added_since(world, since, limit):
    rows = [
        {
            "recorded_on": _today(),
            "load_number": 1,
            **link_of(world, e),
            "source_kind": e["source_kind"],
            "source": e["source"],
            "edge_id": e["id"],
        }
        for e in world.links
    ]
    return sorted(rows, key=lambda r: r["edge_id"])[:limit] if since <= _today() else []


def organizations_added_since(world, since, limit):
    rows = [
        {
            "recorded_on": _today(),
            "load_number": 1,
            **party_of(world, key, "organization", "country", "sector"),
            "vendors": len({e["from_id"] for e in world.links if e["to_id"] == key}),
            "customers": len({e["to_id"] for e in world.links if e["from_id"] == key}),
            "source": one["source"],
        }
        for key, one in world.by_id("organizations").items()
    ]
    return sorted(rows, key=lambda r: r["organization_id"])[:limit] if since <= _today() else []


def unconfirmed_organizations(world, limit):
    rows = []
    for key, one in world.by_id("organizations").items():
        around = [e for e in [*world.links, *world.holds] if key in (e["from_id"], e["to_id"])]
        around += [h for h in world.hits if h["to_id"] == key]
        around += [a for a in world.affects if a["to_id"] == key and a["status"] != "denied"]
        if all(e["source_kind"] in (None, "assumed") for e in [one, *around]):
            links = [e["from_id"] == key for e in world.links]
            links += [e["to_id"] == key for e in world.links]
            party = party_of(world, key, "organization", "country")
            rows.append({**party, "links": sum(links), "source": one["source"]})
    return sorted(rows, key=lambda r: (-r["links"], r["organization_id"]))[:limit]
