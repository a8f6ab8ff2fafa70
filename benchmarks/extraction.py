"""What is read of labelled notices: predictions for a scorer, or scored here.

    python benchmarks/extraction.py TEXTS_DIR OUT.jsonl
    python benchmarks/extraction.py --score GOLD.yaml ... [--kept] [--errors] [--by tags]
    python benchmarks/extraction.py --score tests/golden/*.yaml --write-floors
    python benchmarks/extraction.py --score GOLD.yaml ... --reliability [--kept]

Every ``ID.txt`` of the folder becomes one line. Unnamed organizations are written ``(unnamed)``,
the author of a page ``(publisher)``; seasons, which the scorer does not know, are left out.

``--score`` prints precision, recall and F1 of each field, by language and over all, for files of
labels whose texts lie in ``texts/`` beside them. ``--kept`` shows apart the notices that nobody
who writes rules reads (the rule: `scoring.golden.is_kept`); ``--errors`` says nothing of them.
``--write-floors`` raises the floors that the tests hold the golden notices to. ``--reliability``
prints how many claims of each kind and confidence are right, and the same by the rules' own scores,
which is what `graphrisk.extract.confidence` is counted from; of kept notices sums only.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

if __name__ == "__main__":  # a script's own folder is on the path, the project's is not
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.scoring.golden import kept_ids, raised, read_labels, table, text_of
from benchmarks.scoring.measures import Sheet, score
from benchmarks.scoring.reliability import Judged, counts_by_score, is_right, reliability_table
from graphrisk.extract.claims import Claim, ClaimSet, Party
from graphrisk.extract.names.parties import PUBLISHER
from graphrisk.extract.reader import read_claims
from graphrisk.extract.text.intake import read_document

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
            for c in claims.current("count")
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


def judged_claims(
    label: dict[str, Any], text: Path, group: str, *, own_scores: bool
) -> list[Judged]:
    """Return the claims of a notice that its label can judge, each with whether it is right."""
    claims = read_claims(read_document(text), own_scores=own_scores)
    gone = {old for claim in claims.claims for old in claim.supersedes}
    out = []
    for claim in claims.claims:
        alone = replace(claims, claims=(claim,))
        beside = "other data" in claim.note and claims.of("data_class") != (claim,)
        found = prediction(label["id"], alone)
        right = None if claim.id in gone or beside else is_right(label, claim.field, found)
        if right is not None:
            out.append(Judged(group, claim.field, claim.confidence, right))
    return out


def print_reliability(files: Sequence[Path], *, has_kept: bool) -> None:
    """Print how often claims are right, by kind and confidence and by the rules' own scores."""
    tables: dict[bool, list[Judged]] = {False: [], True: []}
    for file in files:
        labels = read_labels(file)
        kept = _kept_in(file) if has_kept else frozenset()
        for label in labels:
            text = text_of(file, str(label["id"]))
            group = _apart(label, kept, file.parent.name)
            for own_scores, some in tables.items():
                some += judged_claims(label, text, group, own_scores=own_scores) if text else []
    shown = tables[False]
    print(reliability_table([x for x in shown if "kept" not in x.group], by=lambda x: x.field))
    print("\nBy notices")
    print(reliability_table(shown, by=lambda x: x.group))
    print("\nBy kind and the rule's own score: right of all")
    for (kind, own), counts in counts_by_score(tables[True]).items():
        told = (f"{group} {right}/{of}" for group, (right, of) in sorted(counts.items()))
        print(f"  {kind:<12}{own:>6.2f}   {'; '.join(told)}")


def _kept_in(file: Path) -> frozenset[str]:
    """Return the notices of a file that nobody who writes rules reads."""
    return kept_ids(read_labels(file))


def _apart(label: dict[str, Any], kept: frozenset[str], name: str) -> str:
    if label["id"] not in kept:
        return name
    return "kept third" if label["language"] in {"sv", "de", "en"} else "kept, other languages"


FLOORS = Path(__file__).resolve().parents[1] / "tests" / "golden" / "floors.yaml"


def read_notice(identifier: str, text: Path) -> tuple[dict[str, Any], float]:
    """Return what is read of one notice, and how many seconds that took."""
    document = read_document(text)
    started = time.perf_counter()
    claims = read_claims(document)
    return prediction(identifier, claims), time.perf_counter() - started


def write_predictions(folder: Path, out: Path) -> None:
    """Write one line for each text of a folder."""
    read = [read_notice(file.stem, file) for file in sorted(folder.glob("*.txt"))]
    lines = [json.dumps(found, ensure_ascii=False) + "\n" for found, _ in read]
    out.write_text("".join(lines), encoding="utf-8")
    _say_times([seconds for _, seconds in read])


def _say_times(seconds: Sequence[float]) -> None:
    if seconds:
        middle = sorted(seconds)[len(seconds) // 2]
        print(
            f"{len(seconds)} notices; median {middle * 1000:.0f} ms, longest {max(seconds):.2f} s"
        )


def score_file(file: Path) -> list[tuple[dict[str, Any], Sheet, float]]:
    """Read and score every notice of a file of labels; one without its text counts as empty."""
    out = []
    for label in read_labels(file):
        text = text_of(file, str(label["id"]))
        found, seconds = read_notice(label["id"], text) if text else ({}, 0.0)
        out.append((label, score(label, found), seconds))
    return out


def grouped(
    scored: Sequence[tuple[dict[str, Any], Sheet, float]], by: str, kept: frozenset[str]
) -> dict[str, Sheet]:
    """Add sheets up by a property of the labels, over all, and over what is kept."""
    groups: dict[str, Sheet] = {}
    for label, sheet, _ in scored:
        keys = label["tags"] if by == "tags" else [label[by]]
        apart = _apart(label, kept, "read by the authors")
        for key in [*keys, "all", *([apart] if kept else [])]:
            groups.setdefault(key, Sheet()).merge(sheet)
    last = ("read by the authors", "kept third", "kept, other languages", "all")
    order = sorted(set(groups) - set(last)) + [name for name in last if name in groups]
    return {name: groups[name] for name in order}


def print_scores(options: argparse.Namespace) -> None:
    """Print the table of some files of labels, and what was asked for beside it."""
    files = [file for file in options.score if file.resolve() != FLOORS]  # tests/golden/*.yaml
    scored = [entry for file in files for entry in score_file(file)]
    labels = [label for label, _, _ in scored]
    unread = frozenset().union(*map(_kept_in, files))
    groups = grouped(scored, options.by, unread if options.kept else frozenset())
    print(table(groups))
    _say_times([seconds for _, _, seconds in scored])
    if options.errors:
        for fault in groups["all"].faults:
            if fault[0] not in unread:
                print(*fault, sep="\t")
    if options.write_floors:
        floors = yaml.safe_load(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
        languages = {label["language"] for label in labels}
        now = raised(floors or {}, {k: s for k, s in groups.items() if k in languages})
        words = "# Figures that tests/golden may not fall below; only --write-floors raises them.\n"
        FLOORS.write_text(words + yaml.safe_dump(now), encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    """Write predictions of a folder, or print the scores of files of labels."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("out", nargs="?", type=Path)
    parser.add_argument("--score", nargs="+", type=Path, default=[])
    parser.add_argument("--by", choices=["language", "genre", "tags"], default="language")
    parser.add_argument("--kept", action="store_true")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--write-floors", action="store_true")
    parser.add_argument("--reliability", action="store_true")
    options = parser.parse_args(arguments)
    if options.score and options.reliability:
        files = [file for file in options.score if file.resolve() != FLOORS]
        print_reliability(files, has_kept=options.kept)
    elif options.score:
        print_scores(options)
    elif options.folder and options.out:
        write_predictions(options.folder, options.out)
    else:
        parser.error("give a folder and a file to write, or --score")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
