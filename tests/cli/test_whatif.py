"""What-if on the command line: the answer, the errors, and that nothing stored is touched."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.runner import DATA, on_day, run

DAY = "2026-11-25"


@pytest.fixture
def scenarios(loaded: Path) -> Path:
    """A folder with register and the sample scenarios, on a day when contracts are in force."""
    shutil.copytree(DATA / "scenarios", loaded / "scenarios")
    with on_day(DAY):
        yield loaded


def digest_of_store() -> str:
    return json.loads(run("status", "--format", "json").out)["digest"]


def bytes_of_store(folder: Path) -> dict[str, bytes]:
    """The store and its log; the lock beside it notes who reads."""
    files = [each for each in folder.glob("graphrisk.lbdb*") if each.suffix != ".lock"]
    return {each.name: each.read_bytes() for each in files}


def result_of(*words: str) -> dict:
    done = run(*words, "--format", "json")
    assert done.code == 0, done.both
    return json.loads(done.out)


def test_stored_data_is_the_same_before_and_after_every_question(scenarios: Path):
    digest, stored = digest_of_store(), bytes_of_store(scenarios)
    assert stored
    for words in (
        ("whatif", "scenarios"),
        ("whatif", "scenarios/merger-of-hosts.toml", "--fail", "Dimholm"),
        ("whatif", "scenarios/second-record-system.toml"),
        ("mitigate", "--top", "2"),
        ("check-contract", "Neu GmbH", "Nordvik Coast Hospital", "--new", "--country", "DE"),
        ("chokepoints",),
    ):
        assert run(*words).code == 0, words
    assert digest_of_store() == digest
    assert bytes_of_store(scenarios) == stored


def test_second_record_system_saves_the_lakeside_hospital(scenarios: Path):
    answer = result_of("whatif", "scenarios/second-record-system.toml")
    rows = {row["id"]: row for row in answer["result"]["tables"][0]["rows"]}
    lakeside = rows["syn-lakeside"]
    assert (lakeside["change"], lakeside["state_after"]) == ("saved", "kept up")
    assert lakeside["kept_by"] == ["Fjäderskrift Journal AB"]
    assert answer["digest"] != answer["result"]["totals"]["stored_digest"] == digest_of_store()


def test_merger_of_hosts_stops_the_shared_services(scenarios: Path):
    answer = result_of("whatif", "scenarios/merger-of-hosts.toml")
    rows = {row["id"]: row for row in answer["result"]["tables"][0]["rows"]}
    assert "Nordvik Shared Services" in rows["syn-dimholm"]["newly_stopped"]
    fallen = result_of("whatif", "scenarios/merger-of-hosts.toml", "--fail", "Norrbris")
    assert fallen["headline"][0].startswith("Norrbris becomes one with Kvarnmoln: if Kvarnmoln AB")


def test_folder_of_scenarios_gives_a_line_for_each(scenarios: Path):
    answer = result_of("whatif", "scenarios")
    assert [row["scenario"] for row in answer["result"]["tables"][0]["rows"]] == [
        "Norrbris becomes one with Kvarnmoln",
        "Fjäderskrift stands by for the patient record",
    ]


def test_mistakes_of_a_scenario_are_listed_with_their_entries(scenarios: Path):
    bad = scenarios / "bad.toml"
    bad.write_text('fail = ["Dimhlom Datahall"]\n[[add]]\nvendor = "Kvarnmoln AB"\n', "utf-8")
    done = run("whatif", "bad.toml")
    assert (done.code, done.out) == (3, "")
    assert "2 entries of the scenario cannot be used" in done.err
    assert "bad.toml, [[fail]] entry 1, organization, value 'Dimhlom Datahall'" in done.err
    assert "Dimholm Datahall AB (id syn-dimholm" in done.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("whatif",), 2, "name a scenario file, or --fail a vendor"),
        (("whatif", "nowhere.toml"), 3, "there is no such file"),
        (("whatif", "--fail", "Kvarnmoln AB", "--mode", "sabotage"), 2, "outage, breach"),
        (("whatif", "--fail", "Nobody At All"), 3, "Nobody At All"),
        (("mitigate", "--moves", "prayer"), 2, "second source, exit, hardening"),
        (("mitigate", "--top", "0"), 2, "write 1 or more"),
        (("mitigate", "--budget", "-1"), 2, "not a budget"),
        (("check-contract", "Neu GmbH", "Nordvik Coast Hospital"), 3, "Neu GmbH"),
        (("check-contract", "Kvarnmoln AB", "syn-coast", "--country", "DE"), 2, "--new"),
        (("check-contract", "kvarnmoln", "syn-coast", "--new"), 2, "leave out --new"),
        (("check-contract", "Kvarnmoln AB", "syn-coast", "--criticality", "vital"), 3, "vital"),
        (("chokepoints", "Nobody At All"), 3, "Nobody At All"),
    ],
)
def test_wrong_use_ends_in_a_sentence(
    scenarios: Path, words: tuple[str, ...], code: int, said: str
):
    done = run(*words)
    assert (done.code, done.out) == (code, "")
    assert said in done.err


def test_chokepoints_of_the_childrens_hospital_are_the_pairs_behind_both_records(scenarios: Path):
    answer = result_of("chokepoints", "Nordvik Children's Hospital")
    rows = answer["result"]["tables"][0]["rows"]
    assert {tuple(row["ids"]) for row in rows} == {
        ("syn-dimholm", "syn-fjaderskrift"),
        ("syn-fjaderskrift", "syn-kvarnmoln"),
        ("syn-fjaderskrift", "syn-sparvtall"),
    }


def test_second_source_from_the_same_hall_is_seen_through_before_signing(scenarios: Path):
    answer = result_of(
        "check-contract", "Kvarnmoln AB", "Nordvik Shared Services", "--category", "cloud_hosting"
    )
    shared = next(t for t in answer["result"]["tables"] if t["title"].startswith("Shared"))
    assert {row["party"] for row in shared["rows"]} == {"Kvarnmoln AB", "Dimholm Datahall AB"}
    assert answer["result"]["totals"]["newly_suffices_alone"] == 2
