"""Predictions for a folder of labelled notices, in the format of its scorer.

    python benchmarks/extraction.py TEXTS_DIR OUT.jsonl

Every ``ID.txt`` of the folder becomes one line. Unnamed organizations are written ``(unnamed)``,
the author of a page ``(publisher)``; seasons, which the scorer does not know, are left out.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from graphrisk.extract.claims import Claim, ClaimSet, Party
from graphrisk.extract.intake import read_document
from graphrisk.extract.parties import PUBLISHER
from graphrisk.extract.reader import read_claims

_COUNTED = {"affected"}


def name_of(party: Party) -> str:
    """Return the scorer's name of a party."""
    if party.name == PUBLISHER or (party.key == PUBLISHER):
        return PUBLISHER
    return party.name if party.named else "(unnamed)"


def depths(edges: list[Claim]) -> dict[str, int]:
    """Return how far each vendor is from the end of its longest chain."""
    customers: dict[str, set[str]] = {}
    for claim in edges:
        customers.setdefault(claim.value["vendor"].key, set()).add(claim.value["customer"].key)

    def depth(key: str, seen: frozenset[str]) -> int:
        below = [c for c in customers.get(key, ()) if c in customers and c not in seen]
        return 1 + max((depth(c, seen | {c}) for c in below), default=0)

    return {key: depth(key, frozenset({key})) for key in customers}


def classes(claims: ClaimSet) -> dict[str, str]:
    """Return the last standing status of each class, a stated exposure before a hedge."""
    order = {"suspected": 0, "denied": 1, "confirmed": 2}
    out: dict[str, str] = {}
    for claim in claims.current("data_class"):
        if "other data" in claim.note and claims.of("data_class") != (claim,):
            continue
        name = claim.value["data_class"]
        status = claim.status or "suspected"
        if name not in out or order[status] > order[out[name]]:
            out[name] = status
    return out


def affected(claims: ClaimSet) -> list[dict[str, str]]:
    """Return each affected organization once; data and service together are "both"."""
    impacts: dict[str, list[str]] = {}
    for claim in claims.of("affected"):
        impacts.setdefault(name_of(claim.value["organization"]), []).append(claim.value["impact"])
    return [
        {"name": name, "impact": "both" if {"data", "service"} <= set(found) else found[0]}
        for name, found in impacts.items()
    ]


def prediction(identifier: str, claims: ClaimSet) -> dict[str, Any]:
    """Return one line of the predictions file."""
    edges = list(claims.current("serves"))
    depth = depths(edges)
    incident = next(iter(claims.of("incident")), None)
    return {
        "id": identifier,
        "is_incident": claims.is_incident,
        "vendors": [name_of(c.value["organization"]) for c in claims.of("vendor_hit")],
        "serves": [
            {
                "vendor": name_of(c.value["vendor"]),
                "customer": name_of(c.value["customer"]),
                "depth": depth[c.value["vendor"].key],
            }
            for c in edges
        ],
        "affected_orgs": affected(claims),
        "affected_counts": [
            {
                "what": c.value["what"],
                "value": c.value["number"],
                "qualifier": c.value["qualifier"],
            }
            for c in claims.of("count")
            if c.value["scope"] in _COUNTED
        ],
        "data_classes": classes(claims),
        "attack_type": incident.value["attack_type"] if incident else "none",
        "dates": [
            {"what": c.value["what"], "date": c.value["date"]}
            for c in claims.of("date")
            if c.value["precision"] != "season" and c.confidence > 0.4
        ],
        "authorities": [
            {"name": c.value["name"], "role": c.value["role"]} for c in claims.of("authority")
        ],
    }


def main(arguments: list[str]) -> int:
    """Write the predictions of a folder."""
    if len(arguments) != 2:
        print(__doc__)
        return 2
    folder, out = Path(arguments[0]), Path(arguments[1])
    lines: list[str] = []
    times: list[float] = []
    for file in sorted(folder.glob("*.txt")):
        document = read_document(file)
        started = time.perf_counter()
        claims = read_claims(document)
        times.append(time.perf_counter() - started)
        lines.append(json.dumps(prediction(file.stem, claims), ensure_ascii=False))
    out.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    if times:
        median = sorted(times)[len(times) // 2]
        print(
            f"{len(lines)} predictions; median {median * 1000:.0f} ms, longest {max(times):.2f} s"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
