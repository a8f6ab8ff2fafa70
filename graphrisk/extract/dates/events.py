"""When what happened, and to whom: dates with their event and party."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from graphrisk.extract.assertion import clause_of
from graphrisk.extract.claims import Claim, Party, make_claim
from graphrisk.extract.counts.count_scopes import is_of_other
from graphrisk.extract.dates.date_periods import is_of_period
from graphrisk.extract.dates.date_years import tells_year, without_rough_years
from graphrisk.extract.dates.datelines import EVENTS, TOP, is_dateline, is_label, labels
from graphrisk.extract.dates.dates import DateMention, fill_year, infer_years
from graphrisk.extract.dates.event_verbs import (
    befell_near,
    holds_date,
    is_aware,
    is_end,
    is_reported,
    is_statement,
    is_told_of,
    names_statement,
    of_leak,
    of_no_other,
    of_same_part,
    opens,
    same_day,
    telling,
    told_after,
    told_authority,
    told_on,
    without_dated,
    without_light_verbs,
    without_things,
)
from graphrisk.extract.names.parties import PUBLISHER
from graphrisk.extract.scopes import is_inside

if TYPE_CHECKING:
    from graphrisk.extract.mentions import Reading
    from graphrisk.extract.page import Page
    from graphrisk.extract.words.trie import Hit

_KIND: Final = {"noted": "notified", "report": "reported", "press_meeting": "notified"}
_LEAN: Final = {
    "leaked": 1.0,
    "restored": 1.1,
    "discovered": 1.0,
    "noted": 0.8,
    "report": 0.9,
    "occurred": 1.2,
    "published": 1.0,
    "press_meeting": 0.3,
}
_LOGGED: Final = 2
_NOUN_LAG: Final = 6.0  # a noun such as "attack" tells less of the day than a verb


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """A date with what happened then."""

    sentence: int
    mention: DateMention
    what: str
    about: str | None
    rule: str


def date_claims(
    page: Page, published_on: str | None, parties: dict[str, Party], author: str | None
) -> list[Claim]:
    """Return the dates of a text with event and party.

    Parameters
    ----------
    page
        The document.
    published_on
        Date of publication when known from outside; year-less dates are filled from it.
    parties
        Parties by core or placeholder.
    author
        Core of the author, the party of sentences without another.
    """
    events = _events(page, author)
    live = [page.readings[n] for n in page.live]
    full = [d for reading in live for d in reading.dates if not is_of_period(reading, d)]
    year = infer_years(full, published_on)
    latest = published_on or max(
        (e.mention.value for e in events if e.what == "published" and e.mention.value[0].isdigit()),
        default=None,
    )
    claims: list[Claim] = []
    seen: set[tuple[str, str, str | None]] = set()
    for event in events:
        mention = fill_year(event.mention, year, latest)
        later = latest and len(latest) == len(mention.value) == 10 and mention.value > latest
        if later and (published_on or event.mention.first > _LOGGED):
            continue  # announced for later: nothing that happened; a log's entry opens with it
        key = (mention.value, event.what, event.about)
        if key in seen:
            continue
        seen.add(key)
        party = parties.get(event.about) if event.about else None
        claims.append(
            make_claim(
                "date",
                {
                    "date": mention.value,
                    "what": event.what,
                    "precision": mention.precision,
                    "about": party,
                },
                (
                    page.evidence(event.sentence, mention.first, mention.last),
                    page.evidence(event.sentence),
                ),
                rule=event.rule,
                confidence=0.8 if not mention.inferred else 0.65,
                about=event.about,
                note="the year is inferred" if mention.inferred else "",
            )
        )
    return claims


def _events(page: Page, author: str | None) -> list[DatedEvent]:
    events: list[DatedEvent] = []
    position = 0
    for number in page.live:
        reading = page.readings[number]
        position += 1
        if reading.has("generic") or number in page.withdrawn or is_of_other(reading):
            continue
        for mention in reading.dates:
            if is_of_period(reading, mention):
                continue
            event = _event(page, number, mention, position, author)
            if event is not None:
                events.append(_with_party(page, event, events, author))
    days = {(e.mention.value[5:7], e.what) for e in events if e.mention.precision == "day"}
    events = [
        e
        for e in events
        if e.mention.precision != "month" or (e.mention.value[5:7], e.what) not in days
    ]
    return _with_same_day(page, without_rough_years(events))


def _with_party(
    page: Page, event: DatedEvent, before: Sequence[DatedEvent], author: str | None
) -> DatedEvent:
    """A date without a party of its own: that of the paragraph's last, or the author told."""
    if event.about is not None or event.what == "published":
        return event
    block = page.readings[event.sentence].sentence.block
    last = before[-1] if before else None
    if last is not None and last.about and page.readings[last.sentence].sentence.block == block:
        return replace(event, about=last.about)
    return replace(event, about=author) if event.what == "notified" else event


def _event(
    page: Page, number: int, mention: DateMention, position: int, author: str | None
) -> DatedEvent | None:
    reading = page.readings[number]
    if is_dateline(page, number, mention, position):
        return DatedEvent(number, mention, "published", None, "date.dateline")
    hits = _beside(page, number, mention)
    if mention.precision == "year" and not tells_year(reading, hits):
        return None
    hits = _telling(page, number, mention, hits)
    if not hits and is_end(reading, mention):
        return DatedEvent(number, mention, "restored", None, "date.until")
    if not hits and not befell_near(reading, mention):
        return None
    if hits and is_label(reading, mention):
        return _labelled(number, reading, mention)
    if not hits or is_told_of(reading, hits, mention):
        return DatedEvent(number, mention, "occurred", None, "date.incident-sentence")
    best = _nearest(reading, hits, mention)
    what = _kind_of(page, number, mention, best)
    if mention.precision == "year" and what != "occurred":
        return None
    if what == "published" and position > TOP and not labels(page, number):
        said = names_statement(reading, best)  # "X confirmed on", "in a press release of"
        if not said and not reading.has("incident") and not is_statement(reading):
            return None
        what = "occurred" if reading.has("incident") and not said else what
    return DatedEvent(
        number, mention, what, _subject(page, number, mention, best, author), f"date.{best.id}"
    )


def _telling(page: Page, number: int, mention: DateMention, beside: list[Hit]) -> list[Hit]:
    """Of the words that say what was done, those that may say it of a date."""
    reading = page.readings[number]
    every = without_dated(reading, _event_cues(page, number, mention), mention)
    beside = [h for h in beside if h in every]
    if (told := told_on(reading, every, mention)) is not None:
        return [told]
    hits = telling(reading, beside or of_no_other(reading, every, mention), mention)
    return hits or telling(reading, told_after(every, mention), mention)


def _event_cues(page: Page, number: int, mention: DateMention) -> list[Hit]:
    """Words of a sentence that say what was done, outside a date and names."""
    reading = page.readings[number]
    names = page.parties.named_in(number)  # "the firm Hersteld" restores nothing
    if reading.lexicon.data.nouns_capitalised:  # any noun may look like a name
        names = [m for m in names if page.parties.core(m.core) in page.relevant]
    hits = [
        h
        for h in reading.cues(*EVENTS)
        if not (mention.first <= h.first < mention.last)
        and (opens(reading, h.first) or not any(m.first <= h.first < m.last for m in names))
    ]
    return without_things(reading, hits)


def _beside(page: Page, number: int, mention: DateMention) -> list[Hit]:
    """Those of them that stand in the part of the sentence that the date is in."""
    reading = page.readings[number]
    begin, end = clause_of(reading, mention.first)
    begin, end = _tighter(page, number, mention, begin, end)
    colons = [i for i in range(begin, mention.first) if reading.words[i] == ":"]
    if colons and any(colons[-1] < h.first < end for h in reading.cues(*EVENTS)):
        begin = colons[-1]
    hits = [h for h in _event_cues(page, number, mention) if begin <= h.first < end]
    leaks = reading.cues("leaked")  # "published on the dark net" is one cue, "published" another
    hits = [h for h in hits if h.id != "published" or not is_inside(h, leaks)]
    return of_same_part(reading.words, mention, hits, reading.lexicon.data.joiners[0])


def _nearest(reading: Reading, hits: list[Hit], mention: DateMention) -> Hit:
    """The word that tells most of the day: the nearest, verbs before nouns."""
    if len(reading.dates) == 1:
        hits = of_leak(hits)
    hits = without_light_verbs(reading, hits)
    nouns = {h.first for h in reading.cues("incident") if not holds_date(reading, h, mention)}
    return min(
        hits,
        key=lambda h: _distance(h, mention) * _LEAN[h.id] + _NOUN_LAG * (h.first in nouns),
    )


def _kind_of(page: Page, number: int, mention: DateMention, best: Hit) -> str:
    reading = page.readings[number]
    what = _KIND.get(best.id, best.id)
    if best.id == "noted":
        what = _told_or_found(page, number, best)
    if what == "occurred" and is_end(reading, mention):
        what = "restored"
    if best.id == "report" and not is_reported(reading, best):
        what = "notified"
    return what


def _labelled(number: int, reading: Reading, mention: DateMention) -> DatedEvent:
    """Return what a label says of its date: "Date of discovery: 6 May"."""
    named = [h for h in reading.cues(*EVENTS) if h.last < mention.first]
    best = next((h for h in named if h.id not in {"occurred", "published"}), None)
    kinds = {**_KIND, "noted": "notified"}
    if best is not None:
        return DatedEvent(number, mention, kinds.get(best.id, best.id), None, f"date.{best.id}")
    return DatedEvent(number, mention, "occurred", None, "date.label")


def _told_or_found(page: Page, number: int, cue: Hit) -> str:
    """An authority was told, somebody was, or saw it: "we became aware of suspicious activity"."""
    reading = page.readings[number]
    if told_authority(reading, cue):
        return "reported"
    aware = is_aware(reading, cue)
    found = aware or any(h.first == cue.first for h in reading.cues("discovered"))
    others = [i for i in page.parties.items[number] if i.kind in {"org", "vendor", "company"}]
    if aware:  # who stands before is the one who came to know
        others = [i for i in others if i.first >= cue.first]
    return "discovered" if found and not others else "notified"


def _tighter(
    page: Page, number: int, mention: DateMention, begin: int, end: int
) -> tuple[int, int]:
    """Where several dates share a sentence, keep each to its own comma or "and" part."""
    reading = page.readings[number]
    parting = {",", reading.lexicon.data.joiners[0]}
    marks = [at for at, word in enumerate(reading.words) if word in parting]
    for other in reading.dates:
        lower, upper = sorted((other.first, mention.first))
        first, last = bisect_left(marks, lower), bisect_left(marks, upper) - 1
        if other is mention or last < first:
            continue
        if other.first < mention.first:
            near = mention.first - marks[last] < 6
            begin = max(begin, marks[last] if near else marks[first])
        else:
            end = min(end, marks[last])
    return begin, end


def _distance(hit: Hit, mention: DateMention) -> float:
    return float(max(hit.first - mention.last, mention.first - hit.last, 0) + 1)


def _subject(
    page: Page, number: int, mention: DateMention, cue: Hit, author: str | None
) -> str | None:
    """Who did it, or to whom it happened: the party nearest to the verb that has a role."""
    best: tuple[int, str] | None = None
    for item in page.parties.items[number]:
        if item.kind == "org" and not item.genitive:
            party = page.parties.core(item.parties[0])
        elif item.kind in {"self", "publisher"} and item.first <= cue.first:
            party = author or PUBLISHER
        else:
            continue
        if party not in page.relevant:
            continue
        gap = max(item.first - cue.last, cue.first - item.last, 0)
        if best is None or gap < best[0]:
            best = (gap, party)
    return best[1] if best else None


def _with_same_day(page: Page, events: list[DatedEvent]) -> list[DatedEvent]:
    """Back in operation "the same day": the date of the event before it."""
    out = list(events)
    for number in page.live:
        reading = page.readings[number]
        said = same_day(reading)
        if not reading.has("restored") or said is None:
            continue
        if any(e.sentence == number and e.what == "restored" for e in events):
            continue
        before = [
            e for e in events if e.sentence <= number and e.what in {"occurred", "discovered"}
        ]
        here = [e for e in before if e.sentence == number and e.mention.precision == "day"]
        if here or before:
            mention = (here or before)[0].mention
            same = DateMention(said, said + 2, mention.value, mention.precision, mention.inferred)
            out.append(DatedEvent(number, same, "restored", before[0].about, "date.same-day"))
    return out
