"""Folders of queries of one's own: the same checks, faults named, nothing hidden by a bad file."""

from __future__ import annotations

import shutil

import pytest

from graphrisk.errors import QueryFileError, UsageError
from graphrisk.resources import queries_folder
from graphrisk.store.query_files import QueryLibrary, bind_parameters, read_query_file
from graphrisk.store.query_header import Parameter, converted

GOOD = """// +++
// name = "{name}"
// title = "Names"
// question = "What is everybody called?"
// kind = "read"
// params.since = {{type = "date", default = "today-30", help = "first day"}}
// returns.name = {{type = "text"}}
// order = ["name"]
// +++
MATCH (o:Organization)
WHERE o.recorded_at >= $since
RETURN o.name AS name
ORDER BY name
"""


@pytest.fixture
def folder(tmp_path):
    """A folder with one sound query."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "names.cypher").write_text(GOOD.format(name="names"), "utf-8")
    return own


def faults(*folders):
    return [str(fault) for fault in QueryLibrary(folders).read_all()[1]]


def test_own_queries_stand_beside_those_of_graphrisk(folder):
    library = QueryLibrary((folder,))
    assert {"names", "customers_by_tier"} <= set(library.names)
    assert library.load("names").text.startswith("MATCH (o:Organization)")
    assert faults(folder) == []


def test_the_library_itself_has_no_fault_and_every_line_can_be_read():
    sound, wrong = QueryLibrary().read_all()
    assert wrong == []
    assert len(sound) >= 30
    for query in sound:
        for path in query.path.parent.glob(f"{query.name}.*cypher"):
            code = [x for x in path.read_text("utf-8").splitlines() if not x.startswith("//")]
            assert max(map(len, code)) <= 100, path


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("o.name AS", "o.nothing AS"), "Organization has no property 'nothing'"),
        (("$since", "'2020'"), "$since is declared but not used"),
        (("(o:Organization)", "(o:Person)"), "no such node kind: 'Person'"),
        (("RETURN", "SET o.name = '' RETURN"), "a reading query does not SET"),
        (("MATCH", "LOAD CSV FROM 'x' AS l MATCH"), "a reading query does not LOAD"),
        (("RETURN o.name", "RETURN apoc.text.clean(o.name)"), "apoc.text.clean() is no function"),
        (("(o:Organization)\n", "(o:Organization)-[:SERVES*]->()\n"), "must end at 15 or before"),
        (("(o:Organization)\n", "(o:Organization)-[:SERVES]->+()\n"), "a pattern that repeats"),
        (("ORDER BY name", "ORDER BY name LIMIT 5"), "order by an id at the end"),
        (("today-30", "yesterday"), "since is not of type date: 'yesterday'"),
        (('type = "date"', 'type = "day"'), "params.since.type"),
        (("// title", "// titel"), "titel: Extra inputs are not permitted"),
        (('"Names"', "Names"), "the header is not TOML"),
        (("MATCH", "M\\u0041TCH"), "a backslash stands outside of a text"),
    ],
)
def test_a_bad_file_is_named_with_what_is_wrong_and_hides_no_other(folder, change, fault):
    text = GOOD.format(name="bad")
    assert change[0] in text
    (folder / "bad.cypher").write_text(text.replace(*change), "utf-8")
    (said,) = faults(folder)
    assert fault in said
    assert str(folder / "bad.cypher") in said
    assert "What to do: " in said
    assert "names" in [query.name for query in QueryLibrary((folder,)).read_all()[0]]
    with pytest.raises(QueryFileError):
        QueryLibrary((folder,)).load("bad")


def test_a_file_for_one_engine_needs_one_for_all_with_the_same_header(folder):
    (folder / "lone.neo4j.cypher").write_text(GOOD.format(name="lone"), "utf-8")
    other = GOOD.format(name="names").replace("Names", "Other names")
    (folder / "names.neo4j.cypher").write_text(other, "utf-8")
    unlike, lone = sorted(faults(folder), key=lambda said: "lone" in said)
    assert "there is no lone.cypher beside it" in lone
    assert "not the header of names.cypher" in unlike


def test_a_name_that_is_taken_and_a_folder_that_is_not_there_are_told(folder, tmp_path):
    shutil.copy(queries_folder() / "customers_by_tier.cypher", folder)
    taken, missing = sorted(faults(folder, tmp_path / "nowhere"), key=lambda x: "nowhere" in x)
    assert "there is a query of that name already" in taken
    assert "there is no such folder" in missing
    library = QueryLibrary((folder,))
    assert library.load("customers_by_tier").path.parent == queries_folder().resolve()


def test_the_same_folder_twice_is_no_fault(folder, monkeypatch):
    monkeypatch.chdir(folder.parent)
    assert faults(folder, folder, folder.relative_to(folder.parent)) == []


@pytest.mark.parametrize("content", [b"\xff\xfe", b"", b"// +++\n", b"\x00" * 10])
def test_a_file_that_is_no_query_is_refused_in_words(folder, content):
    (folder / "bad.cypher").write_bytes(content)
    (said,) = faults(folder)
    assert "cannot be read" in said or "has no header" in said


def test_line_ends_and_marks_of_other_systems_do_not_matter(folder):
    text = "\ufeff" + GOOD.format(name="names").replace("\n", "\r\n")
    (folder / "names.cypher").write_bytes(text.encode("utf-8"))
    assert faults(folder) == []


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("today", "2026-03-01"),
        ("today+1", "2026-03-02"),
        ("today-1", "2026-02-28"),
        ("today-365", "2025-03-01"),
        ("2024-02-29", "2024-02-29"),
    ],
)
def test_days_are_read_from_today(folder, given, day):
    query = read_query_file(folder / "names.cypher")
    assert bind_parameters(query, {"since": given}, today="2026-03-01") == {"since": day}


@pytest.mark.parametrize("given", ["today+", "today + 1", "2026", "2026-02-30", "today-99999", ""])
def test_what_is_no_day_is_refused(folder, given):
    query = read_query_file(folder / "names.cypher")
    with pytest.raises(UsageError, match="since is not of type date"):
        bind_parameters(query, {"since": given}, today="0100-03-01")


@pytest.mark.parametrize(
    ("kind", "given"),
    [("integer", "9" * 30), ("integer", "1.5"), ("number", "x"), ("boolean", "2")],
)
def test_values_of_another_type_are_refused(kind, given):
    with pytest.raises(UsageError, match=f"p is not of type {kind}"):
        converted("p", Parameter(type=kind, help="h"), given)
