"""Register files -> records, alone and on top of what a store knows."""

from __future__ import annotations

import csv
import itertools
from pathlib import Path

import pytest

from graphrisk.errors import Problem, UsageError
from graphrisk.ingest.edge_ids import edge_ids
from graphrisk.ingest.load import Registers, read_registers
from graphrisk.ingest.problems import MOST_WARNINGS, ProblemLog, count_rows, write_problems_csv
from graphrisk.model.identifiers import edge_id, organization_id
from graphrisk.resolve.directory import read_directory
from graphrisk.store.base import GraphStore
from graphrisk.store.ledger import write_tables
from graphrisk.store.opening import open_store
from graphrisk.store.reading import read_graph


@pytest.fixture
def files(tmp_path):
    def write(**tables: str) -> list[Path]:
        paths = []
        for name, content in tables.items():
            path = tmp_path / f"{name}.csv"
            path.write_text(content.replace("    ", "").lstrip(), encoding="utf-8")
            paths.append(path)
        return paths

    return write


def rows(found: Registers, kind: str) -> list[dict[str, object]]:
    table = found.tables.get(kind)
    return [] if table is None else table.to_pylist()


def said(found: Registers) -> str:
    return "\n".join(problem.text() for problem in found.problems)


def load(store: GraphStore, *paths: Path) -> Registers:
    found = read_registers(paths, directory=read_directory(store))
    write_tables(store, found.batches, withdraw=found.withdraw)
    return found


def test_serves_needs_only_vendor_and_customer(files):
    found = read_registers(files(serves="vendor,customer\nAlfa AB,Beta Oy\n"))
    (edge,) = rows(found, "SERVES")
    known = {name: value for name, value in edge.items() if value is not None}
    assert known == {
        "id": edge_id("SERVES", organization_id("Alfa"), organization_id("Beta")),
        "from_id": organization_id("Alfa"),
        "to_id": organization_id("Beta"),
        "source_kind": "register",
        "source": "serves.csv:row 2",
    }
    assert [row["name"] for row in rows(found, "Organization")] == ["Alfa AB", "Beta Oy"]
    assert found.problems == ()
    assert found.batches[0][2] == frozenset()


def test_every_property_of_serves_is_a_column(files):
    cells = {
        "Vendor": "Alfa", "Customer": "Beta", "Service": "Hosting", "Category": "Cloud hosting",
        "Criticality": "IMPORTANT", "Group": "g", "Required": "1", "Contract": "K1",
        "Supports": "ward", "Data classes": "Health", "Access": "network", "Probability": "12,5 %",
        "Recovery hours": "4", "Annual cost": "1 234,5", "Currency": "EUR", "Starts on": "1.2.2024",
        "Ends on": "", "Rank": "2", "Source kind": "contract", "Source": "s", "Quote": "q",
        "Seen on": "2024-05-01", "Confidence": "90 %",
    }  # fmt: skip
    content = ";".join(cells) + "\n" + ";".join(cells.values()) + "\n"
    (edge,) = rows(read_registers(files(serves=content)), "SERVES")
    expected = {
        "service": "Hosting", "category": "cloud_hosting", "criticality": "important", "group": "g",
        "required": 1, "contract": "K1", "supports": ["ward"], "data_classes": ["health"],
        "access": ["network"], "probability": 0.125, "recovery_hours": 4.0, "annual_cost": 1234.5,
        "currency": "EUR", "starts_on": "2024-02-01", "ends_on": None, "rank": 2,
        "source_kind": "contract", "source": "s", "quote": "q", "seen_on": "2024-05-01",
        "confidence": 0.9,
    }  # fmt: skip
    assert {name: edge[name] for name in expected} == expected


@pytest.mark.parametrize("order", list(itertools.permutations(["serves", "organizations"])))
@pytest.mark.parametrize("vendor", ["V001", "Alfa AB", "ALFA", "v001"])
@pytest.mark.parametrize("together", [True, False])
def test_name_and_id_end_as_one_organization_in_any_order(files, order, vendor, together):
    paths = dict(
        zip(
            ("serves", "organizations"),
            files(
                serves=f"vendor,customer\n{vendor},Beta\n",
                organizations="id,name,country\nV001,Alfa AB,SE\n",
            ),
            strict=True,
        )
    )
    store = open_store("memory:")
    for step in [order] if together else [[name] for name in order]:
        load(store, *(paths[name] for name in step))
    graph = read_graph(store)
    names = graph.organizations.column("name").to_pylist()
    assert sorted(names) == ["Alfa AB", "Beta"]
    assert graph.organizations.column("country").to_pylist().count("SE") == 1
    before = store.info().digest
    load(store, *paths.values())
    assert store.info().digest == before


def test_code_and_name_loaded_apart_become_one_when_the_list_comes(files):
    serves, more, organizations = files(
        serves="vendor,customer\nV001,Beta\n",
        more_serves="vendor,customer\nAlfa AB,Gamma\n",
        organizations="id,name\nV001,Alfa AB\n",
    )
    store = open_store("memory:")
    for path in (serves, more, organizations):
        load(store, path)
    graph = read_graph(store)
    assert sorted(graph.organizations.column("name").to_pylist()) == ["Alfa AB", "Beta", "Gamma"]


def test_same_files_twice_change_nothing(files):
    paths = files(
        organizations="id,name,parent_id\nV1,Alfa AB,V2\nV2,Omega Oy,\n",
        serves="vendor,customer,criticality\nAlfa,Beta,x\nKaiku AB,Kaiku,\nKaiku Oy,Beta,x\n",
        hits="incident,organization,role\nI1,Alfa,origin\n",
        holds="organization,data_class\nBeta,health\n",
        statements="field,value,incident,about\nauthority,CNIL,I1,Alfa\n",
        documents="title,url,incident\nNotice,https://x.example,I1\n",
    )
    store = open_store("memory:")
    load(store, *paths)
    before = store.info()
    load(store, *reversed(paths))
    assert store.info().digest == before.digest
    assert store.info().last_load == before.last_load


def test_mentioned_organization_keeps_what_is_known_of_it(files):
    organizations, serves = files(
        organizations="name,country,sector\nAlfa AB,SE,health\n",
        serves="vendor,customer\nAlfa,Beta\n",
    )
    store = open_store("memory:")
    load(store, organizations)
    load(store, serves)
    (alfa,) = (row for row in store.read("Organization").to_pylist() if row["country"])
    assert (alfa["name"], alfa["sector"]) == ("Alfa AB", "health")
    (merge,) = store.read("Merge").to_pylist()
    assert (merge["alias"], merge["organization"]) == ("Alfa", alfa["id"])


def test_incidents_and_everything_about_them(files):
    found = read_registers(
        files(
            incidents="id,title,attack_type,occurred_on\nI1,Attack,Ransomware,2024-05\n",
            hits="incident,organization,role\nI1,Alfa,origin\n",
            affects="incident,organization,status,subjects\nI1,Beta,suspected,1 200\n",
            exposes="incident,data_class,holder,status\nI1,Health,Beta,denied\nI1,shoe sizes,,\n",
            statements="field,value,incident,about,countries\nauthority,CNIL,I1,Beta,SE;Norway\n",
            documents="title,url,incident\nNotice,https://x.example,I1\n",
        )
    )
    beta = organization_id("Beta")
    assert rows(found, "EXPOSES")[0]["holder"] == beta
    classes = {row["id"]: (row["category"], row["sensitivity"]) for row in rows(found, "DataClass")}
    assert classes == {"health": ("special category", 4), "shoe sizes": (None, None)}
    (statement,) = rows(found, "Statement")
    assert (statement["about"], statement["countries"]) == (beta, ["SE", "NO"])
    (about,) = rows(found, "ABOUT")
    assert (about["from_id"], about["to_id"]) == (statement["id"], "I1")
    (document,) = rows(found, "Document")
    assert rows(found, "REPORTED_IN")[0]["to_id"] == document["id"]
    assert rows(found, "AFFECTS")[0]["subjects"] == 1200
    assert len(rows(found, "Incident")) == 1
    assert "'shoe sizes': not a word of the vocabulary data_class; kept as written" in said(found)


def test_unknown_incident_comes_to_exist_and_is_said(files):
    found = read_registers(files(hits="incident,organization,role\nI9,Alfa,origin\n"))
    assert [row["id"] for row in rows(found, "Incident")] == ["I9"]
    assert "no table states this incident" in said(found)


def test_new_parent_replaces_the_stored_one(files):
    first, second = files(
        organizations="id,name,parent_id\na1,Alfa,b1\nb1,Beta,\nc1,Gamma,\n",
        part_of="organization,parent\nAlfa,Gamma\n",
    )
    store = open_store("memory:")
    load(store, first)
    load(store, second)
    assert [(r["from_id"], r["to_id"]) for r in store.read("PART_OF").to_pylist()] == [("a1", "c1")]


def test_ring_over_two_loads_is_refused(files):
    first, second = files(
        part_of="organization,parent\nAlfa,Beta\nBeta,Gamma\n",
        part_of_more="organization,parent\nGamma,Alfa\n",
    )
    store = open_store("memory:")
    load(store, first)
    found = load(store, second)
    assert "a circle" in said(found)
    assert store.read("PART_OF").num_rows == 2


def test_column_that_a_file_lacks_keeps_what_is_stored(files):
    first, second = files(
        serves="vendor,customer,criticality\nAlfa,Beta,critical\n",
        serves_2="vendor,customer,annual_cost\nAlfa,Beta,5\n",
    )
    store = open_store("memory:")
    load(store, first)
    load(store, second)
    (edge,) = store.read("SERVES").to_pylist()
    assert (edge["criticality"], edge["annual_cost"]) == ("critical", 5.0)


def test_rows_of_nodes_fill_each_other_in_and_say_so(files):
    content = "id,name,country,sector\nV1,Alfa,,health\nV1,Alfa,SE,energy\n"
    found = read_registers(files(organizations=content))
    (alfa,) = rows(found, "Organization")
    assert (alfa["country"], alfa["sector"]) == ("SE", "health")
    assert "fills in what row 2" in said(found)
    assert "row 2 about the same record says 'health'" in said(found)


def test_two_files_that_contradict_each_other_are_reported(files):
    found = read_registers(
        files(
            serves="vendor,customer,criticality\nAlfa,Beta,critical\n",
            serves_2="vendor,customer,criticality\nAlfa,Beta,important\n",
        )
    )
    assert "another file of this load says 'critical'; this later one holds" in said(found)


def test_stated_merge_counts_in_the_same_load(files):
    found = read_registers(
        files(
            merges="alias,organization,reason\nOld Alfa,V1,renamed\n",
            organizations="id,name\nV1,Alfa\n",
            serves="vendor,customer\nOld Alfa,Beta\n",
        )
    )
    assert rows(found, "SERVES")[0]["from_id"] == "V1"
    assert [row["reason"] for row in rows(found, "Merge")] == ["renamed"]


def test_two_suppliers_of_a_group_are_enough_for_two(files):
    content = "vendor,customer,group,required\nA,C,g,2\nB,C,g,\nA,D,g,2\n"
    found = read_registers(files(serves=content))
    assert [problem.row for problem in found.problems] == [4]


def test_kind_named_by_hand_decides_and_says_what_lacks(files):
    (path,) = files(x="incident,organization\nI1,Alfa\n")
    assert "AFFECTS" in read_registers([path], kind="affects").tables
    assert "the table serves needs" in said(read_registers([path], kind="serves")) or (
        "no row is a header of the table serves" in said(read_registers([path], kind="serves"))
    )
    with pytest.raises(UsageError):
        read_registers([path], kind="nonsense")


def test_header_without_rows_is_no_error(files):
    found = read_registers(files(serves="vendor,customer\n"))
    assert (found.errors, found.tables, found.files[0].read) == (0, {}, 0)
    assert "no rows below the header" in said(found)


def test_code_that_no_list_has_is_said(files):
    found = read_registers(
        files(organizations="id,name\nV001,Alfa\n", serves="vendor,customer\nV01,Beta\n")
    )
    assert "value 'V01': looks like an id, but no organization has it" in said(found)


def test_unnamed_supplier_of_a_register_is_one_body_there_and_nowhere_else(files):
    organizations, serves = files(
        organizations="name,named\nOur payroll people,no\n",
        serves="vendor,customer\nOur payroll people,Beta\n",
    )
    store = open_store("memory:")
    load(store, organizations, serves)
    before = store.info().digest
    load(store, organizations, serves)
    assert store.info().digest == before
    assert store.read("Organization").num_rows == 2
    assert store.read("SERVES").to_pylist()[0]["from_id"].startswith("org-")


def test_edge_ids_in_columns_are_those_of_the_model(files):
    import pyarrow as pa

    columns = {
        "from_id": pa.array(["a", "å:1", ""]),
        "to_id": pa.array(["b", "3:x", "😀"]),
        "service": pa.array(["s", None, "12:y"]),
        "starts_on": pa.array([None, "2024-01-01", None]),
        "holder": pa.array(["h", "h", "h"]),
    }
    for kind, names in (
        ("SERVES", ["service", "starts_on"]),
        ("EXPOSES", ["holder"]),
        ("HITS", []),
    ):
        expected = [
            edge_id(kind, row["from_id"], row["to_id"], **{name: row[name] for name in names})
            for row in pa.table(columns).to_pylist()
        ]
        assert edge_ids(kind, columns).to_pylist() == expected


def test_problems_are_written_defused(tmp_path):
    problems = [
        Problem("a.csv", 2, "vendor", "=cmd|x", "bad", "fix it"),
        Problem("a.csv", 3, None, " @x", "-1 is less", "", "warning"),
        Problem("a.csv", None, None, None, "whole file"),
    ]
    path = tmp_path / "problems.csv"
    assert write_problems_csv(problems, path) == 3
    with path.open(newline="") as file:
        lines = list(csv.reader(file))
    assert lines[1] == ["a.csv", "2", "vendor", "'=cmd|x", "error", "bad", "fix it"]
    assert (lines[2][3], lines[2][5]) == ("' @x", "'-1 is less")
    assert count_rows(problems) == 1


def test_many_equal_warnings_are_cut_short_and_counted():
    log = ProblemLog("a.csv")
    for row in range(MOST_WARNINGS + 7):
        log.row(row, "sector", "x", "odd", severity="warning")
    log.row(5000, "sector", "a new one", "odd", severity="warning")
    finished = log.finished()
    assert len(finished) == MOST_WARNINGS + 2
    assert finished[-2].value == "a new one"
    assert "odd (1,008 rows, not all of them listed" in finished[-1].text()
    assert log.warnings == MOST_WARNINGS + 8


def test_row_with_an_id_given_before_and_other_ends_is_refused(files):
    (path,) = files(serves="id,vendor,customer\ne1,Vx,Kx\ne1,Vy,Ky\ne1,Vx,Kx\n")
    found = read_registers([path])
    (count,) = found.files
    assert (count.read, count.refused, count.repeated, count.errors) == (3, 1, 1, 2)
    assert [row["id"] for row in rows(found, "SERVES")] == ["e1"]
