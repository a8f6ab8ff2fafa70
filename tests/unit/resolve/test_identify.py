"""Which names are one organization, in one load and over several."""

from __future__ import annotations

import itertools

import pytest

from graphrisk.model.identifiers import organization_id
from graphrisk.model.records import record
from graphrisk.model.tables import to_tables
from graphrisk.resolve.claimed import Claimed
from graphrisk.resolve.clusters import Known
from graphrisk.resolve.directory import Directory, Entry, clean_name, is_bare_code
from graphrisk.resolve.identify import identify, unclear_words

LEI = "213800KUD8LAJWSQ9D15"


def known(*entries: Entry, merges: dict[str, str] | None = None) -> Directory:
    made = Directory(merges=dict(merges or {}))
    for entry in entries:
        made.add(entry)
    return made


def ids_of(directory: Directory, *names: str) -> list[str]:
    found = identify(directory, mentions=dict.fromkeys(names, 1))
    return [found.mentions[name] for name in names]


def test_names_that_differ_in_case_and_form_are_one_organization():
    found = identify(Directory(), mentions={"Careium": 1, "CAREIUM AB": 3, "careium  ab": 1})
    assert set(found.mentions.values()) == {organization_id("Careium")}
    assert list(found.fresh.values()) == ["CAREIUM AB"]
    assert {merge.alias for merge in found.merges} == {"Careium", "careium  ab"}


def test_conflicting_legal_forms_stay_apart_whatever_the_order():
    names = ["Kaiku AB", "Kaiku Oy", "Kaiku"]
    results = set()
    for order in itertools.permutations(names):
        found = identify(Directory(), mentions=dict.fromkeys(order, 1))
        results.add(tuple(found.mentions[name] for name in names))
        assert set(found.unclear) == {"Kaiku"}
        assert {item.name for item in found.unclear["Kaiku"]} == {"Kaiku AB", "Kaiku Oy"}
    assert len(results) == 1
    assert len(set(results.pop())) == 3


def test_unclear_name_gets_the_same_id_when_loaded_again():
    first = identify(Directory(), mentions={"Kaiku AB": 1, "Kaiku Oy": 1, "Kaiku": 1})
    again = known(*(Entry(key, name) for key, name in first.fresh.items()))
    second = identify(again, mentions={"Kaiku AB": 1, "Kaiku Oy": 1, "Kaiku": 1})
    assert second.mentions == first.mentions
    assert not second.fresh
    assert not second.merges


def test_name_that_fits_two_given_ids_stays_apart_and_keeps_its_id():
    directory = known(Entry("V1", "Alfa AB"), Entry("V2", "Alfa AB"))
    found = identify(directory, mentions={"Alfa AB": 1})
    key = found.mentions["Alfa AB"]
    assert key not in ("V1", "V2")
    assert [item.id for item in found.unclear["Alfa AB"]] == ["V1", "V2"]
    directory.add(Entry(key, "Alfa AB"))
    assert identify(directory, mentions={"Alfa AB": 1}).mentions["Alfa AB"] == key


def test_second_legal_form_does_not_join_a_name_that_has_another():
    first, second = ids_of(known(Entry("x", "Alfa", aliases=("Alfa AB",))), "Alfa AB", "Alfa Oy")
    assert first == "x"
    assert second != "x"


def test_formless_organization_is_not_shared_by_two_forms_of_one_load():
    found = identify(known(Entry("x", "Alfa")), mentions={"Alfa AB": 1, "Alfa Oy": 1})
    assert len(set(found.mentions.values())) == 3 - 1
    assert "x" not in found.mentions.values()
    assert set(found.unclear) == {"Alfa AB", "Alfa Oy"}


@pytest.mark.parametrize("countries", [("SE", "NO"), ("NO", "SE")])
def test_rows_of_one_name_in_two_countries_stay_apart(countries):
    found = identify(Directory(), [Claimed(None, "Alfa", country) for country in countries])
    assert len(set(found.claimed)) == 2


def test_row_without_country_joins_the_only_one_of_its_name():
    found = identify(Directory(), [Claimed(None, "Alfa AB", "SE"), Claimed(None, "Alfa")])
    assert len(set(found.claimed)) == 1


def test_given_id_is_found_by_name_id_lei_and_alias():
    row = Claimed("V001", "Alfa AB", "SE", LEI, ("Old Alfa",))
    names = ("Alfa AB", "ALFA", "V001", "v001", LEI, "Old Alfa")
    found = identify(Directory(), [row], dict.fromkeys(names, 1))
    assert {found.mentions[name] for name in names} == {"V001"}
    assert {merge.alias for merge in found.merges} == {"ALFA", "v001"}


def test_alias_of_a_row_without_id_is_found():
    found = identify(Directory(), [Claimed(None, "Alfa AB", aliases=("Beta",))], {"Beta": 1})
    assert found.mentions["Beta"] == found.claimed[0]
    assert not found.fresh


def test_id_that_comes_after_the_name_stands_for_the_known_organization():
    made = organization_id("Alfa")
    found = identify(known(Entry(made, "Alfa AB")), [Claimed("V001", "Alfa AB")], {"V001": 1})
    assert found.claimed == [made]
    assert found.mentions["V001"] == made
    assert [(m.alias, m.organization) for m in found.merges] == [("V001", made)]


def test_bare_code_that_came_first_is_the_id_given_later():
    first = identify(Directory(), mentions={"V001": 1})
    assert first.mentions == {"V001": "V001"}
    later = identify(known(Entry("V001", "V001")), [Claimed("V001", "Alfa AB")])
    assert later.claimed == ["V001"]
    assert not later.merges


def test_word_that_came_first_as_a_name_is_the_id_given_later():
    made = organization_id("alfa-id")
    found = identify(known(Entry(made, "alfa-id")), [Claimed("alfa-id", "Beta AB")], {"alfa-id": 1})
    assert found.claimed == [made]
    assert found.mentions["alfa-id"] == made


def test_code_and_name_known_apart_become_one_by_a_merge():
    made = organization_id("Alfa")
    directory = known(Entry("V001", "V001"), Entry(made, "Alfa AB"))
    found = identify(directory, [Claimed("V001", "Alfa AB")], {"Alfa AB": 1})
    assert found.claimed == ["V001"]
    assert found.mentions["Alfa AB"] == "V001"
    assert (made, "V001") in [(m.alias, m.organization) for m in found.merges]


def test_two_given_ids_of_one_name_stay_apart_and_are_noted():
    found = identify(Directory(), [Claimed("V1", "Alfa AB"), Claimed("V2", "Alfa")])
    assert found.claimed == ["V1", "V2"]
    assert "another id has this name" in found.notes[0].message


def test_two_given_ids_do_not_both_adopt_one_known_name():
    made = organization_id("Alfa")
    found = identify(known(Entry(made, "Alfa")), [Claimed("V1", "Alfa"), Claimed("V2", "Alfa")])
    assert found.claimed == ["V1", "V2"]
    assert not found.merges


def test_lei_is_the_id_where_none_is_given():
    found = identify(Directory(), [Claimed(None, "Alfa AB", None, LEI)], {"Alfa": 1})
    assert found.claimed == [LEI]
    assert found.mentions["Alfa"] == LEI


def test_unsound_lei_is_no_id():
    found = identify(Directory(), [Claimed(None, "Alfa AB", None, LEI[:-1] + "4")])
    assert found.claimed == [organization_id("Alfa")]


def test_recorded_merge_decides_before_the_name():
    directory = known(Entry("a", "Alfa"), Entry("b", "Beta"), merges={"Alfa": "b", "x": "Alfa"})
    assert ids_of(directory, "Alfa", "x") == ["b", "b"]


def test_circular_merges_end():
    directory = known(Entry("a", "Alfa"), merges={"p": "q", "q": "p"})
    assert directory.follow("p") in ("p", "q")


def test_new_name_leaves_the_old_one_behind_as_a_merge():
    found = identify(known(Entry("V1", "Alfa AB")), [Claimed("V1", "Nova AB")], {"Alfa AB": 2})
    assert found.mentions["Alfa AB"] == "V1"
    assert ("Alfa AB", "V1") in [(merge.alias, merge.organization) for merge in found.merges]


def test_unnamed_organizations_are_never_found_by_name():
    directory = known(Entry("u", "IT supplier", named=False))
    assert ids_of(directory, "IT supplier") != ["u"]


def test_given_directory_is_not_changed():
    directory = known(Entry("a", "Alfa"))
    identify(directory, [Claimed("b", "Beta")], {"Gamma": 1, "ALFA": 1})
    assert set(directory.entries) == {"a"}
    assert not directory.merges


def test_directory_from_tables_knows_names_merges_parents_and_ids():
    records = [
        record("Organization", id="a", name="Alfa AB", country="SE", aliases=("A1",)),
        record("Organization", id="b", name="Beta", country="Atlantis"),
        record("Merge", id="m", alias="Alpha", organization="a"),
        record("Incident", id="i1"),
        record("PART_OF", id="p", from_id="a", to_id="b"),
    ]
    directory = Directory.from_tables(to_tables(records))
    assert ids_of(directory, "Alpha", "A1", "ALPHA", "Beta") == ["a", "a", "a", "b"]
    assert directory.entries["b"].country is None
    assert directory.knows("Incident", "i1")
    assert directory.parents == {"a": ("b", "p")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("  A \n B ", "A B"), ("A\u200bB", "AB"), ("A\u00a0B", "A B"), ("A", "A"), ("", "")],
)
def test_clean_name(text, expected):
    assert clean_name(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("V001", True), ("a b 1", False), ("Åbo1", False), ("x" * 65 + "1", False), ("---", False)],
)
def test_bare_code(text, expected):
    assert is_bare_code(text) is expected


def test_writing_that_would_stand_for_two_bodies_stands_for_none() -> None:
    known = Directory()
    known.add(Entry("o-se", "Gamma", "SE"))
    known.add(Entry("o-no", "Gamma", "NO"))
    found = identify(known, [Claimed(None, "Gamma AB", "SE"), Claimed(None, "Gamma AS", "NO")])
    assert found.claimed == ["o-se", "o-no"]
    assert found.merges == []


def test_alias_of_two_organizations_settles_nothing_in_one_load_or_two():
    rows = [Claimed(None, "Omega AB", aliases=("Om",)), Claimed(None, "Sigma AB", aliases=("Om",))]
    together = identify(Directory(), rows, {"Om": 1, "OM": 1})
    directory = known(
        *(
            Entry(key, row.name, aliases=("Om",))
            for row, key in zip(rows, together.claimed, strict=True)
        )
    )
    apart = identify(directory, mentions={"Om": 1, "OM": 1})
    assert apart.mentions == together.mentions
    assert apart.mentions["Om"] not in together.claimed
    assert set(apart.unclear) == set(together.unclear) == {"Om", "OM"}
    assert not apart.merges
    assert not together.merges


def test_alias_known_of_one_and_stated_of_another_settles_nothing():
    directory = known(Entry("V1", "Omega AB", aliases=("Om",)))
    found = identify(directory, [Claimed("V2", "Sigma AB", aliases=("Om",))], {"Om": 1})
    assert [item.id for item in found.unclear["Om"]] == ["V1", "V2"]


def test_id_of_an_unclear_name_depends_on_its_writing_alone():
    rows = [Claimed(None, "Theta AB", "SE"), Claimed(None, "Theta AB", "NO")]
    first = identify(Directory(), rows, {"Theta AB": 1})
    directory = known(Entry("V1", "Theta AB"), Entry("V2", "Theta AB", "FI"))
    assert identify(directory, mentions={"Theta AB": 1}).mentions == first.mentions


def test_given_id_does_not_take_what_another_given_id_stands_for():
    made = organization_id("Alfa")
    directory = known(Entry(made, "Alfa AB"), merges={"V1": made})
    found = identify(directory, [Claimed("V2", "Alfa AB")])
    assert found.claimed == ["V2"]
    assert not found.merges


def test_one_candidate_is_not_called_several():
    found = identify(known(Entry("x", "Alfa")), mentions={"Alfa AB": 1, "Alfa Oy": 1})
    assert unclear_words(found.unclear["Alfa AB"]).startswith("may be Alfa (x) or not")
    assert "several" not in unclear_words(found.unclear["Alfa AB"])


def test_recorded_name_does_not_take_a_row_of_another_country():
    directory = known(Entry("a", "Gamma AB", "SE"), merges={"Gamma": "a"})
    assert identify(directory, [Claimed(None, "Gamma", "NO")]).claimed != ["a"]


def test_many_namesakes_with_ids_are_told_apart_without_comparing_all_of_them(monkeypatch):
    compared = []
    fits = Known.fits
    monkeypatch.setattr(
        Known, "fits", lambda one, variant: compared.append(1) or fits(one, variant)
    )
    rows = [Claimed(f"V{number}", "Alfa AB") for number in range(400)]
    found = identify(Directory(), rows, {"Alfa AB": 1})
    assert found.claimed == [row.id for row in rows]
    assert len(found.unclear["Alfa AB"]) == 400
    assert len(compared) < 10 * len(rows)
