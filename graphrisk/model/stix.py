"""Records as a STIX 2.1 bundle: standard objects that anybody reads, and our record beside each.

Organizations are identities, incidents incidents, documents reports, edges relationships; what
STIX has no type for is a custom object. Each object carries its record whole in a property
extension, so that a bundle read back is what was written. Ids are made from ours (UUID version 5):
the same record has the same id in every bundle.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote

import pyarrow as pa

from graphrisk.model.schema import BOOKKEEPING_NAMES, EDGE_KINDS, KINDS, NODE_KINDS, Kind

_SPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "urn:graphrisk:stix")
EXTENSION: Final = f"extension-definition--{uuid.uuid5(_SPACE, 'extension')}"
_AUTHOR: Final = f"identity--{uuid.uuid5(_SPACE, 'author')}"
_START: Final = "1970-01-01T00:00:00.000Z"
_ROWS_AT_A_TIME = 20_000
_TYPES = {
    "Organization": "identity",
    "Incident": "incident",
    "Document": "report",
    "DataClass": "x-graphrisk-data-class",
    "Statement": "x-graphrisk-statement",
    "Merge": "x-graphrisk-merge",
}
_WORDS = {"HITS": "targets", "AFFECTS": "impacts"}
_SECTORS = {
    **{"energy": "energy", "transport": "transportation", "banking": "financial-services"},
    **{"financial_market": "financial-services", "health": "healthcare", "space": "aerospace"},
    **{"drinking_water": "water", "waste_water": "water", "education": "education"},
    **{"public_administration": "government", "digital_infrastructure": "telecommunications"},
    **{"digital_providers": "technology", "ict_service_management": "technology"},
    **{"manufacturing": "manufacturing", "retail": "retail", "insurance": "insurance"},
    **{"media": "entertainment", "hospitality": "hospitality-leisure", "non_profit": "non-profit"},
}
Read = Callable[[str], pa.Table]


def stix_parts(read: Read) -> Iterator[bytes]:
    """Yield the bytes of a bundle: who wrote it, then nodes, then edges.

    Parameters
    ----------
    read
        Returns the records of a kind.

    Examples
    --------
    >>> from graphrisk.model.tables import empty_table
    >>> [each["type"] for each in json.loads(b"".join(stix_parts(empty_table)))["objects"]]
    ['extension-definition', 'identity']
    """
    yield f'{{"type":"bundle","id":"bundle--{uuid.uuid5(_SPACE, "bundle")}","objects":['.encode()
    yield _json(_definition()) + b",\n" + _json(_author())
    reported = _reported(read("REPORTED_IN"))
    for kind in NODE_KINDS + EDGE_KINDS:
        for rows in read(kind.name).to_batches(max_chunksize=_ROWS_AT_A_TIME):
            made = [_object(kind, row, reported) for row in rows.to_pylist()]
            yield b"".join(b",\n" + _json(each) for each in made)
    yield b"]}\n"


def stix_id(kind: str, key: str) -> str:
    """Return the STIX id of a record.

    Examples
    --------
    >>> stix_id("SERVES", "a").partition("--")[0], stix_id("Incident", "a").partition("--")[0]
    ('relationship', 'incident')
    """
    return f"{_TYPES.get(kind, 'relationship')}--{uuid.uuid5(_SPACE, f'{kind}:{key}')}"


def _object(
    kind: Kind, row: Mapping[str, Any], reported: Mapping[str, list[str]]
) -> dict[str, Any]:
    moment = _moment(row.get("recorded_at"))
    type_ = _TYPES.get(kind.name, "relationship")
    made: dict[str, Any] = {
        "type": type_,
        "spec_version": "2.1",
        "id": stix_id(kind.name, row["id"]),
        "created_by_ref": _AUTHOR,
        "created": moment,
        "modified": moment,
    }
    if kind.is_edge:
        made |= {
            "relationship_type": _WORDS.get(kind.name, kind.name.lower().replace("_", "-")),
            "source_ref": stix_id(str(kind.from_kind), row["from_id"]),
            "target_ref": stix_id(str(kind.to_kind), row["to_id"]),
        }
    else:
        made |= _node(kind.name, row, moment, reported)
    if row.get("confidence") is not None:
        made["confidence"] = round(100 * row["confidence"])
    is_ours = type_.startswith("x-")
    kept = {
        name: value
        for name, value in row.items()
        if value is not None and name not in BOOKKEEPING_NAMES
    }
    extension = "new-sdo" if is_ours else "property-extension"
    made["extensions"] = {
        EXTENSION: {"extension_type": extension, "kind": kind.name, "record": kept}
    }
    return made


def _node(
    kind: str, row: Mapping[str, Any], moment: str, reported: Mapping[str, list[str]]
) -> dict[str, Any]:
    """Return what is standard about a node."""
    if kind == "Organization":
        sector = _SECTORS.get(row.get("sector") or "")
        return {
            "name": row["name"],
            "identity_class": "organization",
            **({"sectors": [sector]} if sector else {}),
        }
    if kind == "Incident":
        attack = row.get("attack_type")
        return {
            "name": row.get("title") or row["id"],
            **({"labels": [attack.replace("_", "-")]} if attack else {}),
        }
    if kind == "Document":
        day = row.get("published_on") or ""
        url = quote(row.get("url") or "", safe="%:/?#[]@!$&'()*+,;=")
        link = [{"source_name": "url", "url": url}]
        return {
            "name": row.get("title") or row["id"],
            "published": f"{day}T00:00:00.000Z" if len(day) == 10 else moment,
            "object_refs": reported.get(row["id"]) or [_AUTHOR],
            **({"external_references": link} if url.startswith(("http:", "https:")) else {}),
        }
    return {}


def _reported(rows: pa.Table) -> dict[str, list[str]]:
    """Return the incidents that each document reports."""
    found: dict[str, list[str]] = {}
    ends = (rows.column(name).to_pylist() for name in ("from_id", "to_id"))
    for incident, document in zip(*ends, strict=True):
        found.setdefault(document, []).append(stix_id("Incident", incident))
    return found


def _definition() -> dict[str, Any]:
    return {
        "type": "extension-definition",
        "spec_version": "2.1",
        "id": EXTENSION,
        "created_by_ref": _AUTHOR,
        "created": _START,
        "modified": _START,
        "name": "graphrisk record",
        "description": "The record that an object was made from: its kind and its properties.",
        "schema": "urn:graphrisk:record",
        "version": "1.0.0",
        "extension_types": ["property-extension", "new-sdo"],
    }


def _author() -> dict[str, Any]:
    return {
        "type": "identity",
        "spec_version": "2.1",
        "id": _AUTHOR,
        "created": _START,
        "modified": _START,
        "name": "graphrisk",
        "identity_class": "system",
    }


def _moment(recorded: str | None) -> str:
    """Return a moment as STIX writes it.

    Examples
    --------
    >>> _moment("2026-01-02T03:04:05.123456+00:00"), _moment("2026-01-02")
    ('2026-01-02T03:04:05.123Z', '2026-01-02T00:00:00.000Z')
    """
    if not recorded:
        return _START
    day, _, clock = recorded.replace(" ", "T").partition("T")
    clock = clock.partition("+")[0].rstrip("Z") or "00:00:00"
    whole, _, parts = clock.partition(".")
    return f"{day}T{whole}.{(parts + '000')[:3]}Z"


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def is_own(head: bytes) -> bool:
    """Return True for the beginning of a bundle that `stix_parts` wrote."""
    return head.startswith(b'{"type":"bundle"') and EXTENSION.encode() in head


def own_rows(value: Mapping[str, Any]) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Yield (place in the bundle, kind, properties) of the records in a bundle of ours."""
    for place, each in enumerate(value.get("objects") or (), 1):
        extensions = each.get("extensions") if isinstance(each, dict) else None
        kept = extensions.get(EXTENSION) if isinstance(extensions, dict) else None
        if isinstance(kept, dict) and kept.get("kind") in KINDS:
            row = kept.get("record")
            yield place, kept["kind"], row if isinstance(row, dict) else {}
