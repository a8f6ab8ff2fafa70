"""Near names: two bodies are never joined in silence, one body is found or proposed."""

from __future__ import annotations

import pytest

from graphrisk.resolve.directory import Directory, Entry, clean_name
from graphrisk.resolve.identify import identify
from graphrisk.resolve.near import MOST_NEAR, NearNames, near_reason
from tests.unit.resolve.name_pairs import SAME, TWINS

BOTH_WAYS = [pair for one, other in TWINS for pair in ((one, other), (other, one))]
NOT_FOUND = {("BVG", "Berliner Verkehrsbetriebe")}  # its G is of a word that nobody writes
ASIDE = ("Omega AB", "Sigma Oy", "Region Halland", "Stadt Ulm")


def outcome(new: str, known: str) -> str:
    """Return whether a name is joined with a known one, asked about, proposed or kept apart."""
    directory = Directory()
    directory.add(Entry("known", known))
    for name in ASIDE:
        directory.add(Entry(name, name))
    name = clean_name(new)
    found = identify(directory, mentions={name: 1})
    if found.mentions[name] == "known":
        return "joined"
    if name in found.unclear:
        return "asked"
    near = NearNames(directory).of(name)
    return "proposed" if any(item.id == "known" for item in near) else "apart"


@pytest.mark.parametrize(("new", "known"), BOTH_WAYS)
def test_near_twins_are_never_joined_in_silence(new, known):
    assert outcome(new, known) != "joined"


@pytest.mark.parametrize(("one", "other"), [pair for pair in SAME if pair not in NOT_FOUND])
def test_two_writings_of_one_body_are_joined_or_proposed(one, other):
    assert outcome(one, other) != "apart"
    assert outcome(other, one) != "apart"


def test_few_twins_are_asked_about():
    asked = [pair for pair in BOTH_WAYS if outcome(*pair) != "apart"]
    assert len(asked) <= 24


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Essiti", "Essity", "spelled alike"),
        ("Alfa Oy", "Alfa AB", "the same name with another legal form: perhaps a sister company"),
        ("\u0410lfa", "Alfa", "it looks the same, but some letters are of another script"),
        ("Åbo stad", "Turun kaupunki", "the same place, named otherwise"),
        ("VGR", "Västra Götalandsregionen", "an acronym of it"),
        ("Careiums", "Careium", "an inflected form of it"),
        ("Region Skåne", "Region Sörmland", None),
        ("Alfa 1", "Alfa 2", None),
        ("ABB", "ABN", None),
        ("", "Alfa", None),
        ("!!!", "???", None),
    ],
)
def test_reason_says_how_two_names_differ(one, other, reason):
    found = near_reason(one, other)
    assert (found and found[1]) == reason
    assert near_reason(other, one) == found


def test_proposals_are_few_and_the_likeliest_comes_first():
    directory = Directory()
    for number in range(50):
        directory.add(
            Entry(f"k{number}", f"Lerkil Data {chr(97 + number % 26) * (4 + number // 26)}")
        )
    directory.add(Entry("same", "LerkilData"))
    found = NearNames(directory).of("Lerkil Data")
    assert len(found) == MOST_NEAR
    assert found[0].id == "same"


def test_hostile_names_are_near_nothing():
    directory = Directory()
    directory.add(Entry("1", "Alfa AB"))
    directory.add(Entry("2", "A" * 10_000))
    directory.add(Entry("3", "unnamed supplier", named=False))
    near = NearNames(directory)
    for name in ("", " ", "\x00", "\ud800", "A" * 10_000, "(((", "unnamed supplier"):
        assert near.of(name) == ()


def test_company_number_finds_its_bearer_however_it_is_written():
    directory = Directory()
    directory.add(Entry("V1", "Alfa AB", aliases=("556036-0793",)))
    directory.add(Entry("V2", "Beta Oy", "FI", aliases=("01120389",)))
    found = identify(directory, mentions={"SE556036079301": 1, "0112038-9": 1, "556036-0794": 1})
    assert found.mentions["SE556036079301"] == "V1"
    assert found.mentions["0112038-9"] == "V2"
    assert found.mentions["556036-0794"] not in ("V1", "V2")


def test_company_number_of_two_organizations_settles_nothing():
    directory = Directory()
    for key in ("V1", "V2"):
        directory.add(Entry(key, f"Alfa {key}", aliases=("556036-0793",)))
    assert directory.exact("SE5560360793") is None
    assert identify(directory, mentions={"SE5560360793": 1}).mentions["SE5560360793"] not in (
        "V1",
        "V2",
    )
