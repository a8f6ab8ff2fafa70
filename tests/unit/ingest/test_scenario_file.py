"""Scenario files: every entry, every mistake with its place, and what the caps refuse."""

from __future__ import annotations

import json

import pytest

from graphrisk.errors import InputError, RecordsRefused, UnknownName, Unreadable
from graphrisk.ingest import scenario_file, scenario_text
from graphrisk.ingest.scenario_file import read_scenarios
from graphrisk.model.identifiers import edge_id
from graphrisk.model.records import record
from graphrisk.model.scenario import Fall
from tests.builders import graph_of

GRAPH = graph_of(
    ("host", "app", {"service": "hosting", "category": "cloud_hosting", "criticality": "critical"}),
    ("host", "app", {"service": "backup"}),
    ("app", "ward"),
    ("spare", "ward", {"group": "g"}),
    others=[record("Organization", id="se", name="Svensk AB", country="SE", sector="health")],
)


def find(name):
    if GRAPH.rows_of([name])[0] < 0:
        raise UnknownName(f"no organization is known as {name!r}", fix="graphrisk status shows all")
    return name


def read(tmp_path, text, name="plan.toml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_scenarios([path], GRAPH, find)


def one(tmp_path, text):
    (scenario,) = read(tmp_path, text)
    return scenario


def problems_of(tmp_path, text, name="plan.toml"):
    with pytest.raises(RecordsRefused) as refused:
        read(tmp_path, text, name)
    return [problem.text() for problem in refused.value.problems]


# --------------------------------------------------------------------------- what may be written


def test_short_form_of_fail_names_organizations(tmp_path):
    scenario = one(tmp_path, 'fail = ["host", "spare"]')
    assert scenario.title == "plan"
    assert scenario.falls == (Fall("organization", "host"), Fall("organization", "spare"))


def test_country_sector_category_and_legal_group_may_fall(tmp_path):
    text = "".join(
        f'[[fail]]\n{key} = "{value}"\n'
        for key, value in {
            "country": "Sweden",
            "sector": "health",
            "category": "cloud_hosting",
            "legal_group": "host",
        }.items()
    )
    assert one(tmp_path, text).falls == (
        Fall("country", "SE"),
        Fall("sector", "health"),
        Fall("category", "cloud_hosting"),
        Fall("legal_group", "host"),
    )


def test_new_link_has_the_id_that_a_register_would_give_it(tmp_path):
    text = '[[add]]\nvendor = "spare"\ncustomer = "app"\nservice = "x"\nrequired = 2\n'
    (link,) = one(tmp_path, text + 'starts_on = 2026-01-01\nsupports = ["a", "b"]\n').links
    expected = edge_id("SERVES", "spare", "app", service="x", starts_on="2026-01-01")
    assert link == {
        "id": expected,
        "from_id": "spare",
        "to_id": "app",
        "service": "x",
        "required": 2,
        "starts_on": "2026-01-01",
        "supports": ["a", "b"],
    }


def test_new_organization_may_be_named_by_every_other_entry(tmp_path):
    scenario = one(
        tmp_path,
        '[[move]]\nfrom = "host"\nto = "Neu GmbH"\n[[add]]\norganization = "Neu GmbH"\n'
        'country = "DE"\nparent = "spare"\n[[fail]]\norganization = "Neu GmbH"\n',
    )
    ((new,), key) = scenario.organizations, scenario.organizations[0]["id"]
    assert new == {"id": key, "name": "Neu GmbH", "country": "DE"}
    assert scenario.moves == {"e000": key, "e001": key}
    assert scenario.parents == {key: "spare"}
    assert scenario.falls == (Fall("organization", key),)


def test_link_that_stands_in_for_another_shares_its_group_and_facts(tmp_path):
    text = '[[add]]\nvendor = "spare"\ncustomer = "app"\nstands_in_for = "host"\n'
    scenario = one(tmp_path, text + 'category = "cloud_hosting"\n')
    (link,) = scenario.links
    assert scenario.changed_links == {"e000": {"group": link["group"]}}
    assert (link["service"], link["criticality"]) == ("hosting", "critical")
    text = '[[add]]\nvendor = "host"\ncustomer = "ward"\nstands_in_for = "spare"\n'
    joined = one(tmp_path, text)
    assert joined.links[0]["group"] == "g"
    assert joined.changed_links == {}


def test_links_are_chosen_by_id_or_by_ends_and_filters(tmp_path):
    scenario = one(
        tmp_path,
        '[[remove]]\nlink = "e002"\n'
        '[[remove]]\nvendor = "host"\ncustomer = "app"\nservice = "backup"\n'
        '[[change]]\ncustomer = "app"\nservice = "hosting"\nset = { criticality = "supporting", '
        'group = "" }\n',
    )
    assert scenario.removed_links == {"e002", "e001"}
    assert scenario.changed_links == {"e000": {"criticality": "supporting", "group": None}}


def test_organizations_are_changed_merged_and_removed(tmp_path):
    scenario = one(
        tmp_path,
        '[[change]]\norganization = "host"\nset = { country = "FI", parent = "spare" }\n'
        '[[merge]]\norganization = "app"\ninto = "spare"\n[[remove]]\norganization = "se"\n',
    )
    assert scenario.changed_organizations == {"host": {"country": "FI"}}
    assert scenario.parents == {"host": "spare"}
    assert scenario.merges == {"app": "spare"}
    assert scenario.removed_organizations == {"se"}


def test_customers_move_all_or_only_those_named(tmp_path):
    assert one(tmp_path, '[[move]]\nfrom = "host"\nto = "spare"\n').moves == {
        "e000": "spare",
        "e001": "spare",
    }
    text = '[[move]]\nfrom = "host"\nto = "spare"\ncustomers = ["app"]\ncategory = "cloud_hosting"'
    assert one(tmp_path, text).moves == {"e000": "spare"}


def test_many_scenarios_in_one_file_in_lines_and_in_a_folder(tmp_path):
    toml = '[[scenario]]\ntitle = "a"\nfail = ["host"]\n[[scenario]]\n[[scenario.fail]]\n'
    (tmp_path / "b.toml").write_text(toml + 'organization = "spare"\n')
    lines = [{"title": "c", "fail": ["app"]}, {"fail": [{"country": "SE"}]}]
    (tmp_path / "c.jsonl").write_text("\n\n".join(map(json.dumps, lines)))
    (tmp_path / "notes.txt").write_text("not read")
    found = read_scenarios([tmp_path], GRAPH, find)
    assert [each.title for each in found] == ["a", "b 2", "c", "c 3"]


# --------------------------------------------------------------------------- what is refused

MISTAKES = {
    '[[fail]]\norganization = "hots"': (
        "plan.toml, [[fail]] entry 1, organization, value 'hots': no organization is known as "
        "'hots'; graphrisk status shows all"
    ),
    '[[fail]]\ncountry = "XX"': (
        "plan.toml, [[fail]] entry 1, country, value 'XX': nobody has this country; in use: se"
    ),
    'fial = ["host"]': "plan.toml, fial: there is no such word here; did you mean fail?",
    '[[add]]\nvendor = "host"\ncustomer = "app"\ncritcality = "critical"': (
        "plan.toml, [[add]] entry 1, critcality: there is no such word here; did you mean "
        "criticality?"
    ),
    '[[add]]\nvendor = "host"\ncustomer = "ward"\ncriticality = "vital"': (
        "plan.toml, [[add]] entry 1, criticality, value 'vital': not a word of the vocabulary "
        "criticality; known words: critical, important, supporting"
    ),
    '[[add]]\nvendor = "host"\ncustomer = "ward"\nrequired = 0': (
        "plan.toml, [[add]] entry 1, required, value '0':"
    ),
    '[[add]]\nvendor = "host"\ncustomer = "ward"\nprobability = 1.5': (
        "plan.toml, [[add]] entry 1, probability, value '1.5':"
    ),
    '[[add]]\nvendor = "host"\ncustomer = "ward"\nstarts_on = "soon"': (
        "plan.toml, [[add]] entry 1, starts_on, value 'soon':"
    ),
    '[[add]]\nvendor = "host"': "plan.toml, [[add]] entry 1, customer: not a name",
    '[[add]]\nvendor = "host"\ncustomer = "host"': "nobody is a vendor of its own",
    '[[add]]\norganization = "host"\nid = "host"': "there is such an organization already",
    '[[remove]]\nvendor = "spare"\ncustomer = "app"': (
        "plan.toml, [[remove]] entry 1: no link from spare to app is stored"
    ),
    '[[remove]]\nvendor = "host"\ncustomer = "app"\nservice = "hostng"': (
        "no link from host to app with service hostng is stored; choose one of: service hosting, "
        "category cloud_hosting; service backup"
    ),
    '[[remove]]\nservice = "hosting"': "no link is chosen; name vendor and customer",
    '[[remove]]\nlink = "e999"': "plan.toml, [[remove]] entry 1, link, value 'e999': no link has",
    '[[change]]\nvendor = "host"': "plan.toml, [[change]] entry 1, set: nothing is set",
    '[[change]]\norganization = "host"\nset = { name = "" }': "an organization needs a name",
    '[[merge]]\norganization = "host"\ninto = "host"': "it is that one already",
    '[[move]]\nfrom = "host"\nto = "host"': "they are served by that one already",
    '[[move]]\nfrom = "host"\nto = "spare"\ncustomers = "app"': "not a list; write customers = [",
    '[[fail]]\norganization = "host"\ncountry = "SE"': "one thing falls per entry",
    "fail = [7]": "plan.toml, [[fail]] entry 1, value '7': not an entry; write [[fail]]",
    '[[remove]]\nlink = "e000"\n[[change]]\nlink = "e000"\nset = { group = "x" }': (
        "plan.toml: link e000 is removed, and changed or moved as well; leave one of them out"
    ),
    '[[remove]]\norganization = "spare"\n[[move]]\nfrom = "host"\nto = "spare"': (
        "plan.toml: spare is removed, and used by another entry; leave one of them out"
    ),
    '[[change]]\nlink = "e000"\nset = { group = "x" }\n[[change]]\nvendor = "host"\n'
    'set = { group = "y" }': "e000 gets another group already; set it once",
}


@pytest.mark.parametrize("text", MISTAKES)
def test_mistake_is_named_with_file_entry_and_what_to_do(tmp_path, text):
    found = problems_of(tmp_path, text)
    assert len(found) == 1
    assert MISTAKES[text] in found[0]


def test_all_mistakes_of_all_scenarios_are_gathered(tmp_path):
    text = '{"fail": ["x"]}\n{"fail": ["host"]}\n{"add": [{"vendor": "y"}], "fail": ["z"]}'
    found = problems_of(tmp_path, text, "many.jsonl")
    assert [each.split(":")[0] for each in found] == [
        "many.jsonl, line 1, [[fail]] entry 1, organization, value 'x'",
        "many.jsonl, line 3, [[add]] entry 1, vendor, value 'y'",
        "many.jsonl, line 3, [[fail]] entry 1, organization, value 'z'",
    ]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.toml", "fail = [", "not TOML"),
        ("a.toml", "x = " + "[" * 5000, "not TOML"),
        ("a.jsonl", '{"fail": []}\n{', "line 2 is not JSON"),
        ("a.jsonl", "[1]", "scenario 1 is no table of entries"),
        ("a.toml", "title = 'x'\n[[scenario]]\n", "title stand outside of them"),
        ("a.toml", "scenario = 1", "scenarios are not written as [[scenario]]"),
        ("a.csv", "x", "this is no scenario file"),
    ],
)
def test_file_that_is_no_scenario_is_refused_in_a_sentence(tmp_path, name, text, said):
    with pytest.raises(InputError) as refused:
        read(tmp_path, text, name)
    assert said in str(refused.value)
    assert "What to do" in str(refused.value)


def test_bytes_that_are_not_utf8_are_refused(tmp_path):
    path = tmp_path / "a.toml"
    path.write_bytes(b"title = '\xff'")
    with pytest.raises(Unreadable, match="not UTF-8"):
        read_scenarios([path], GRAPH, find)


def test_folder_without_scenarios_and_missing_file_are_refused(tmp_path):
    for path, said in ((tmp_path, "no scenario file lies"), (tmp_path / "x.toml", "no such file")):
        with pytest.raises(InputError, match=said):
            read_scenarios([path], GRAPH, find)


def test_caps_refuse_with_the_number(tmp_path, monkeypatch):
    monkeypatch.setattr(scenario_file, "MOST_ENTRIES", 2)
    assert "more than 2 entries" in problems_of(tmp_path, 'fail = ["host", "app", "ward"]')[0]
    monkeypatch.setattr(scenario_text, "MOST_SCENARIOS", 1)
    with pytest.raises(InputError, match="more than 1 scenarios"):
        read(tmp_path, "{}\n{}", "a.jsonl")
    monkeypatch.setattr(scenario_text, "MOST_BYTES", 3)
    with pytest.raises(Unreadable, match="at most 3"):
        read(tmp_path, "fail = []")
