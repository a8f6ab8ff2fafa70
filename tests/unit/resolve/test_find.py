"""What a name typed by a person finds."""

from __future__ import annotations

import pytest

from graphrisk.errors import UnknownName
from graphrisk.resolve.directory import Directory, Entry
from graphrisk.resolve.find import Match, find_organization, require_organization
from graphrisk.resolve.identify import identify

LEI = "213800KUD8LAJWSQ9D15"


@pytest.fixture
def directory():
    made = Directory(merges={"Old Careium": "1"})
    made.add(Entry("1", "Careium AB", aliases=("Doro Care",), lei=LEI))
    made.add(Entry("2", "Carelink Oy"))
    made.add(Entry("3", "Piteå kommun"))
    made.add(Entry("4", "Nordic Care Sweden AB"))
    made.add(Entry("5", "Twin AB", country="SE"))
    made.add(Entry("6", "Twin AB", country="NO"))
    return made


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        ("1", "1", "the id"),
        ("Old Careium", "1", "a recorded merge"),
        (LEI, "1", "the LEI"),
        ("Careium AB", "1", "the name"),
        ("careium ab", "1", "the same name but for capitals, spaces or marks"),
        ("  Careium ", "1", "the same name but for its legal form"),
        ("doro care", "1", "another name it goes by"),
        ("pite", "3", "the only name that begins with 'pite'"),
        ("kommun", "3", "the only name that has a word with 'kommun'"),
        ("link", "2", "the only name that contains 'link'"),
    ],
)
def test_find_gives_the_match_and_its_reason(directory, text, key, reason):
    found = find_organization(directory, text)
    assert isinstance(found, Match)
    assert (found.id, found.reason) == (key, reason)


def test_find_lists_candidates_when_several_names_begin_so(directory):
    found = find_organization(directory, "care")
    assert [item.name for item in found] == ["Careium AB", "Carelink Oy"]
    assert found[0].reason == "its name begins with 'care'"


def test_find_lists_similar_names_and_never_settles_on_one(directory):
    found = find_organization(directory, "Carieum AB")
    assert found[0].id == "1"
    assert found[0].reason == "a similar name"
    assert found[0].score < 100


def test_find_with_nothing_alike_is_empty(directory):
    assert find_organization(directory, "Zzzzqqq") == ()


def test_require_refuses_two_of_one_name_and_names_both(directory):
    with pytest.raises(UnknownName) as caught:
        require_organization(directory, "Twin AB")
    assert [key for key, _, _ in caught.value.candidates] == ["5", "6"]
    assert "fits several organizations" in caught.value.what


def test_require_names_similar_ones_for_an_unknown_name(directory):
    with pytest.raises(UnknownName, match="is not known") as caught:
        require_organization(directory, "Carieum")
    assert caught.value.candidates


def test_require_without_candidates_says_so(directory):
    with pytest.raises(UnknownName, match="no organization is known as") as caught:
        require_organization(directory, "Zzzzqqq")
    assert caught.value.candidates == ()


def test_hostile_text_finds_nothing_and_raises_nothing(directory):
    for text in ("", " ", "\x00", "(" * 500, "a" * 10_000, "\ud800"):
        assert not isinstance(find_organization(directory, text), Match)


def test_name_kept_apart_as_unclear_is_asked_about():
    made = Directory()
    made.add(Entry("1", "Omega AB", aliases=("Om",)))
    made.add(Entry("2", "Sigma AB", aliases=("Om",)))
    key = identify(made, mentions={"Om": 1}).mentions["Om"]
    made.add(Entry(key, "Om"))
    found = find_organization(made, "Om")
    assert not isinstance(found, Match)
    assert {item.id for item in found} == {"1", "2", key}
    assert find_organization(made, key).id == key
