"""A small register becomes the graph that was worked out by hand from the rules."""

from __future__ import annotations

import pytest

from graphrisk.analysis.exposed import exposed
from graphrisk.analysis.params import ExposedParams
from graphrisk.ingest.dora.load import read_dora
from graphrisk.ingest.dora.sample import invented_lei
from graphrisk.model.build import build_graph
from graphrisk.model.merged import apply_merges
from graphrisk.resolve.directory import Directory, Entry
from tests.unit.ingest.dora.small_register import (
    ALDER,
    BANK,
    BIRK,
    DEEP,
    IT,
    PAY,
    SUB,
    TWIN,
    small_register,
    write_small,
)

ADDED = ("F1 Pay", "F2 Post")
EXPECTED = {
    # vendor, customer, contract, service -> criticality, supports, rank, cost, currency
    (ALDER, BANK, "C1", "S17"): ("critical", [*ADDED], 1, 100_000.0, "EUR"),
    (ALDER, PAY, "C1", "S17"): ("supporting", ["F1 Pay"], 1, None, None),
    (ALDER, PAY, "C2", "S10"): ("unknown", None, 1, 50_000.5, "SEK"),
    (IT, BANK, "I1", "S14"): ("critical", ["F1 Pay"], 1, 10_000.0, "EUR"),
    (BIRK, IT, "X1", "S07"): ("unknown", ["I1"], 1, 70_000.0, "EUR"),
    (SUB, ALDER, "C1", "S17"): ("critical", ["C1"], 2, None, None),
    (DEEP, SUB, "C1", "S17"): ("critical", ["C1"], 3, None, None),
    (DEEP, BIRK, "X1", "S07"): ("unknown", ["X1"], 2, None, None),
}


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    return read_dora([write_small(tmp_path_factory.mktemp("small") / "reg")])


def edges(found):
    ends = ("from_id", "to_id", "contract", "category")
    said = ("criticality", "supports", "rank", "annual_cost", "currency")
    rows = found.tables["SERVES"].to_pylist()
    assert len(rows) == len({tuple(row[name] for name in ends) for row in rows})
    return {tuple(row[name] for name in ends): tuple(row[name] for name in said) for row in rows}


def graph_of(found):
    return build_graph(apply_merges(found.tables))


def changed(tmp_path, change):
    rows = small_register()
    change(rows)
    return read_dora([write_small(tmp_path / "reg", rows)])


def test_every_edge_is_as_worked_out_by_hand(read):
    assert edges(read) == EXPECTED


def test_edges_say_what_the_register_says_of_them(read):
    rows = {row["contract"]: row for row in read.tables["SERVES"].to_pylist() if row["rank"] == 1}
    bank = rows["I1"]
    assert (bank["starts_on"], bank["ends_on"]) == ("2024-01-01", None)
    assert (bank["notice_days"], bank["vendor_notice_days"]) == (90, 180)
    assert (bank["data_location"], bank["processing_location"]) == ("DE", "DE")
    assert (bank["data_sensitivity"], bank["reliance"]) == ("high", "full")
    assert (bank["source"], bank["seen_on"]) == ("reg/b_02.02.csv:row 6", "2026-09-30")
    kept = [row for row in read.tables["SERVES"].to_pylist() if row["substitutability"]]
    assert {(row["from_id"], row["contract"]) for row in kept} == {(ALDER, "C1")}
    assert {row["substitutability"] for row in kept} == {"highly complex"}
    assert {row["exit_plan"] for row in kept} == {"yes"}
    assert {row["reintegration"] for row in kept} == {"difficult"}
    assert {row["last_audit_on"] for row in kept} == {"2025-05-01"}


def test_nothing_of_an_assessment_makes_a_redundancy_group(read):
    table = read.tables["SERVES"]
    assert table.column("group").null_count == table.column("required").null_count == len(table)


def test_organizations_have_names_parents_and_functions(read):
    rows = {row["id"]: row for row in read.tables["Organization"].to_pylist()}
    assert rows.keys() == {BANK, PAY, IT, ALDER, BIRK, SUB, DEEP}
    assert (rows[BANK]["sector"], rows[BANK]["country"]) == ("banking", "SE")
    assert rows[BANK]["functions"] == ["F1 Pay: critical", "F2 Post: supporting"]
    assert rows[PAY]["functions"] == ["F1 Pay: supporting"]
    assert (rows[BIRK]["name"], rows[BIRK]["lei"]) == ("Birk Drift AB", None)
    parents = {row["from_id"]: row["to_id"] for row in read.tables["PART_OF"].to_pylist()}
    assert parents == {PAY: BANK, IT: BANK, BIRK: ALDER}


def test_one_provider_under_two_codes_is_merged_and_recorded(read):
    (merge,) = read.tables["Merge"].to_pylist()
    assert (merge["alias"], merge["organization"]) == (TWIN, ALDER)
    assert "an LEI on one side only" in merge["reason"]
    assert [each.alias for each in read.merges] == [TWIN]


def test_a_provider_with_an_lei_besides_is_known_by_it(tmp_path):
    def change(rows):
        rows["b_05.01"][2][2:4] = [DEEP[:-2] + "99", "eba_qCO:qx2000"]

    lei = DEEP[:-2] + "99"
    found = changed(tmp_path, change)
    assert (BIRK, lei) in {(merge.alias, merge.organization) for merge in found.merges}
    assert (lei, IT, "X1", "S07") in edges(found)
    rows = {row["id"]: row for row in found.tables["Organization"].to_pylist()}
    assert (rows[lei]["name"], BIRK in rows) == ("Birk Drift AB", False)


def test_an_entity_that_is_a_provider_too_is_one_organization(tmp_path):
    def change(rows):
        rows["b_05.01"][5][4:6] = ["Kvarn Informationsteknik Oy"] * 2
        rows["b_05.01"][5][10] = SUB  # b_01.02 says who the direct parent is

    found = changed(tmp_path, change)
    (row,) = [o for o in found.tables["Organization"].to_pylist() if o["id"] == IT]
    assert (row["name"], row["aliases"]) == ("Kvarn IT Oy", ["Kvarn Informationsteknik Oy"])
    assert (IT, BANK) in {(r["from_id"], r["to_id"]) for r in found.tables["PART_OF"].to_pylist()}
    assert any(
        problem.rule == "name" and "calls it" in problem.message for problem in found.problems
    )


def test_branches_belong_to_their_head_office(tmp_path):
    def change(rows):
        rows["b_01.03"].append(["BR-1", BANK, "Kvarn Bank AB", "eba_GA:FI"])
        rows["b_04.01"][0][2:4] = ["eba_ZZ:x838", "BR-1"]

    found = changed(tmp_path, change)
    assert (f"BR-1 ({BANK})", BANK) in {
        (r["from_id"], r["to_id"]) for r in found.tables["PART_OF"].to_pylist()
    }
    assert edges(found) == EXPECTED


def test_two_of_one_name_with_two_leis_stay_apart(tmp_path):
    def change(rows):
        rows["b_05.01"][3][4:6] = ["Alder Cloud AB"] * 2
        rows["b_05.01"][3][7] = "eba_GA:SE"

    found = changed(tmp_path, change)
    assert "Merge" not in found.tables
    assert {ALDER, SUB, TWIN} <= set(found.tables["Organization"].column("id").to_pylist())


def test_a_provider_known_by_its_lei_elsewhere_is_the_same(tmp_path):
    known = Directory()
    known.add(Entry(DEEP[:-2] + "99", "Birk Drift AB", "SE", DEEP[:-2] + "99"))
    found = read_dora([write_small(tmp_path / "reg")], directory=known)
    assert (BIRK, DEEP[:-2] + "99") in {(m.alias, m.organization) for m in found.merges}


def test_a_fall_deep_in_the_chain_stops_functions_by_contract(read):
    params = ExposedParams(as_of="2026-11-25")
    answer = exposed(graph_of(read), [DEEP], params)
    said = [(line.name, line.criticality, line.stops_at) for line in answer.functions]
    bank = ((BANK, "Kvarn Bank AB"),)
    assert said == [("F1 Pay", "critical", bank), ("F2 Post", "supporting", bank)]
    assert PAY not in {party.id for party in answer.parties if party.state in ("stops", "partly")}


def test_harm_stays_within_its_contract(read):
    answer = exposed(graph_of(read), [BIRK], ExposedParams(as_of="2026-11-25"))
    assert [(line.name, [k for k, _ in line.stops_at]) for line in answer.functions] == [
        ("F1 Pay", [BANK])
    ]


def test_coverage_counts_contracts_whose_chain_is_declared(read):
    found = exposed(graph_of(read), [SUB], ExposedParams(as_of="2026-11-25")).coverage
    assert found["contracts"] == {
        "critical_contracts": 2,  # C1 and I1
        "critical_declared": 1,  # C1
        "unknown_contracts": 2,  # C2 and X1
        "unknown_declared": 1,  # X1
        "links_without_function": 1,  # C2
        "sentence": "the chain is declared for 1 of 2 critical contracts (50%), and for 1 of 2 of "
        "unknown criticality",
    }


def test_a_row_without_a_function_makes_its_edge_rest_on_everything(tmp_path):
    found = changed(tmp_path, lambda rows: rows["b_02.02"][1].__setitem__(4, ""))
    assert edges(found)[ALDER, BANK, "C1", "S17"][:2] == ("critical", None)


def test_functions_that_only_contracts_name_are_of_unknown_criticality(tmp_path):
    found = changed(tmp_path, lambda rows: rows["b_06.01"].clear())
    rows = {row["id"]: row["functions"] for row in found.tables["Organization"].to_pylist()}
    assert rows[BANK] == ["F1: unknown", "F2: unknown"]
    assert edges(found)[ALDER, BANK, "C1", "S17"][:2] == ("unknown", ["F1", "F2"])
    answer = exposed(graph_of(found), [SUB], ExposedParams(as_of="2026-11-25"))
    said = [(line.name, line.criticality, len(line.stops_at)) for line in answer.functions]
    assert said == [("F1", "unknown", 2), ("F2", "unknown", 1)]


def test_the_columns_of_the_draft_are_read_by_their_meaning(tmp_path, read):
    def change(rows):
        rows["b_05.01"] = [
            [r[0], r[1], r[4], r[6], r[7], r[8], r[9], r[10], r[11]] for r in rows["b_05.01"]
        ]

    rows = small_register()
    change(rows)
    folder = write_small(tmp_path / "reg", rows)
    path = folder / "b_05.01.csv"
    lines = [",".join(line.split(",")[:9]) for line in path.read_text("utf-8").splitlines()]
    path.write_text("\n".join(lines), "utf-8")
    found = read_dora([folder])
    assert edges(found) == EXPECTED
    assert any("draft" in problem.message for problem in found.problems)
    names = {row["id"]: row["name"] for row in found.tables["Organization"].to_pylist()}
    assert names == {row["id"]: row["name"] for row in read.tables["Organization"].to_pylist()}


def test_a_link_adds_to_functions_and_never_narrows_everything(tmp_path):
    def change(rows):
        rows["b_02.02"][5][4] = "F9"
        rows["b_06.01"].append(["F9", "eba_TA:x276", "Hosting", IT, "eba_BT:x28"])

    assert edges(changed(tmp_path, change))[BIRK, IT, "X1", "S07"][:2] == (
        "critical",
        ["F9 Hosting", "I1"],
    )

    def silent(rows):
        change(rows)
        rows["b_02.02"][5][4] = ""

    assert edges(changed(tmp_path / "b", silent))[BIRK, IT, "X1", "S07"][:2] == ("unknown", None)


def test_chains_take_the_dates_of_their_contract(tmp_path):
    def change(rows):
        for row in rows["b_02.02"][:3]:
            row[6:8] = ["2023-05-01", "2025-04-30"]

    rows = changed(tmp_path, change).tables["SERVES"].to_pylist()
    dates = {(r["starts_on"], r["ends_on"]) for r in rows if r["contract"] == "C1"}
    assert dates == {("2023-05-01", "2025-04-30")}


def test_an_individual_is_kept_without_name_and_number(tmp_path):
    def change(rows):
        rows["b_05.01"][3][0:2] = ["199001011234", "eba_qCO:qx2005"]
        rows["b_05.01"][3][4:7] = ["Ines Exempel", "Ines Exempel", "eba_CT:x213"]
        rows["b_05.01"][3][10:12] = ["199001011234", "eba_qCO:qx2005"]
        rows["b_05.02"][1][2:4] = ["199001011234", "eba_qCO:qx2005"]
        rows["b_05.02"][2][5:7] = ["199001011234", "eba_qCO:qx2005"]

    found = changed(tmp_path, change)
    text = str([table.to_pylist() for table in found.tables.values()])
    assert "Ines" not in text
    assert "19900101" not in text
    hidden = [o["id"] for o in found.tables["Organization"].to_pylist() if "Indiv" in o["name"]]
    assert len(hidden) == 1
    ends = {(vendor, customer) for vendor, customer, _, _ in edges(found)}
    assert {(hidden[0], ALDER), (DEEP, hidden[0])} <= ends


def test_contracts_of_two_registers_with_one_reference_stay_two(tmp_path):
    other = small_register()
    swap = {BANK: DEEP, DEEP: BANK, PAY: invented_lei(32)}
    for rows in other.values():
        for row in rows:
            row[:] = [swap.get(cell, cell) for cell in row]
    paths = [write_small(tmp_path / "a"), write_small(tmp_path / "b", other)]
    found = read_dora(paths)
    contracts = set(found.tables["SERVES"].column("contract").to_pylist())
    assert {f"C1 ({BANK})", f"C1 ({DEEP})"} <= contracts
    assert "C1" not in contracts


def test_one_register_says_who_another_one_means(tmp_path):
    silent = small_register()
    silent["b_05.01"] = [row for row in silent["b_05.01"] if row[0] != DEEP]
    found = read_dora([write_small(tmp_path / "a", silent), write_small(tmp_path / "b")])
    names = {row["id"]: row["name"] for row in found.tables["Organization"].to_pylist()}
    assert names[DEEP] == "Torv Power GmbH"


def test_reading_again_says_the_same(read, tmp_path):
    again = read_dora([write_small(tmp_path / "reg")])
    for kind, table in read.tables.items():
        assert again.tables[kind].equals(table), kind
