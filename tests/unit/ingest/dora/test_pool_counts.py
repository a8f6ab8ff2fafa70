"""The indicators of the sample pool, counted again from the files with nothing but a CSV reader."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import defaultdict

from graphrisk.analysis.indicators import indicators_of
from graphrisk.analysis.params import ExposedParams
from graphrisk.ingest.dora.load import read_dora
from graphrisk.model.build import build_graph
from graphrisk.model.merged import apply_merges
from graphrisk.resources import data_folder

DAY = "2026-11-25"
FINANCIAL = "eba_CT:x317"
FOLDER = data_folder() / "registers"
POOL = (FOLDER / "sound", FOLDER / "pool" / "furunes.zip", FOLDER / "pool" / "tallmo.zip")


def rows(path, table):
    """Return the rows of a table, read without graphrisk."""
    if path.is_dir():
        text = (path / f"{table}.csv").read_text("utf-8")
    else:
        with zipfile.ZipFile(path) as archive:
            (name,) = [n for n in archive.namelist() if n.endswith(f"/{table}.csv")]
            text = archive.read(name).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def counted_by_hand():
    """Return LEI or code of provider -> (users, hard to move) among financial entities."""
    users, hard = defaultdict(set), defaultdict(set)
    for path in POOL:
        financial = {row["c0010"] for row in rows(path, "b_01.02") if row["c0040"] != FINANCIAL}
        group = {row["c0010"] for row in rows(path, "b_01.02")}
        critical = {
            (row["c0010"], row["c0040"])
            for row in rows(path, "b_06.01")
            if row["c0050"] == "eba_BT:x28"
        }
        assessed = {
            (row["c0010"], row["c0020"], row["c0040"])
            for row in rows(path, "b_07.01")
            if row["c0050"] in ("eba_ZZ:x959", "eba_ZZ:x960") or row["c0090"] == "eba_ZZ:x967"
        }
        for row in rows(path, "b_02.02"):
            user, provider = row["c0020"], row["c0030"]
            in_force = row["c0070"] <= DAY <= row["c0080"]
            is_third = user in financial and provider not in group
            if in_force and is_third and (row["c0050"], user) in critical:
                users[provider].add(user)
                if (row["c0010"], provider, row["c0060"]) in assessed:
                    hard[provider].add(user)
    return {key: (len(found), len(hard[key])) for key, found in users.items()}


def test_indicators_of_the_pool_are_what_the_files_say():
    tables = read_dora(POOL).tables
    graph = build_graph(apply_merges(tables)) if "Merge" in tables else build_graph(tables)
    found = indicators_of(ExposedParams(as_of=DAY).view(graph))
    ids = graph.organization_ids.to_pylist()
    computed = {
        ids[each.row]: (
            each.users,
            int(sum(category.shares["4.2"].part for category in each.categories)),
        )
        for each in found.providers
    }
    assert computed == counted_by_hand()
    assert len(found.entities.rows) == 6
