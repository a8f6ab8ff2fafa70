"""Registers of several groups side by side: who is one, who is two, and who has no name."""

from __future__ import annotations

import json

import pytest

from graphrisk.errors import InputError
from graphrisk.ingest.dora.contract_names import stored_contracts
from graphrisk.ingest.dora.entity_codes import Coder, rounded
from graphrisk.ingest.dora.load import read_dora
from graphrisk.ingest.dora.sample import invented_lei
from graphrisk.resolve.directory import read_directory
from graphrisk.store.ledger import write_tables
from graphrisk.store.memory_store import MemoryStore
from tests.unit.ingest.dora.small_register import ALDER, BANK, IT, PAY, small_register, write_small

OTHERS = {BANK: invented_lei(31), PAY: invented_lei(32), IT: invented_lei(33)}
NAMES = {"Kvarn": "Furu"}
CODER = Coder(b"k" * 32)
BRANCH = ["B1", BANK, "Kvarn Bank in Oslo", "eba_GA:NO"]


def other_group(rows):
    """Return a register of another group: the same but for names and LEIs of its entities."""
    text = json.dumps(rows)
    for old, new in {**OTHERS, **NAMES}.items():
        text = text.replace(old, new)
    return json.loads(text)


@pytest.fixture
def pair(tmp_path):
    rows = small_register()
    rows["b_01.03"] = [BRANCH]
    return (
        write_small(tmp_path / "kvarn", rows),
        write_small(tmp_path / "furu", other_group(rows)),
    )


def records(registers, kind):
    return registers.tables[kind].to_pylist()


def contracts_of(registers, customer):
    return {row["contract"] for row in records(registers, "SERVES") if row["to_id"] == customer}


def test_a_register_that_was_loaded_alone_stays_as_it_is_in_a_later_pool(pair):
    store = MemoryStore()
    write_tables(store, list(read_dora(pair[:1]).batches))
    directory, stored = read_directory(store), stored_contracts(store)
    pooled = read_dora(pair, directory=directory, stored=stored, pool=True)
    report = write_tables(store, list(pooled.batches))
    assert (sum(report.changed.values()), report.retired) == (0, {})
    assert contracts_of(pooled, BANK) == {"C1", "I1"}
    assert contracts_of(pooled, OTHERS[BANK]) == {f"C1 ({OTHERS[BANK]})", f"I1 ({OTHERS[BANK]})"}


def test_one_reference_at_two_groups_is_two_contracts_and_one_provider_is_one(pair):
    found = read_dora(pair, pool=True)
    assert contracts_of(found, BANK) == {f"C1 ({BANK})", f"I1 ({BANK})"}
    assert contracts_of(found, OTHERS[BANK]) == {f"C1 ({OTHERS[BANK]})", f"I1 ({OTHERS[BANK]})"}
    assert [row["id"] for row in records(found, "Organization")].count(ALDER) == 1
    assert [(p.name, p.entities, p.contracts, p.apart, p.alike) for p in found.pooled] == [
        ("kvarn", 3, 4, 4, 0),
        ("furu", 3, 4, 4, 0),
    ]


def test_one_function_at_two_entities_stays_two(pair):
    stated = {row["id"]: row["functions"] for row in records(read_dora(pair), "Organization")}
    assert stated[BANK] == stated[OTHERS[BANK]] == ["F1 Pay: critical", "F2 Post: supporting"]
    assert stated[PAY] == ["F1 Pay: supporting"]


def test_one_branch_code_at_two_banks_is_two_branches(pair):
    branches = [row for row in records(read_dora(pair), "Organization") if "in Oslo" in row["name"]]
    assert len(branches) == 2


def test_a_contract_that_two_registers_state_with_the_same_leis_is_one(tmp_path):
    rows = small_register()
    whole = write_small(tmp_path / "whole", rows)
    rows["b_01.01"] = [[PAY, "Kvarn Betal AB", "eba_GA:SE", "eba_CT:x300", "SYN", "2026-09-30"]]
    found = read_dora([whole, write_small(tmp_path / "part", rows)], pool=True)
    assert contracts_of(found, BANK) == {"C1", "I1"}
    # C2 and X1 are with providers that have no LEI of their own: not enough to call them one.
    assert [(each.apart, each.alike) for each in found.pooled] == [(2, 2), (2, 2)]


def test_the_same_registers_one_by_one_end_in_the_same_contracts(pair):
    store = MemoryStore()
    for path in pair:
        found = read_dora([path], directory=read_directory(store), stored=stored_contracts(store))
        write_tables(store, list(found.batches))
    again = read_dora(pair[1:], directory=read_directory(store), stored=stored_contracts(store))
    assert write_tables(store, list(again.batches)).load is None


@pytest.mark.parametrize(
    ("kind", "name", "country", "companies"),
    [
        ("eba_qCO:qx2001", "Birk Drift AB", "eba_GA:SE", 1),
        ("eba_qCO:qx2001", "Holm Pay AB", "eba_GA:SE", 2),
        ("eba_qCO:qx2003", "Birk Drift i Sverige AB", "eba_GA:SE", 1),
        ("eba_qCO:qx2003", "Birk Drift AB", "eba_GA:FI", 2),
    ],
)
def test_a_code_of_a_house_or_a_country_means_one_company_there_only(
    tmp_path, kind, name, country, companies
):
    paths = []
    for number, (called, seat) in enumerate((("Birk Drift AB", "eba_GA:SE"), (name, country))):
        rows = other_group(small_register()) if number else small_register()
        text = json.dumps(rows).replace("SESYNREG.5560001", "V-17")
        rows = json.loads(text)
        rows["b_05.01"][2] = [
            *("V-17", kind, "", "", called, called, "eba_CT:x212", seat),
            *("", "", "V-17", kind),
        ]
        for table, code, type_ in (("b_02.02", 2, 3), ("b_05.02", 2, 3), ("b_05.02", 5, 6)):
            for row in rows[table]:
                if row[code] == "V-17":
                    row[type_] = kind
        paths.append(write_small(tmp_path / str(number), rows))
    found = read_dora(paths, pool=True)
    ids = {row["id"] for row in records(found, "Organization") if "V-17" in row["id"]}
    serving = {row["from_id"] for row in records(found, "SERVES") if "V-17" in row["from_id"]}
    assert len(ids) == companies
    assert serving == ids


def test_codes_leave_nothing_of_an_entity_and_everything_of_a_provider(pair):
    found = read_dora(pair, coder=CODER, pool=True)
    text = json.dumps({kind: table.to_pylist() for kind, table in found.tables.items()})
    for word in ("Kvarn", "Furu", "kvarn/", "furu/", BANK, PAY, IT, *OTHERS.values(), "Oslo"):
        assert word not in text
    for word in ("F1 Pay", '"C1', '"I1', "B1 ("):
        assert word not in text
    assert "Alder Cloud AB" in text
    assert ALDER in text
    entity = CODER.entity(BANK)
    named = {row["id"]: row for row in records(found, "Organization")}[entity]
    assert (named["entity_type"], named["total_assets"], named["country"], named["lei"]) == (
        *("credit institution", 9.0),
        *(None, None),
    )
    assert all(
        not {row["from_id"], row["to_id"]} & {BANK, PAY, IT} for row in records(found, "PART_OF")
    )


def test_codes_change_names_and_nothing_of_the_graph(pair):
    plain, coded = (records(read_dora(pair, coder=each), "SERVES") for each in (None, CODER))
    assert len(plain) == len(coded)
    kept = ("criticality", "category", "rank", "annual_cost", "starts_on", "substitutability")
    assert sorted(repr([row[name] for name in kept]) for row in plain) == sorted(
        repr([row[name] for name in kept]) for row in coded
    )
    # An internal contract still rests on the external one.
    inner = {row["contract"] for row in coded if row["from_id"] == CODER.entity(IT)}
    outer = [row for row in coded if row["to_id"] == CODER.entity(IT)]
    assert inner
    assert all(set(row["supports"]) <= inner for row in outer)


def test_the_same_key_gives_the_same_records_and_another_key_is_refused(pair):
    store = MemoryStore()
    write_tables(store, list(read_dora(pair, coder=CODER).batches))
    directory = read_directory(store)
    again = read_dora(pair[:1], coder=CODER, directory=directory, stored=stored_contracts(store))
    assert write_tables(store, list(again.batches)).load is None
    with pytest.raises(InputError, match="another key"):
        read_dora(pair, coder=Coder(b"l" * 32), directory=directory)
    with pytest.raises(InputError, match="under codes"):
        read_dora(pair, directory=directory)


def test_an_entity_that_the_store_names_is_refused_under_a_code(pair):
    store = MemoryStore()
    write_tables(store, list(read_dora(pair[:1]).batches))
    with pytest.raises(InputError, match=r"Kvarn \w+ in Oslo by name already"):
        read_dora(pair, coder=CODER, directory=read_directory(store))


def test_an_entity_that_serves_another_group_is_refused_under_a_code(tmp_path, pair):
    rows = other_group(small_register())
    rows["b_05.01"].append(
        [
            IT,
            "eba_qCO:qx2000",
            "",
            "",
            "Kvarn IT Oy",
            "Kvarn IT Oy",
            "eba_CT:x212",
            "eba_GA:FI",
            "",
            "",
            IT,
            "eba_qCO:qx2000",
        ]
    )
    third = write_small(tmp_path / "third", rows)
    with pytest.raises(
        InputError, match=r"both under a code and by name: Kvarn IT Oy \(in third\)"
    ):
        read_dora([pair[0], third], coder=CODER)


def named_party(key, name, parent):
    lei = "eba_qCO:qx2000"
    return [key, lei, "", "", name, name, "eba_CT:x212", "eba_GA:FI", "", "", parent, lei]


def test_an_entity_of_an_earlier_load_that_serves_another_group_is_refused(tmp_path, pair):
    store = MemoryStore()
    write_tables(store, list(read_dora(pair[:1], coder=CODER).batches))
    rows = other_group(small_register())
    rows["b_05.01"].append(named_party(IT, "Kvarn IT Oy", IT))
    rows["b_02.02"][2][2] = IT
    third = write_small(tmp_path / "third", rows)
    with pytest.raises(InputError, match="Kvarn IT Oy is an entity that the store has under"):
        read_dora([third], coder=CODER, directory=read_directory(store))


def test_a_group_that_only_the_list_of_providers_names_is_under_codes_too(tmp_path):
    holding, other = invented_lei(41), invented_lei(42)
    rows = small_register()
    rows["b_05.01"] = [row for row in rows["b_05.01"] if row[0] != BANK] + [
        named_party(BANK, "Kvarn Bank AB", holding),
        named_party(holding, "Kvarn Holding AB", holding),
        named_party(other, "Kvarn Cloud AB", holding),
    ]
    rows["b_02.02"][0][2] = other
    found = read_dora([write_small(tmp_path / "one", rows)], coder=CODER)
    text = json.dumps({kind: table.to_pylist() for kind, table in found.tables.items()})
    assert "Kvarn" not in text
    assert "Alder Cloud AB" in text


def test_an_individual_has_an_id_that_only_the_key_gives(tmp_path):
    rows = small_register()
    rows["b_02.02"][3][2:4] = ["19121212-1212", "eba_qCO:qx2005"]
    folder = write_small(tmp_path / "one", rows)
    plain, one, other = (
        {
            row["from_id"]
            for row in records(read_dora([folder], coder=each), "SERVES")
            if row["from_id"].startswith("individual-")
        }
        for each in (None, CODER, Coder(b"l" * 32))
    )
    assert [len(each) for each in (plain, one, other)] == [1, 1, 1]
    assert len(plain | one | other) == 3
    parties = {row["id"] for row in records(read_dora([folder], coder=CODER), "Organization")}
    assert one <= parties
    assert not plain & parties


def test_assets_are_rounded_to_two_digits():
    assert rounded(123_456.0) == 120_000.0
    assert rounded(0.0) == 0.0
