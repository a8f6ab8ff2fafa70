"""Write the synthetic vendor register of an invented hospital group.

Everything here is made up: the group, its units, its vendors, contracts, figures. The part that
tells the story (``synthetic_story/``) is written by hand, the rest is drawn. The same seed gives
the same bytes on every machine and Python version, since only ``Random.random`` is used.

``python data/synthetic_hospital.py`` writes ``data/synthetic/*.csv`` again;
``python data/synthetic_hospital.py OUT_DIR 7`` writes another folder with another seed.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import TypeVar

SEED = 20261101
SOURCE = "synthetic register"
SEEN_ON = "2026-11-01"
STORY = Path(__file__).parent / "synthetic_story"

Item = TypeVar("Item")
Row = dict[str, str]

COLUMNS = {
    "organizations": (
        "id,name,aliases,country,sector,lei,named,tolerance_hours,failure_probability_per_year,"
        "parent_id,source_kind,source,seen_on"
    ),
    "serves": (
        "vendor,customer,service,category,criticality,group,required,contract,supports,"
        "data_classes,access,probability,recovery_hours,annual_cost,currency,starts_on,ends_on,"
        "rank,substitutability,exit_plan,notice_days,data_location,source_kind,source,seen_on,"
        "confidence"
    ),
    "holds": "organization,data_class,subjects,counted_on,source_kind,source,seen_on",
}
HEADS = [
    "Lav",
    "Ljung",
    "Moss",
    "Gran",
    "Ripa",
    "Tjäder",
    "Trana",
    "Skata",
    "Lom",
    "Vide",
    "Säv",
    "Björk",
    "Ask",
    "Kåda",
    "Myr",
    "Tjärn",
]
TAILS = ["holm", "fors", "berga", "näs", "vik", "torp", "lund", "mora", "sele", "tuna"]
ABROAD = [
    "Bluepine",
    "Redcreek",
    "Ashmoor",
    "Stonewren",
    "Pinefall",
    "Greyfinch",
    "Oakmere",
    "Larkhollow",
    "Marshbell",
]
LEGAL_FORMS = {
    "SE": " AB",
    "FI": " Oy",
    "DK": " A/S",
    "DE": " GmbH",
    "NL": " B.V.",
    "GB": " Ltd",
    "US": " Inc.",
    "CH": " AG",
    "IN": " Pvt Ltd",
}
PATIENT_CLASSES = ("name", "national_id", "contact", "health", "address")
STAFF_COUNTS = (("employment", 14_350), ("credentials", 16_900), ("name", 16_900))
DRAWN_VENDORS = 43


def read_story(name: str) -> list[Row]:
    """Return the rows of one hand-written file."""
    with (STORY / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def pick(rng: Random, items: Sequence[Item]) -> Item:
    """Return one item; unlike ``Random.choice`` the same on every Python version."""
    return items[int(rng.random() * len(items))]


def chance(rng: Random, share: float) -> bool:
    """Return True in that share of the calls."""
    return rng.random() < share


def draw_vendors(rng: Random, trades: list[Row]) -> list[Row]:
    """Return the drawn vendors with ``tier`` and ``trade``; three of ten sit outside the EU."""
    found: list[Row] = []
    taken: set[str] = set()
    while len(found) < DRAWN_VENDORS:
        number = len(found)
        trade = number % len(trades)
        if number % 10 in (1, 4, 7):
            name = f"{pick(rng, ABROAD)} {pick(rng, ('Health', 'Systems', 'Data', 'Supply'))}"
            country = pick(rng, ("GB", "US", "US", "CH", "IN"))
        else:
            name = f"{pick(rng, HEADS)}{pick(rng, TAILS)} {trades[trade]['word']}"
            country = pick(rng, ("SE", "SE", "SE", "FI", "DK", "DE", "NL"))
        if name in taken:
            continue
        taken.add(name)
        found.append(
            {
                "id": f"syn-v{number + 1:02d}",
                "name": name + LEGAL_FORMS[country],
                "country": country,
                "sector": trades[trade]["sector"],
                "tier": "1" if number < 18 else "2" if number < 34 else "3",
                "trade": str(trade),
            }
        )
    return found


def draw_link(rng: Random, vendor: Row, customer: str, trades: list[Row], contract: str) -> Row:
    """Return one drawn row of serves.csv: most links are not critical, some cells are empty."""
    trade = trades[int(vendor["trade"])]
    draw = rng.random()
    criticality = "critical" if draw < 0.14 else "important" if draw < 0.44 else "supporting"
    classes = trade["data_classes"]
    return {
        "vendor": vendor["id"],
        "customer": customer,
        "service": trade["service"],
        "category": trade["category"],
        "criticality": "" if chance(rng, 0.12) else criticality,
        "contract": contract,
        "data_classes": "" if chance(rng, 0.2) and classes != "none" else classes,
        "access": trade["access"],
    }


def draw_links(rng: Random, vendors: list[Row], trades: list[Row], units: list[Row]) -> list[Row]:
    """Return drawn links: tier 1 to units, tiers 2 and 3 to the vendors above them.

    No vendor of the story is ever the vendor of a drawn link, so its cascade stays as written.
    """
    tiers = {tier: [v for v in vendors if v["tier"] == tier] for tier in ("1", "2", "3")}
    rows: list[Row] = []
    for vendor in tiers["1"]:
        for unit in sorted({pick(rng, units)["id"] for _ in range(4)}):
            rows.append(draw_link(rng, vendor, unit, trades, f"NV-{201 + len(rows)}"))
    story = [v["id"] for v in read_story("vendors") if v["tier"] == "1"]
    second = [(customer, True) for customer in story + [v["id"] for v in tiers["1"]]]
    third = [(v["id"], False) for v in tiers["2"]]
    for customer, first_tier in second + third:
        below = tiers["2"] + tiers["3"][:3] if first_tier else tiers["3"]
        wanted = (4 if chance(rng, 0.5) else 3) if first_tier else 2
        for place in sorted({pick(rng, range(len(below))) for _ in range(wanted)}):
            contract = f"SUB-{len(rows) + 1:03d}"
            rows.append(draw_link(rng, below[place], customer, trades, contract))
    return rows


def add_terms(rng: Random, row: Row, country: str) -> None:
    """Fill in spend, dates, exit and recovery, with the gaps that real registers have."""
    row["annual_cost"] = "" if chance(rng, 0.15) else str(int(20_000 * 10 ** (rng.random() * 2.6)))
    currency = {"US": "USD", "GB": "GBP", "SE": "SEK"}.get(country, "EUR")
    row["currency"] = currency if row["annual_cost"] else ""
    year, month = 2017 + int(rng.random() * 9), 1 + int(rng.random() * 12)
    starts_on = "" if chance(rng, 0.1) else f"{year}-{month:02d}-01"
    ends_on = f"{2027 + int(rng.random() * 4)}-12-31" if chance(rng, 0.6) else ""
    if row["contract"].startswith(("NV-2", "SUB-")) and chance(rng, 0.04):
        starts_on, ends_on = "2019-01-01", f"{2023 + int(rng.random() * 3)}-06-30"
    if not row.get("ends_on"):
        row["starts_on"], row["ends_on"] = starts_on, ends_on
    draw = rng.random()
    row["substitutability"] = (
        "not" if draw < 0.05 else "hard" if draw < 0.3 else "medium" if draw < 0.65 else "easy"
    )
    draw = rng.random()
    row["exit_plan"] = "cannot be taken back" if draw < 0.2 else "written" if draw < 0.5 else "none"
    row["notice_days"] = pick(rng, ("", "30", "90", "180"))
    row["recovery_hours"] = pick(rng, ("", "", "2", "8", "24", "72"))
    row["probability"] = pick(rng, ("", "", "", "", "0.1", "0.3"))
    row["data_location"] = "" if row["data_classes"] == "none" else country
    row["rank"] = "1" if row["contract"].startswith(("NV-", "LAB-")) else "2"


def draw_holdings(rng: Random, units: list[Row]) -> list[Row]:
    """Return holds.csv: patients of each care unit per class, staff at shared services."""
    rows: list[Row] = []
    for unit in units:
        for data_class in PATIENT_CLASSES if unit["patients"] != "0" else ():
            share = 1.0 if data_class in ("name", "national_id") else 0.7 + 0.3 * rng.random()
            subjects = "" if chance(rng, 0.05) else str(int(int(unit["patients"]) * share))
            counted_on = "2026-01-15" if chance(rng, 0.7) else "2024-09-30"
            rows.append(
                {
                    "organization": unit["id"],
                    "data_class": data_class,
                    "subjects": subjects,
                    "counted_on": counted_on,
                }
            )
    for data_class, count in STAFF_COUNTS:
        row = {"organization": "syn-shared-services", "data_class": data_class}
        rows.append(row | {"subjects": str(count), "counted_on": "2026-02-01"})
    return rows


def build(seed: int = SEED) -> dict[str, list[Row]]:
    """Return the rows of the three files for a seed."""
    rng = Random(seed)
    trades, units = read_story("trades"), read_story("units")
    drawn = draw_vendors(rng, trades)
    vendors = read_story("vendors") + drawn
    group, *members = units
    organizations = [
        {
            "id": unit["id"],
            "name": unit["name"],
            "country": "SE",
            "sector": "health",
            "tolerance_hours": unit["tolerance_hours"],
            "parent_id": "" if unit is group else group["id"],
        }
        for unit in units
    ]
    for vendor in vendors:
        row = {key: vendor[key] for key in ("id", "name", "country", "sector")}
        row["failure_probability_per_year"] = pick(rng, ("", "", "0.01", "0.02", "0.05"))
        organizations.append(row)
    country = {row["id"]: row["country"] for row in organizations}
    serves = read_story("serves") + draw_links(rng, drawn, trades, members)
    for row in serves:
        add_terms(rng, row, country[row["vendor"]])
    tables = {
        "organizations": organizations,
        "serves": serves,
        "holds": draw_holdings(rng, units),
    }
    for row in organizations:
        row["named"] = "true"
    for rows in tables.values():
        for row in rows:
            row |= {"source_kind": "register", "source": SOURCE, "seen_on": SEEN_ON}
    return tables


def texts(seed: int = SEED) -> dict[str, str]:
    """Return the three files as text, by file name."""
    found = {}
    for name, rows in build(seed).items():
        out = io.StringIO()
        writer = csv.DictWriter(out, COLUMNS[name].split(","), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        found[f"{name}.csv"] = out.getvalue()
    return found


def main(arguments: Sequence[str]) -> None:
    """Write the files into a folder (default: ``synthetic`` beside this script)."""
    folder = Path(arguments[0]) if arguments else Path(__file__).parent / "synthetic"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts(int(arguments[1]) if len(arguments) > 1 else SEED).items():
        (folder / name).write_bytes(text.encode("utf-8"))


if __name__ == "__main__":
    main(sys.argv[1:])
