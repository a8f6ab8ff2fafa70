"""Plain answers to the queries that walk along links: no engine, no arrays."""

from __future__ import annotations

from tests.reference.query_world import Row, World, is_in_force, steps_from

CRITICAL = ("important", "supporting")


def party_of(world: World, key: str, who: str, *columns: str) -> Row:
    known = world.by_id("organizations")[key]
    return {f"{who}_id": key, who: known["name"], **{c: known.get(c) for c in columns}}


def _reached(world: World, links: list[Row], vendor: str, max_hops: int) -> list[Row]:
    steps = steps_from(links, vendor)
    near = sorted((hops, key) for key, hops in steps.items() if hops <= max_hops)
    return [
        {**party_of(world, key, "customer", "country", "sector"), "hops": hops}
        for hops, key in near
    ]


def customers_by_tier(world, vendor, max_hops, as_of, leave_out):
    links = [e for e in world.in_force(as_of) if (e["criticality"] or "") not in leave_out]
    return _reached(world, links, vendor, max_hops)


def critical_dependents(world, vendor, max_hops, as_of, unknown_too):
    links = [
        e
        for e in world.in_force(as_of)
        if e["criticality"] == "critical" or (unknown_too and e["criticality"] not in CRITICAL)
    ]
    return _reached(world, links, vendor, max_hops)


def reachable_by_access(world, vendor, max_hops, as_of):
    links = [e for e in world.in_force(as_of) if {"network", "software_update"} & {*e["access"]}]
    return _reached(world, links, vendor, max_hops)


def data_carried_from_vendor(world, vendor, data_class, max_hops, as_of):
    links = [e for e in world.in_force(as_of) if data_class in e["data_classes"]]
    return _reached(world, links, vendor, max_hops)


def vendors_by_tier(world, customer, max_hops, tier, as_of):
    steps = steps_from(world.in_force(as_of), customer, back=True)
    near = sorted((t, key) for key, t in steps.items() if t <= max_hops and tier in (0, t))
    return [{**party_of(world, key, "vendor", "country", "sector"), "tier": t} for t, key in near]


def shared_vendors(world, first, second, max_hops, as_of):
    links = world.in_force(as_of)
    one, two = (steps_from(links, key, back=True) for key in (first, second))
    rows = [
        {
            **party_of(world, key, "vendor", "country"),
            "first_tier": one[key],
            "second_tier": two[key],
        }
        for key in {*one} & {*two}
        if key not in (first, second) and max(one[key], two[key]) <= max_hops
    ]
    return sorted(rows, key=lambda r: (r["first_tier"], r["second_tier"], r["vendor_id"]))


def _behind(world: World, customer: str, max_hops: int, as_of: str) -> dict[str, dict[str, int]]:
    """Return for each far vendor its tier through each direct vendor, customer not passed."""
    links = world.in_force(as_of)
    around = [e for e in links if customer not in (e["from_id"], e["to_id"])]
    found: dict[str, dict[str, int]] = {}
    for direct in {e["from_id"] for e in links if e["to_id"] == customer}:
        for key, hops in steps_from(around, direct, back=True).items():
            if hops + 1 <= max_hops:
                found.setdefault(key, {})[direct] = hops + 1
    return found


def vendors_in_several_tiers(world, customer, max_hops, as_of):
    serving = {e["from_id"] for e in world.in_force(as_of) if e["to_id"] == customer}
    rows = []
    for key, tiers in _behind(world, customer, max_hops, as_of).items():
        direct, different = key in serving, {*tiers.values()}
        if direct or len(different) > 1:
            rows.append(
                {
                    **party_of(world, key, "vendor"),
                    "direct": direct,
                    "first_tier": 1 if direct else min(different),
                    "last_tier": max(different),
                    "through": len(tiers),
                }
            )
    return sorted(rows, key=lambda r: (r["first_tier"], r["last_tier"], r["vendor_id"]))


def chains_from_country(world, customer, country, max_hops, as_of):
    rows = [
        {**party_of(world, key, "vendor"), **party_of(world, direct, "through"), "tier": tier}
        for key, tiers in _behind(world, customer, max_hops, as_of).items()
        if world.by_id("organizations")[key].get("country") == country
        for direct, tier in tiers.items()
    ]
    return sorted(rows, key=lambda r: (r["tier"], r["vendor_id"], r["through_id"]))


def shortest_chain(world, vendor, customer, as_of, leave_out):
    links = [e for e in world.in_force(as_of) if (e["criticality"] or "") not in leave_out]
    ahead = {vendor: 0, **steps_from(links, vendor)}
    back = {customer: 0, **steps_from(links, customer, back=True)}
    length = ahead.get(customer, 0)
    rows = []
    for e in links:
        step = ahead.get(e["from_id"], length) + 1
        if step <= length <= 10 and step + back.get(e["to_id"], length) == length:
            rows.append(
                {
                    "step": step,
                    **party_of(world, e["from_id"], "vendor"),
                    **party_of(world, e["to_id"], "customer"),
                    "service": e["service"],
                    "criticality": e["criticality"] or "unknown",
                    "contract": e["contract"],
                    "source": e["source"],
                    "edge_id": e["id"],
                }
            )
    return sorted(rows, key=lambda r: (r["step"], r["edge_id"]))


def vendors_by_reach(world, as_of, leave_out, limit):
    links = [e for e in world.in_force(as_of) if (e["criticality"] or "") not in leave_out]
    rows = []
    for vendor in {e["from_id"] for e in links}:
        steps = steps_from(links, vendor)
        rows.append(
            {
                **party_of(world, vendor, "vendor"),
                "direct": sum(hops == 1 for hops in steps.values()),
                "reached": sum(hops <= 2 for hops in steps.values()),
            }
        )
    return sorted(rows, key=lambda r: (-r["reached"], r["vendor_id"]))[:limit]


def _top(world: World, key: str) -> str:
    parents = {row["from_id"]: row["to_id"] for row in world.part_of}
    while key in parents:
        key = parents[key]
    return key


def vendors_by_legal_group(world, as_of, limit):
    groups: dict[str, list[Row]] = {}
    for e in world.in_force(as_of):
        groups.setdefault(_top(world, e["from_id"]), []).append(e)
    rows = [
        {
            "group_id": top,
            "legal_group": world.name(top),
            "companies": len({e["from_id"] for e in links}),
            "customers": len({e["to_id"] for e in links}),
            "links": len(links),
        }
        for top, links in groups.items()
    ]
    return sorted(rows, key=lambda r: (-r["customers"], r["group_id"]))[:limit]


def companies_of_group(world, organization):
    if organization not in world.by_id("organizations"):
        return []
    top = _top(world, organization)
    parents = {row["from_id"]: row["to_id"] for row in world.part_of}
    rows = []
    for key in world.by_id("organizations"):
        if _top(world, key) != top:
            continue
        level, at = 0, key
        while at != top:
            level, at = level + 1, parents[at]
        served = {e["to_id"] for e in world.links if e["from_id"] == key != e["to_id"]}
        company = party_of(world, key, "company", "country")
        rows.append({**company, "level": level, "customers": len(served)})
    return sorted(rows, key=lambda r: (r["level"], r["company_id"]))


def critical_links_with_unknown_suppliers(world, as_of, limit):
    links = world.in_force(as_of)
    supplied = {e["to_id"] for e in links}
    rows = [
        {
            **party_of(world, e["from_id"], "vendor"),
            **party_of(world, e["to_id"], "customer"),
            "service": e["service"],
            "criticality": e["criticality"] or "unknown",
            "edge_id": e["id"],
        }
        for e in links
        if e["criticality"] not in CRITICAL and e["from_id"] not in supplied
    ]
    return sorted(rows, key=lambda r: (r["vendor_id"], r["edge_id"]))[:limit]


def link_of(world: World, e: Row) -> Row:
    parties = party_of(world, e["to_id"], "customer") | party_of(world, e["from_id"], "vendor")
    return {**parties, "service": e["service"]}


def expired_contracts(world, as_of, limit):
    rows = []
    for e in world.links:
        last = e["ends_on"]
        if last and last[:10] < as_of and not as_of.startswith(last):
            same = [o for o in world.links if _ends(o) == _ends(e)]
            rows.append(
                {
                    **link_of(world, e),
                    "contract": e["contract"],
                    "ends_on": last,
                    "still_served": any(is_in_force(o, as_of) for o in same),
                    "source": e["source"],
                    "edge_id": e["id"],
                }
            )
    rows.sort(key=lambda r: r["edge_id"])
    return sorted(rows, key=lambda r: r["ends_on"], reverse=True)[:limit]


def _ends(e: Row) -> tuple[str, str]:
    return e["from_id"], e["to_id"]
