"""Signs found in a text, by party and by sentence."""

from __future__ import annotations

from graphrisk.extract.supply.relations import Relations, Sign, Signs


def _sign(party: str, sentence: int) -> Sign:
    return Sign(party, sentence, 0, 1, "victim: test")


def test_signs_are_found_by_party_and_sentence_when_more_are_added_after_a_question() -> None:
    signs = Signs([_sign("acme", 0)])
    assert signs.of("acme") == [_sign("acme", 0)]
    signs += [_sign("acme", 3), _sign("brill", 3)]
    signs.append(_sign("acme", 3))
    assert [s.sentence for s in signs.of("acme")] == [0, 3, 3]
    assert [s.party for s in signs.at(3)] == ["acme", "brill", "acme"]
    assert not signs.of("nobody")
    assert not signs.at(9)


def test_sentences_count_once_however_many_signs_stand_in_one() -> None:
    relations = Relations()
    relations.victims += [_sign("acme", 1), _sign("acme", 1), _sign("acme", 2)]
    assert relations.count(relations.victims, "acme") == 2
    assert relations.count(relations.vendors, "acme") == 0
