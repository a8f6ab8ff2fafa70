"""query and cypher: listed, run by names, shown for a console, explained; folders of one's own."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.cli.runner import run

VENDOR = "dimholm datahall"  # neither its id nor its name as written
OWN = """// +++
// name = "names"
// title = "Names"
// question = "What is everybody called?"
// kind = "read"
// params.limit = {type = "integer", default = 3, help = "rows"}
// returns.id = {type = "text"}
// order = ["id"]
// +++
MATCH (o:Organization) RETURN o.id AS id ORDER BY id LIMIT $limit
"""


def envelope(*words):
    result = run(*words, "--format", "json")
    assert result.code == 0, result.both
    return json.loads(result.out)


def test_the_list_names_every_query_with_question_and_parameters(folder):
    rows = list(csv.DictReader(io.StringIO(run("query", "--format", "csv").out)))
    assert len(rows) >= 30
    one = next(row for row in rows if row["name"] == "customers_by_tier")
    assert one["question"].endswith("?")
    assert "vendor (needed)" in one["params"]
    assert "as_of=today" in one["params"]


@pytest.mark.parametrize("vendor", [VENDOR, "Dimholm Datahall AB", "syn-dimholm", "DIMHOLM"])
def test_an_organization_is_meant_by_id_name_or_folded_name(vendor, loaded):
    answer = envelope("query", "customers_of_vendor", "--param", f"vendor={vendor}")
    assert answer["parameters"]["vendor"] == "syn-dimholm"
    assert len(answer["result"]) == 2
    assert len(answer["digest"]) == 64


def test_an_alias_is_enough_and_an_unknown_name_is_refused_in_words(loaded):
    answer = envelope("query", "customers_of_vendor", "--param", "vendor=Kiteworks")
    assert answer["parameters"]["vendor"] == "accellion"
    result = run("query", "customers_of_vendor", "--param", "vendor=Dimhollm")
    assert result.code == 3
    assert "Dimholm Datahall AB" in result.err


def test_shown_text_has_the_values_on_top_and_needs_no_store_without_names(folder):
    shown = run("query", "contracts_ending", "--show", "--param", "as_of=2026-01-02")
    assert shown.out.startswith(":param as_of => '2026-01-02';\n:param until => '")
    assert shown.out.endswith("LIMIT $limit;\n")
    result = run("query", "customers_of_vendor", "--show", "--param", "vendor=x")
    assert result.code == 4
    assert "there is no store yet" in result.err


def test_shown_text_is_that_for_neo4j_with_ids_for_names(loaded):
    shown = run("query", "customers_by_tier", "--show", "--param", f"vendor={VENDOR}").out
    assert shown.startswith(":param vendor => 'syn-dimholm';\n")
    assert "SHORTEST" not in shown


def test_a_plan_is_shown_and_nothing_is_run(loaded):
    answer = envelope("query", "customers_of_vendor", "--param", f"vendor={VENDOR}", "--explain")
    assert "PRIMARY_KEY_SCAN_NODE_TABLE" in answer["result"]["plan"]
    assert "nothing was run" in answer["headline"][0]
    answer = envelope("cypher", "MATCH (o:Organization) RETURN o.id AS id", "--explain")
    assert "SCAN_NODE_TABLE" in answer["result"]["plan"]


def test_first_rows_are_said_to_be_the_first(loaded):
    result = run("query", "vendors_by_direct_customers", "--param", "limit=2")
    assert "the first 2 rows (--param limit=2)" in result.out


def test_an_answer_without_rows_keeps_its_columns(loaded):
    words = ("query", "contracts_ending", "--param", "until=1999-01-01", "--format", "csv")
    assert run(*words).out.startswith("customer_id,customer,vendor_id,")


@pytest.mark.parametrize("how", ["toml", "environment"])
def test_own_folders_come_from_the_settings(how, loaded, monkeypatch):
    own = loaded / "own"
    own.mkdir()
    (own / "names.cypher").write_text(OWN, "utf-8")
    (own / "bad.cypher").write_text(OWN.replace("o.id AS", "o.nothing AS"), "utf-8")
    if how == "toml":
        (loaded / "graphrisk.toml").write_text('queries = ["own"]\n', "utf-8")
    else:
        monkeypatch.setenv("GRAPHRISK_QUERIES", str(own))
    listed = run("query")
    assert "names" in listed.out
    assert "Left out" in listed.out
    assert "has no property" in " ".join(listed.out.split())
    assert len(envelope("query", "names")["result"]) == 3
    result = run("query", "bad")
    assert result.code == 4
    assert "bad.cypher" in result.err
    assert "has no property 'nothing'" in result.err


@pytest.mark.parametrize("value", ["queries = 3", "queries = [3]"])
def test_a_setting_that_is_no_list_of_folders_is_refused(value, folder):
    (folder / "graphrisk.toml").write_text(value, "utf-8")
    result = run("query")
    assert result.code == 2
    assert "setting queries is not a list of texts" in result.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("query", "customer_by_tier"), "do you mean customers_by_tier"),
        (("query", "names", "--param", "a"), "not NAME=VALUE"),
        (("query", "names", "--param", "a=1", "--param", "a=2"), "given twice"),
        (("query", "--explain"), "no query was named"),
        (("query", "contracts_ending", "--param", "until=soon"), "until is not of type date"),
        (("cypher", "MATCH (n) SET n.x = 1"), "SET writes"),
        (("cypher", "RETURN $x AS x"), "$x has no value"),
        (("cypher", "RETURN 1 AS x", "--timeout", "0"), "not a time in seconds"),
        (("cypher", "RETURN 1 AS x", "--timeout", "nan"), "not a time in seconds"),
        (("cypher", " "), "there is no query"),
    ],
)
def test_wrong_usage_is_refused_in_words(words, says, loaded):
    result = run(*words)
    assert result.code == 2
    assert result.out == ""
    assert says in result.err
    assert "What to do: " in result.err


def test_free_query_takes_values_as_json_or_text_and_is_cut(loaded):
    answer = envelope(
        *("cypher", "UNWIND $list AS x RETURN x, $text AS text, $number + 1 AS number"),
        *("--param", 'list=["a", "b", "c"]', "--param", "text=Dimholm AB", "--param", "number=4"),
        *("--limit", "2"),
    )
    assert answer["result"] == {
        "rows": [{"x": x, "text": "Dimholm AB", "number": 5} for x in "ab"],
        "cut": True,
    }
    assert "there are more (--limit)" in answer["headline"][0]


def test_free_query_is_read_from_standard_input_and_shows_nodes(loaded):
    text = "MATCH (o:Organization {id: $id})\nRETURN o // one\n;"
    result = run("cypher", "-", "--param", "id=syn-dimholm", stdin=text)
    assert "(:Organization {id: 'syn-dimholm', name: 'Dimholm Datahall AB'" in result.out


def test_the_engine_s_refusal_is_a_sentence(loaded):
    result = run("cypher", "MATCH (n:Nothing) RETURN n")
    assert result.code == 4
    assert "Nothing does not exist" in result.err


@pytest.mark.parametrize(
    ("words", "query"),
    [
        (("exposed", VENDOR), "customers_by_tier"),
        (("exposed", VENDOR, "--mode", "compromise"), "reachable_by_access"),
        (("exposed", VENDOR, "--mode", "breach"), "data_carried_from_vendor"),
        (("path", VENDOR, "Nordvik Lakeside Hospital"), "shortest_chain"),
        (("vendors", "Nordvik Lakeside Hospital", "--tier", "2"), "vendors_by_tier"),
        (("concentration", "--by", "sector"), "concentration_by_sector"),
    ],
)
def test_a_command_prints_the_query_that_asks_the_same(words, query, loaded):
    result = run(*words, "--as-of", "2026-06-15", "--cypher")
    assert (result.code, result.err) == (0, "")
    assert f'// name = "{query}"' in result.out
    assert ":param as_of => '2026-06-15';" in result.out
    params = {
        line.split(" => ")[0] for line in result.out.splitlines() if line.startswith(":param")
    }
    assert all(f"${param.removeprefix(':param ')}" in result.out for param in params)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("exposed", VENDOR, "--known-on", "2026-01-01"), "no query of the library knows --known"),
        (("exposed", VENDOR, "--min-confidence", "0.5"), "knows --min-confidence"),
        (("exposed", VENDOR, "Kvarnmoln AB"), "a query asks about one vendor"),
        (("exposed", VENDOR, "--max-hops", "11"), "walk 10 links at most"),
        (("exposed", "--country", "SE"), "knows --country"),
        (("concentration", "--by", "tier"), "no query for concentration by tier"),
        (
            ("vendors", "Nordvik Lakeside Hospital", "--assume-substitutes", "category"),
            "knows --as",
        ),
    ],
)
def test_what_no_query_asks_is_refused(words, says, loaded):
    result = run(*words, "--cypher")
    assert (result.code, result.out) == (2, "")
    assert says in result.err


def test_twin_of_a_command_has_the_rows_of_the_command(loaded):
    answer = envelope("vendors", "Nordvik Lakeside Hospital")
    by_command = sorted((v["tier"], v["id"]) for v in answer["result"]["vendors"])
    found = envelope("query", "vendors_by_tier", "--param", "customer=Nordvik Lakeside Hospital")
    assert [(row["tier"], row["vendor_id"]) for row in found["result"]] == by_command
