"""Random worlds with incidents, holdings, groups and names, and a question; both paths compared."""

from __future__ import annotations

import json
from dataclasses import replace
from random import Random

from graphrisk.errors import GraphRiskError
from graphrisk.model.records import record
from graphrisk.model.tables import to_tables
from graphrisk.settings import Settings
from graphrisk.store.ledger import write_tables
from graphrisk.view.answer import to_json, to_markdown
from graphrisk.view.how_read import with_how_read
from graphrisk.workspace import Workspace
from graphrisk.workspace.exposure import exposed_answer_for, fallen_ids
from graphrisk.workspace.part_reading import Question
from graphrisk.workspace.parts import read_for
from tests.strategies import AS_OF, DATA_CLASSES, seeded_case

DOCUMENTS = ("d" * 64, "e" * 64)
URL = "https://x.example/a#b"
STATUSES = (None, "confirmed", "suspected", "denied")
SOURCES = (None, None, "f.csv#2", URL, f"{URL}#7", *(f"{key}#1-2" for key in DOCUMENTS))
SOURCE_KINDS = (None, "register", "notice", "assumed", "foreign")


def random_records(seed):
    """Return the case, records of a first load, and of a second one that supersedes some."""
    chance = Random(seed)
    case = seeded_case(seed, most_organizations=chance.choice([6, 9, 12]), most_edges=40)
    ids = list(case.organizations)
    if chance.random() < 0.6:  # one who serves many
        served = [edge["vendor"] for edge in case.edges]
        case = replace(case, fallen=frozenset([max(ids, key=served.count)]))
    rare = chance.random() < 0.5
    organizations = [
        record(
            "Organization",
            id=key,
            name=chance.choice([key, key.upper(), f"Name {key[1:]}"]),
            country=chance.choice([None, "SE", "FI"]),
            sector=chance.choice([None, "health"]),
            tolerance_hours=None if rare else chance.choice([None, None, 0.0, 24.0]),
        )
        for key in ids
    ]
    serves = [
        record(
            "SERVES",
            from_id=edge["vendor"],
            to_id=edge["customer"],
            recovery_hours=None if rare else chance.choice([None, 12.0, 48.0]),
            source_kind=chance.choice(SOURCE_KINDS),
            source=chance.choice(SOURCES),
            quote=chance.choice([None, "as written"]),
            **{
                name: value
                for name, value in edge.items()
                if name not in ("vendor", "customer")
                and not (name == "confidence" and chance.random() < 0.5)
            },
        )
        for edge in case.edges
    ]
    said = _said(chance, ids, sorted(case.fallen))
    later = [
        record(each.kind, **{**each.values(), "status": chance.choice(STATUSES[1:])})
        for each in said
        if each.kind in ("AFFECTS", "EXPOSES", "Statement") and chance.random() < 0.5
    ]
    return case, [*organizations, *serves, *said], later


def _said(chance, ids, fallen):
    """Return classes, holdings, incidents and what documents say of them, groups, merges."""

    def some(kind, letter, most, **values):
        return [
            record(kind, id=f"{letter}{n}", **{k: make() for k, make in values.items()})
            for n in range(chance.randint(0, most))
        ]

    def one(*values):
        return lambda: chance.choice(values)

    incidents, subjects = [f"i{n}" for n in range(2)], one(None, 5, 70)
    shared = {"source": one(*SOURCES), "source_kind": one(*SOURCE_KINDS)}
    hits = chance.choice([0, 0, 2])
    return [
        *(record("DataClass", id=key, name=key) for key in DATA_CLASSES),
        *(record("Document", id=DOCUMENTS[0], title="One", publisher="P", url=URL) for _ in "1"),
        record("Document", id=DOCUMENTS[1], title="Two"),
        record("Incident", id="i0", title="First", attack_type=chance.choice([None, "outage"])),
        record("Incident", id="i1", state=chance.choice([None, "closed"])),
        *some("HOLDS", "h", 5, from_id=one(*ids), to_id=one(*DATA_CLASSES), subjects=subjects),
        *some(
            "HITS",
            "t",
            hits,
            from_id=one(*incidents),
            to_id=one(*ids, *(fallen * 5)),
            role=one(None, "origin"),
        ),
        *some(
            *("AFFECTS", "a", 3),
            from_id=one(*incidents),
            to_id=one(*ids),
            impact=one(None, "data", "service"),
            status=one(*STATUSES),
            subjects=subjects,
            **shared,
        ),
        *some(
            *("EXPOSES", "x", 3),
            from_id=one(*incidents),
            to_id=one(*DATA_CLASSES),
            holder=one(None, *ids),
            status=one(*STATUSES),
            subjects=subjects,
            **shared,
        ),
        *some("REPORTED_IN", "r", 3, from_id=one(*incidents), to_id=one(*DOCUMENTS)),
        *some(
            *("Statement", "s", 4),
            field=one("person_count", "consequence", "vendor_hit", "serves", "affected"),
            value=one(None, "text", *ids),
            number=one(None, 12.0),
            about=one(None, "not there", "alias", *ids),
            status=one(*STATUSES),
            incident=one(*incidents),
            **shared,
        ),
        *_groups(chance, ids),
        *some("Merge", "m", 1, alias=one("alias", "Trade name"), organization=one(*ids)),
        *some("Merge", "n", chance.choice([0, 3]), alias=one(*ids), organization=one("?", *ids)),
    ]


def _groups(chance, ids):
    """Return legal groups: mostly a forest, sometimes a ring or two parents."""
    found = []
    for n in range(chance.choice([0, 0, 3, 5])):
        child, parent = chance.choice(ids), chance.choice(ids)
        found.append(record("PART_OF", id=f"p{n}", from_id=child, to_id=parent))
    return found


def random_question(seed, work, case):
    """Return the names of who falls, and a question."""
    chance = Random(-seed - 1)
    params = work.params(
        as_of=AS_OF,
        min_criticality=case.threshold,
        min_confidence=case.min_confidence,
        assume_substitutes="category" if case.assume_substitutes else None,
        max_hops=chance.choice([None, None, 1, 2]),
        limit=chance.choice([None, None, 3]),
        hours=chance.choice([None, "6,30"]),
        by_group=chance.random() < 0.4,
    )
    question = Question(
        params,
        mode=chance.choice([None, None, None, "outage", "outage", "breach", "compromise"]),
        incident=chance.choice([*[None] * 12, "i0", "i1", "not there"]),
        with_group=chance.random() < 0.3,
    )
    return sorted(case.fallen), question


def filled(store, seed):
    """Write a random world into an empty store; return its case."""
    case, records, later = random_records(seed)
    write_tables(store, to_tables(records))
    if later:
        write_tables(store, to_tables(later))
    return case


def workspace_of(store, settings=None):
    """Return a workspace that works in a store which is open."""
    work = Workspace(Settings.read({"GRAPHRISK_STORE": "memory:", **(settings or {})}, folder=None))
    work.__dict__["_memory"] = store
    return work


def answer_by(path, work, names, question):
    """Return the answer of ``exposed`` as text and as JSON, and how its graph was read."""

    def find(graph, texts):
        return list(dict.fromkeys(work.find(graph, [text])[0].id for text in texts))

    try:
        read = read_for(work, names, question, find=find, path=path)
        fallen, lines = fallen_ids(
            read.graph,
            question.params,
            read.named,
            kinds=question.kinds,
            with_group=question.with_group,
        )
        answer = exposed_answer_for(
            work,
            read.graph,
            fallen,
            question.params,
            mode=question.mode,
            incident=question.incident,
            lines=lines,
            reports=read.reports,
        )
    except GraphRiskError as error:
        return type(error).__name__, str(error), None
    assert "read" not in answer.result
    if read.how is not None:
        told = json.loads(to_json(with_how_read(answer, read.how), program_version="0"))
        assert told["result"]["read"]["path"] == read.how.path
    return to_markdown(answer), to_json(answer, program_version="0"), read.how


def both_ways(work, names, question):
    """Return both answers without how they were read, and the path that was really taken."""
    by_query = answer_by("query", work, names, question)
    by_arrays = answer_by("arrays", work, names, question)
    return by_query, by_arrays
