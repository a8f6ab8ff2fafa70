"""The first screen of a notice's page: answers, their doubts, and what they rest on."""

from __future__ import annotations

from graphrisk.extract.claims import Party
from graphrisk.extract.data_classes.data_claims import LOCKED, OTHER
from graphrisk.extract.victims.party_claims import CONCLUDED
from graphrisk.view.short_answer import ShortAnswer
from graphrisk.workspace.short_answers import in_short
from tests.unit.extract.claims_by_hand import chain, claim, exposed, first_hop, second_hop
from tests.unit.view.notices_to_explain import PLAIN, notice_of

ALFA = Party("Alfa Oy", key="alfa")


def answer(question: str, *claims: object) -> ShortAnswer:
    """Return the answer to one question."""
    (found,) = [each for each in in_short(claims) if each.question == question]  # type: ignore[arg-type]
    return found


def told(found: ShortAnswer) -> list[tuple[str, list[str]]]:
    """Return the lines of an answer: lead and words."""
    return [(line.lead, [item.text for item in line.items]) for line in found.lines]


def test_each_answer_names_the_claims_it_rests_on() -> None:
    claims = chain()
    for each in in_short(claims):
        for line in each.lines:
            assert all(
                item.claims and set(item.claims) <= {c.id for c in claims} for item in line.items
            )
    assert [each.question for each in in_short(claims) if not each.lines] == [
        "Who is affected",
        "Which data",
        "How many",
        "When",
        "Authorities",
    ]


def test_supplies_have_a_line_for_each_supplier_and_say_what_is_only_concluded() -> None:
    more = first_hop(note=CONCLUDED, confidence=0.7)
    more.value["customer"] = ALFA
    found = answer("Who supplies whom", first_hop(), more, second_hop())
    assert told(found) == [
        ("Norlast Oy →", ["Vitalo Oy (transport)", "Alfa Oy (transport)"]),
        ("Vitalo Oy →", ["Almby (care goods)"]),
    ]
    assert [item.doubt for item in found.lines[0].items] == ["", "concluded, not said"]


def test_data_have_a_line_for_each_status_and_other_data_are_told_apart() -> None:
    found = answer(
        "Which data",
        exposed("unspecified_personal", "Health data", "denied", note=OTHER),
        exposed("unspecified_personal", "are not affected", "denied"),
        exposed("name", "Names", "suspected"),
        exposed("credentials", "door codes", "denied", note=LOCKED),
        exposed("contact", "more than 4,000", "confirmed"),
        exposed("contact", "may have got out", "confirmed"),
    )
    assert told(found) == [
        ("exposed:", ["e-mail or telephone"]),
        ("perhaps exposed:", ["name"]),
        ("not exposed, the text says:", ["any other personal data", "personal data of any kind"]),
        ("taken, but encrypted:", ["user names or passwords"]),
    ]
    assert len(found.lines[0].items[0].claims) == 2


def test_what_a_later_sentence_corrects_is_left_out() -> None:
    feared = exposed("name", "Names", "suspected")
    ruled_out = exposed("name", "door codes", "denied", supersedes=(feared.id,))
    assert told(answer("Which data", feared, ruled_out)) == [
        ("not exposed, the text says:", ["name"])
    ]


def test_days_are_in_words_and_in_their_order() -> None:
    later = claim("date", "9 May 2024", {"date": "2024-05-09", "what": "notified"})
    first = claim("date", "2 May 2024", {"date": "XXXX-05-02", "what": "discovered"})
    early = claim("date", "was hit", {"date": "2024-21", "what": "occurred"})
    assert told(answer("When", later, first, early)) == [
        (
            "",
            [
                "spring 2024: happened",
                "9 May 2024: notice was given",
                "2 May, year not stated: was found",
            ],
        )
    ]


def test_authorities_are_told_by_their_part_and_who_has_no_name_is_said_to_have_none() -> None:
    named = claim("authority", "The police", {"name": "Police", "role": "mentioned"})
    told_to = claim(
        "authority", "were informed", {"name": "(unspecified authorities)", "role": "notified"}
    )
    assert told(answer("Authorities", named, told_to)) == [
        ("told:", ["authorities that are not named"]),
        ("only named:", ["Police"]),
    ]


def test_page_of_a_notice_tells_no_word_of_a_vocabulary_as_it_is_stored() -> None:
    words = [
        text
        for each in notice_of(PLAIN).short
        for line in each.lines
        for text in (line.lead, *(item.text for item in line.items))
    ]
    assert not [text for text in words if "_" in text or "XXXX" in text]
    assert any("→" in text for text in words)
