"""What was done on a date: told, reported, or only introduced by a verb of telling."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from graphrisk.extract.dates.dates import DateMention
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.words.trie import Hit

_INTRODUCED: Final = 4
_TELLING: Final = frozenset({"report", "noted", "published"})
_TOLD: Final = 5
_DEEDS: Final = ("incident", "exposure", "outage", "occurred")
_BEFELL: Final = 9
_NEAR: Final = 3
_ARTICLE: Final = 2
_BEFORE_LIGHT: Final = 10


def holds_date(reading: Reading, noun: Hit, mention: DateMention) -> bool:
    """Whether a noun right before a date has it: "after the attack of 3 May", Finnish "in it"."""
    if noun.last != mention.first:
        return False
    if reading.lexicon.language == "fi":
        return reading.words[noun.last - 1].endswith(("ssa", "ssä"))
    before = reading.words[max(0, noun.first - _ARTICLE) : noun.first]
    return bool(reading.lexicon.word_set("after_word") & set(before))


def introduces_date(reading: Reading, cue: Hit, mention: DateMention) -> bool:
    """Whether a verb of telling only introduces what happened: "he reported that on 9 May"."""
    after = reading.words[cue.last : min(cue.last + _INTRODUCED, mention.first)]
    that = reading.lexicon.word_set("that_clause") & set(after)
    only = reading.words[mention.first - 2 : mention.first - 1] == ["que"]  # "n'a ... que le 3"
    return cue.id in _TELLING and cue.last <= mention.first and bool(that) and not only


def is_told_of(reading: Reading, hits: Sequence[Hit], mention: DateMention) -> bool:
    """Whether a date stands in what was told: "they informed us that X was attacked on 9 May"."""
    before = [h for h in hits if h.last <= mention.first]
    if len(before) < len(hits) or not before:
        return False
    told = any(o.last <= before[-1].first for o in reading.dates)
    starts = all(introduces_date(reading, h, mention) for h in before)
    events = reading.cues("incident", "exposure", "outage")
    return told and starts and any(before[-1].last < h.first for h in events)


def telling(reading: Reading, hits: list[Hit], mention: DateMention) -> list[Hit]:
    """Leave out the update that went wrong, and verbs that only introduce what happened."""
    attack = reading.hits("attack")
    kept = [h for h in hits if not any(a.first <= h.first < a.last for a in attack)]
    kept = [h for h in hits if h.id != "published" or h in kept]
    own = [h for h in kept if not introduces_date(reading, h, mention)]
    return own or ([] if reading.has("incident") else kept)


def _begins(reading: Reading, cue: Hit, kind: str) -> bool:
    """Whether a cue begins with a word of another kind."""
    return any(h.first == cue.first for h in reading.cues(kind))


def reports(reading: Reading, cue: Hit) -> bool:
    """Whether what was done is to report the incident: "the region reported the breach"."""
    if _begins(reading, cue, "official_report"):
        return True
    near = any(0 <= h.first - cue.last <= 1 for h in reading.cues("incident"))
    return near and _begins(reading, cue, "reporting")


def is_reported(reading: Reading, cue: Hit) -> bool:
    """Whether a verb of telling is one of reporting: to an authority named, close if it is loose.

    "They informed us on 3 May and reported to the police" has a day of the first only.
    """
    if reports(reading, cue):
        return True
    if _begins(reading, cue, "loose_telling"):
        return told_authority(reading, cue)
    return bool(reading.hits("authority"))


def told_authority(reading: Reading, cue: Hit) -> bool:
    """Whether "informed" is what was done to an authority named right after it."""
    reports = any(h.first == cue.first or h.last == cue.last for h in reading.cues("report"))
    days = {at for d in reading.dates for at in range(d.first, d.last)}
    return reports and any(
        len(set(range(min(h.last, cue.last), max(h.first, cue.first))) - days) <= _TOLD
        for h in reading.hits("authority")
    )


def of_same_part(
    words: Sequence[str], mention: DateMention, hits: list[Hit], joiner: str
) -> list[Hit]:
    """Of "told them on 9 May, and reported", keep what stands before the date and its comma."""
    if words[mention.last : mention.last + 1] not in ([","], [joiner]):
        return hits
    before = [
        h for h in hits if h.last <= mention.first and "," not in words[h.last : mention.first]
    ]
    return before or hits


def opens(reading: Reading, at: int) -> bool:
    """Whether a word begins a sentence or follows a colon: its capital makes it no name."""
    return at == 0 or reading.words[at - 1] == ":"


def of_leak(hits: list[Hit]) -> list[Hit]:
    """Of "put the stolen files online", keep what was done to them."""
    if not any(h.id == "leaked" for h in hits):
        return hits
    return [h for h in hits if h.id != "occurred"]


def without_light_verbs(reading: Reading, hits: list[Hit]) -> list[Hit]:
    """Leave out "was made" after the report that was made."""
    made = [h for h in hits if h.id == "report"]
    verbs = reading.lexicon.word_set("light_verb")
    incidents = reading.cues("incident")
    out = []
    for hit in hits:
        light = hit.id == "occurred" and bool(verbs & set(reading.words[hit.first : hit.last]))
        of_report = light and any(
            0 <= hit.first - h.last <= _BEFORE_LIGHT
            and not any(h.last <= i.first < hit.first for i in incidents)
            for h in made
        )
        out += [] if of_report else [hit]
    return out


def is_end(reading: Reading, mention: DateMention) -> bool:
    """Whether systems were down until a date: "inaccessible jusqu'au 26 janvier", "not before"."""
    words, lexicon = reading.words, reading.lexicon
    near = {*words[max(0, mention.first - _NEAR) : mention.first], *words[mention.last :][:1]}
    until = lexicon.word_set("until") & near
    until |= lexicon.word_set("not_before") & near if reading.has("negation") else set()
    return bool(until) and reading.has("outage", "restored", "out_of_use")


def told_after(hits: Sequence[Hit], mention: DateMention) -> list[Hit]:
    """What stands behind a date: "they reported that, on 3 May, they discovered"."""
    return [h for h in hits if h.first >= mention.last]


def told_on(reading: Reading, hits: Sequence[Hit], mention: DateMention) -> Hit | None:
    """The verb of telling that a date belongs to, where what was told has none.

    It stands right before the date and what was told behind it ("announced on 8 May that"), or the
    date closes the sentence after a comma ("X says it was attacked, Wednesday 8 May").
    """
    told = [h for h in hits if h.id in _TELLING and h.last <= mention.first]
    if not told or any(h.id == "leaked" for h in hits):
        return None
    words, deeds = reading.words, [h for h in hits if h.id not in _TELLING]
    at = _with_weekday(reading, mention)
    if told[-1].last == at and deeds and all(h.first >= mention.last for h in deeds):
        return told[-1]
    ends = not any(w[0].isalnum() for w in words[mention.last :])
    apart = ends and at < mention.first and words[at - 1 : at] == [","]
    return told[0] if apart and all(told[0].last <= h.first for h in deeds) else None


def _with_weekday(reading: Reading, mention: DateMention) -> int:
    """Where a date begins, with "on Wednesday" before it."""
    lexicon, at = reading.lexicon, mention.first
    days = lexicon.word_set("day_article") | lexicon.word_set("on_day")
    days |= frozenset(lexicon.data.weekdays)
    while at and reading.words[at - 1] in days:
        at -= 1
    return at


def without_dated(reading: Reading, hits: list[Hit], mention: DateMention) -> list[Hit]:
    """Leave out verbs of telling that another date has: "said on 7 May it was hit on 4 May"."""
    others = {_with_weekday(reading, d) for d in reading.dates if d.last <= mention.first}
    later = min((d.first for d in reading.dates if d.first >= mention.last), default=None)
    hits = [h for h in hits if later is None or not _of_later(reading, h, mention, later)]
    kept = [h for h in hits if h.id not in _TELLING or h.last not in others]
    return kept if any(h.last in others for h in hits) and reading.has(*_DEEDS) else hits


def _of_later(reading: Reading, hit: Hit, mention: DateMention, later: int) -> bool:
    """Whether a verb of telling stands in the part of a sentence that the next date is in."""
    if hit.id not in _TELLING or not mention.last <= hit.first < later:
        return False
    between = reading.words[mention.last : hit.first]
    parts = {",", reading.lexicon.data.joiners[0]} & set(between)
    return bool(parts) and later - hit.last < hit.first - mention.last


def of_no_other(reading: Reading, hits: list[Hit], mention: DateMention) -> list[Hit]:
    """Leave out verbs of telling in another clause with a date: "lost on 4 May, and told on"."""
    others = [d for d in reading.dates if d is not mention]

    def gap(hit: Hit, date: DateMention) -> int:
        return max(hit.first - date.last, date.first - hit.last)

    return [
        h
        for h in hits
        if h.id not in _TELLING or not any(gap(h, d) < gap(h, mention) for d in others)
    ]


def without_things(reading: Reading, hits: list[Hit]) -> list[Hit]:
    """Leave out messages that were taken and were never sent, and Finnish verbs that say "made"."""
    data = {at for h in reading.data for at in range(h.first, h.last)}
    light = reading.lexicon.word_set("light_verb")
    reports = [h for h in hits if h.id == "report" and reading.words[h.first] not in light]
    out = [h for h in hits if h.id not in _TELLING or h.first not in data]
    return out if reports else [h for h in out if h.id != "report"]


def names_statement(reading: Reading, cue: Hit) -> bool:
    """Whether a cue is that something was stated: "confirmed", "in a press release"."""
    stated = reading.cues("confirms", "statement_noun")
    return any(cue.first <= h.first < cue.last for h in stated)


def is_aware(reading: Reading, cue: Hit) -> bool:
    """Whether somebody came to know, and no words say from whom: "fick kännedom om händelsen"."""
    words, lexicon = reading.words, reading.lexicon
    if not any(cue.first <= h.first <= cue.last for h in reading.cues("aware")):
        return False
    made = lexicon.word_set("made_known") & set(words)
    return not made and not lexicon.word_set("from_by") & set(words[cue.last :])


def is_statement(reading: Reading) -> bool:
    """Whether a sentence speaks of a text that was published: a press release, a statement."""
    return reading.has("statement_noun")


def befell_near(reading: Reading, mention: DateMention) -> bool:
    """Whether an incident is told close to a date: else the date may be of anything."""
    if mention.precision == "day" and reading.tells():
        return True  # "somebody logged in with a stolen password on 6 May"
    return any(
        "/" in mention.value or max(h.first - mention.last, mention.first - h.last) <= _BEFELL
        for h in reading.cues("incident", "outage", "exposure", "mishap")
    )


def same_day(reading: Reading) -> int | None:
    """Return where a sentence says "the same day", None where it does not."""
    said = reading.cues("same_day")
    return said[0].first if said else None
