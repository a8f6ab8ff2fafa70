"""What speaks against a pattern that fits: it rests on any noun, a purpose, a second clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from graphrisk.extract.author.authors import has_head
from graphrisk.extract.supply.owned import (
    is_own_thing,
    opens_with_owner,
    serving_words,
    uses_it_itself,
)

if TYPE_CHECKING:
    from graphrisk.extract.page import Page
    from graphrisk.extract.words.lexicon import Lexicon
    from graphrisk.extract.words.template_fit import Item
    from graphrisk.extract.words.templates import Match

_OPEN_SMALL: Final = frozenset({"da", "nb"})
_INSERTING: Final = frozenset({"fr", "fi"})
_TITLES: Final = ("(til|", "(aan|", "[title]")
_OPENING: Final = 2
_HIT_WITHIN: Final = 40

_SUB_WITHIN: Final = 4
_HARM: Final = ("affected", "exposure", "outage", "customer_noun", "noted", "incident")
_WORD: Final = re.compile(r"\w+")
_HIRED: Final = ("(beauftragte|", "(gebruikte|")


def slot_items(page: Page, number: int, match: Match, name: str) -> list[Item]:
    """Return the items a slot holds."""
    span = match.slots.get(name)
    return page.parties.items[number][span[0] : span[1]] if span else []


def says_too_little(page: Page, number: int, match: Match) -> bool:
    """Whether a match for who supplies whom rests on any noun, a helper or a purpose."""
    titled = page.readings[number].sentence.kind == "heading"  # "X Customer Care": a title
    if (titled or page.lexicon.data.nouns_capitalised) and any(
        i.weak for name in ("A", "B") for i in slot_items(page, number, match, name)
    ):
        return True  # any noun is capital there: too little to go by
    if opens_with_noun(page, number, match):
        return True  # "The server is run by X": a noun, capital only for its place
    if "|engaged|" in match.template and page.readings[number].has("helper"):
        return True  # those who help after an incident
    served = slot_items(page, number, match, "B")
    if any(is_region(page, number, i) or _is_audience(page, number, i) for i in served):
        return True
    items = page.parties.items[number]
    if _follows_amount(items, match) or is_passive(page, number, match):
        return True
    if is_perfect(page, number, match) or _goes_to_office(page, number, match):
        return True
    if _is_of_helper(page, number, match) or uses_it_itself(page.lexicon, items, match):
        return True
    if "@told" in match.template and _tells_of_its_own(page.lexicon, items, match):
        return True
    return "(uses|" in match.template and _is_purpose(page, number, match)


def _is_of_helper(page: Page, number: int, match: Match) -> bool:
    return any(
        is_helper(page, number, item)
        for name in ("A", "B")
        for item in slot_items(page, number, match, name)
    )


def is_helper(page: Page, number: int, item: Item) -> bool:
    """Whether a party is called a helper right before its name: "the security firm X"."""
    return any(h.last == item.first for h in page.readings[number].cues("helper"))


def stands_beside(page: Page, number: int, item: Item) -> bool:
    """Whether a supplier is only who the text works with: "yhdessä toimittajamme kanssa"."""
    words = page.readings[number].words
    after = words[item.last : item.last + 1]
    before = words[max(0, item.first - 1) : item.first]
    beside = page.lexicon.word_set("worked_with") & set(after)
    return bool(beside or page.lexicon.word_set("in_touch") & set(before))


def stands_in(page: Page, item: Item) -> bool:
    """Whether a Finnish name that is no institution is where it happened: "tuotanto Oulussa"."""
    if page.lexicon.language != "fi" or not item.word.endswith(("ssa", "ssä")):
        return False
    entry = page.parties.entries.get(item.parties[0]) if item.parties else None
    return entry is not None and entry.kind == "unknown" and not has_head(page, entry.core)


def is_passive(page: Page, number: int, match: Match) -> bool:
    """Whether the one that uses is what is used: "X wordt gebruikt door Y" is not "X gebruikt Y".

    A participle is spelled as the verb there, and only its helper and "by" tell them apart.
    """
    if not match.template.startswith("{B") or "A" not in match.slots:
        return False
    items = page.parties.items[number]
    words = [i.word for i in items[match.slots["B"][1] : match.slots["A"][0]]]
    verbs = page.lexicon.word_set("passive_verb")
    helper = next((n for n, word in enumerate(words) if word in verbs), None)
    if helper is None or verbs & set(_WORD.findall(match.template)):
        return False
    return bool(page.lexicon.word_set("by") & set(words[helper:]))


def is_perfect(page: Page, number: int, match: Match) -> bool:
    """Whether a Finnish participle is a verb's, no attribute: "Acme on toiminut Bovin apuna"."""
    if page.lexicon.language != "fi" or "@supplying" not in match.template:
        return False
    reading = page.readings[number]
    items = page.parties.items[number]
    first, last = items[match.first].first, items[match.last - 1].last
    verbs = [h.first for h in reading.cues("supplying") if first <= h.first < last and h.first]
    have = reading.lexicon.word_set("perfect_verb")
    return bool(verbs) and all(reading.words[at - 1] in have for at in verbs)


def _goes_to_office(page: Page, number: int, match: Match) -> bool:
    """Whether what is supplied is a report to an authority: "X has made a report to the police"."""
    if not match.template.startswith(("{A} <1> @supply", "{A.nom} <2> @supply")):
        return False
    items = page.parties.items[number]
    first, last = items[match.first].first, items[match.last - 1].last
    return any(first <= h.first < last for h in page.readings[number].hits("authority"))


def _tells_of_its_own(lexicon: Lexicon, items: Sequence[Item], match: Match) -> bool:
    """Whether who is told of something is but a part of who tells, or tells the same."""
    return _tell_together(lexicon, items, match) or is_own_thing(
        lexicon, items, match.slots.get("B", (0, 0))[0]
    )


def _tell_together(lexicon: Lexicon, items: Sequence[Item], match: Match) -> bool:
    """Whether two parties tell the same: "both X and Y reported the incident"."""
    first, second = sorted(match.slots.get(name, (0, 0)) for name in ("A", "B"))
    between = {i.word for i in items[first[1] : second[0]]}
    return bool(between & lexicon.word_set("tell_both"))


def opens_with_noun(page: Page, number: int, match: Match) -> bool:
    """Whether slot B holds but a definite noun that begins a sentence, in Danish or Norwegian."""
    return page.lexicon.language in _OPEN_SMALL and any(
        i.weak and i.first <= 1 and i.word.endswith(("en", "et", "ne"))
        for i in slot_items(page, number, match, "B")
    )


def _is_audience(page: Page, number: int, item: Item) -> bool:
    """Whether a name is only whom somebody speaks to: "says X, which runs the mail, to Y"."""
    reading, at = page.readings[number], item.first
    audience = reading.lexicon.word_set("audience")
    to = at > 1 and reading.words[at - 1] in audience and reading.words[at - 2] == ","
    return to and any(h.last < at for h in reading.cues("say"))


def is_region(page: Page, number: int, item: Item) -> bool:
    """Whether a name only tells where organizations are: "five municipalities on Sunnhaugen"."""
    words, at = page.readings[number].words, item.first - 1
    if item.kind != "org" or at < 1 or words[at] not in page.lexicon.word_set("in_place"):
        return False
    entry = page.parties.entries.get(item.parties[0])
    bare = entry is not None and entry.kind == "unknown"
    units = page.readings[number].hits("unit")
    return bare and any(h.id == "organisations" and h.last == at for h in units)


def _follows_amount(items: Sequence[Item], match: Match) -> bool:
    """Whether a customer opens a second clause: "X has more than 30, Y a dozen"."""
    at = match.slots.get("B", (0, 0))[0]
    second = at > max(1, match.slots.get("A", (at, at))[0])
    return second and items[at - 1].word == "," and items[at - 2].word.isdigit()


def is_apposed(items: Sequence[Item], match: Match) -> bool:
    """Whether a name after a comma says who the suppliers are: "two managers of plans, X and Y"."""
    at = match.slots.get("B", (0, 0))[0]
    last = match.template.endswith("{B}")
    return last and at > 0 and items[at - 1].word == "," and items[at].kind == "org"


def is_speaker(page: Page, number: int, item: Item) -> bool:
    """Whether a party stands right after a verb of saying that ends what is said: "..., says X"."""
    reading = page.readings[number]
    said = [h for h in reading.cues("say") if h.last == item.first and h.first]
    return any(reading.words[h.first - 1] in {",", '"'} for h in said)


def _is_purpose(page: Page, number: int, match: Match) -> bool:
    """Whether what stands in slot A is used for, not used: "the firm we use for Gift Aid"."""
    span = match.slots.get("A", (0, 0))
    return any(i.word == "for" for i in page.parties.items[number][match.first : span[0]])


def is_recipient(page: Page, number: int, item: Item) -> bool:
    """Whether a party stands after "for": somebody who is served, not the subject."""
    reading = page.readings[number]
    reach = 3 if reading.lexicon.language == "fr" else 2  # "à l'éditeur X"
    before = reading.words[max(0, item.first - reach) : item.first]
    after = reading.words[item.last : item.last + 2]
    if after[:1] == [","] and after[1:] and after[1] in reading.lexicon.word_set("relative"):
        return False  # "left it to X, which was hit"
    if after[:1] == ["som"]:
        return False  # "a service of X that was hit", which has no comma there
    return bool(set(before) & serving_words(reading.lexicon)) and item.kind == "org"


def ends_insertion(page: Page, number: int, match: Match) -> bool:
    """Whether what stands in V is the last word of an insertion: "X, used by V, was hit"."""
    if match.template.split(" ")[1:2] == [","]:
        return False
    at = match.slots["V"][1]
    items = page.parties.items[number]
    before = [i.word for i in items[: match.slots["V"][0]]]
    if page.lexicon.language not in _INSERTING and not opens_with_owner(page.lexicon, before):
        return False
    closed = items[at : at + 1] != [] and items[at].word == ","
    return closed and "," in before and before[-1] != ","  # "two firms, X and Y, were hit"


def is_site(page: Page, number: int, item: Item) -> bool:
    """Whether a name only says where shops or offices are: "60 shops in X"."""
    reading = page.readings[number]
    placed = item.first > 1 and reading.words[item.first - 1] in page.lexicon.word_set("in_place")
    sites = [h for h in reading.hits("unit") if h.id == "sites" and h.last == item.first - 1]
    return (placed and bool(sites)) or is_region(page, number, item)


def is_loose(page: Page, number: int, match: Match) -> bool:
    """Whether "for instance X" stands where nothing tells of harm or customers, nor just before."""
    reading = page.readings[number]
    opener = page.parties.items[number][match.first].word
    if opener not in page.lexicon.word_set("instance") or reading.sentence.kind == "item":
        return False
    before = page.readings[number - 1] if number else reading
    near = [reading, before] if before.sentence.block == reading.sentence.block else [reading]
    return not any(r.has(*_HARM) or r.data for r in near)


def is_subsidiary(page: Page, number: int, item: Item) -> bool:
    """Whether "its subsidiary" introduces a name: a part of the supplier, no customer of it."""
    before = page.readings[number].words[item.first - 1] if item.first else ""
    return before in page.lexicon.word_set("daughter") and not item.genitive


def goes_on_to_harm(page: Page, number: int, rule: str) -> bool:
    """Whether "X hired a supplier" goes on, in its paragraph, with what then happened."""
    if not any(verb in rule for verb in _HIRED) or number + 1 >= len(page.readings):
        return False
    after = page.readings[number + 1]
    near = after.sentence.block == page.readings[number].sentence.block
    return near and (after.has("incident", "exposure", "outage") or bool(after.hits("attack")))


def is_in_passing(page: Page, number: int, match: Match) -> bool:
    """Whether "a message from X" stands in the text, where it says nothing of whose text it is."""
    reading = page.readings[number]
    if reading.sentence.kind == "heading":
        return False
    told = match.template.startswith(("(til|drift", "(til|med")) and match.first > _OPENING
    told = told or (match.first > 0 and match.template.startswith("(aan|bericht|"))
    return told or match.template.startswith(
        ("(mitteilung|", "(notice|", "(information|", "{P} info")
    )


def is_far_heading(page: Page, number: int, match: Match) -> bool:
    """Whether words such as "to the members of X" stand elsewhere than in a heading or a title."""
    only = match.template.startswith(_TITLES)
    return only and page.readings[number].sentence.kind != "heading" and number > _OPENING


def is_served_by_sub(page: Page, number: int, item: Item) -> bool:
    """Whether "a subcontractor of X was hit" names X only as whom that one works for."""
    reading = page.readings[number]
    lexicon = reading.lexicon
    served = serving_words(lexicon) | lexicon.word_set("of") | lexicon.word_set("at")
    return item.kind == "org" and any(
        0 < item.first - h.last <= _SUB_WITHIN and reading.words[h.last] in served
        for h in reading.cues("sub_vendor_noun")
    )


def is_hit_product(page: Page, number: int, first: int) -> bool:
    """Whether "the portal is run by X" is of a portal that an earlier sentence says was hit."""
    noun = page.readings[number].words[first]
    return any(
        page.readings[before].has("incident", "fault", "outage")
        and any(word.endswith(noun) for word in page.readings[before].words)
        for before in range(max(0, number - _HIT_WITHIN), number)
    )


def owns_what_was_hit(page: Page, number: int, match: Match) -> bool:
    """Whether V is a service of who tells, or only has the people that an incident is aimed at.

    "Its service V was hit", "Acmen asiakkaisiin kohdistunut murto".
    """
    items = page.parties.items[number]
    if is_own_thing(page.lexicon, items, match.slots["V"][0]):
        return True
    if any(stands_beside(page, number, i) for i in items[slice(*match.slots["V"])]):
        return True
    if page.lexicon.language != "fi" or not match.template.startswith("{V.gen}"):
        return False
    people = page.lexicon.tails("people_hit")
    return any(i.word.endswith(people) for i in items[match.slots["V"][1] : match.last])


def is_where_others(page: Page, number: int, item: Item) -> bool:
    """Whether a name tells where others were hit: "in X, eighteen offices were struck"."""
    reading = page.readings[number]
    before = item.first - 1
    opens = before >= 0 and reading.words[before] in reading.lexicon.word_set("in_place")
    return (
        opens
        and reading.token(before).is_capital
        and item.kind == "org"
        and item.last - item.first == 1
    )
