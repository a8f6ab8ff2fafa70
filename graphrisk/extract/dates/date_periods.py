"""Dates that say from when something is, and not when anything befell: "customers since 2019"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graphrisk.extract.dates.date_words import RANGE

if TYPE_CHECKING:
    from graphrisk.extract.dates.dates import DateMention
    from graphrisk.extract.mentions import Reading

_BESIDE: Final = 2
_BETWEEN: Final = 3
_OF_TIME: Final = 5
_OF_BIRTH: Final = 8
_OF_ACT: Final = 8
_BORN: Final = (
    *("född", "født", "fødd", "geboren", "born", "syntyn", "birth", "naissance", "geburt"),
    *("fødsel", "födelse", "syntymä", "geboorte"),
)
_BORN_WORDS: Final = frozenset(["né", "née", "nés", "nées"])
_LAWS: Final = frozenset(
    [
        *("lag", "lagen", "förordning", "förordningen", "lov", "loven", "forordning", "gesetz"),
        *("forordningen", "direktiv", "direktivet", "gesetzes", "verordnung", "richtlinie", "loi"),
        *("loven", "décret", "règlement", "directive", "ordonnance", "arrêté", "act", "regulation"),
        *("statute", "wet", "verordening", "richtlijn", "laki", "lain", "lakia", "asetus", "avg"),
        *("asetuksen", "asetusta", "bekendtgørelse", "dsgvo", "ds-gvo", "rgpd", "gdpr", "policy"),
        *("policyn", "cirkulær", "forskrift", "forskriften", "vejledning", "veiledning"),
    ]
)
_LAW_ENDS: Final = (
    *("gesetz", "gesetzes", "verordnung", "lagen", "förordningen", "förordning", "loven"),
    *("forordningen", "verordening", "asetuksen", "asetus", "lain", "laki"),
)
_DATED: Final = frozenset(["of", "av", "af", "vom", "du", "van", "den", "from", "fra", "le", "d'"])
_SINCE: Final = frozenset(
    ["since", "sedan", "siden", "sidan", "seit", "depuis", "sinds", "alkaen", "lähtien", "from"]
)
_TIES: Final = (
    *("anlita", "använ", "brukt", "brukar", "bruker", "bruger", "benytt", "avtal", "avtale"),
    *("aftale", "kontrakt", "contract", "contrat", "vertrag", "sopimu", "zusammen", "samarbe"),
    *("samenwerk", "samen", "kund", "klant", "client", "customer", "asiakas", "asiakka", "käyttä"),
    *("used", "uses", "using", "works", "werkt", "nutzt", "appel", "travaille", "collabor"),
    *("anställd", "ansat", "employed", "member", "medlem", "mitglied", "membre", "lid", "owner"),
)
_AGAIN: Final = frozenset(
    [
        *("again", "igen", "igjen", "opnieuw", "wieder", "erneut", "nästa", "next"),
        *("neste", "næste", "volgende", "nächste", "nächstes", "prochaine", "prochainement"),
        *("seuraavan", "seuraava", "seuraavaksi", "uudelleen"),
    ]
)
_UPDATES: Final = (
    *("updat", "uppdater", "oppdater", "opdater", "aktualis", "actualis", "bijgewerk", "bijwerk"),
    *("päivit", "päiviti", "information", "informer", "inform", "tell", "återkom", "berätta"),
)
_DURING: Final = frozenset({"välisenä", "välillä", "aikana"})
_ENDS: Final = ("restored", "occurred", "published")
_HAPPENED: Final = ("exposure", "incident", "discovered", "noted", "report", "leaked", *_ENDS)
_AND: Final = frozenset(["and", "och", "und", "og", "en", "et", "ja"])


def is_of_period(reading: Reading, mention: DateMention) -> bool:
    """Whether data is from that time, or somebody was arrested then: nothing that befell.

    "Customers since 2019", "letters between May and June", "from September to December 2019".
    """
    beside = (
        abs(h.last - mention.first) <= _BESIDE or 0 <= h.first - mention.last < _BESIDE
        for h in reading.cues("period")
    )
    return (
        any(beside)
        or _spans_data(reading, mention)
        or _is_of_birth(reading, mention)
        or _is_of_law(reading, mention)
        or _is_of_contract(reading, mention)
        or _is_to_come(reading)
        or _ends_period(reading, mention)
    )


def _is_of_birth(reading: Reading, mention: DateMention) -> bool:
    """Whether somebody was born then: "children born between 1 January 2012 and ..."."""
    near = reading.words[max(0, mention.first - _OF_BIRTH) : mention.last + _OF_TIME]
    return any(word.startswith(_BORN) or word in _BORN_WORDS for word in near)


def _is_of_law(reading: Reading, mention: DateMention) -> bool:
    """Whether it is the day of a law: "the Regulation of 27 April 2016"."""
    words = reading.words
    after = words[mention.last : mention.last + _BESIDE + 1]
    if reading.lexicon.language == "fi":
        return any(word.startswith(("anta", "annet")) for word in after[:1]) and any(
            _is_law(word) for word in after
        )
    before = words[max(0, mention.first - _OF_ACT) : mention.first]
    return before[-1:] != [] and before[-1] in _DATED and any(map(_is_law, before))


def _is_law(word: str) -> bool:
    return word in _LAWS or (len(word) > _OF_ACT and word.endswith(_LAW_ENDS))


def _is_of_contract(reading: Reading, mention: DateMention) -> bool:
    """Whether somebody has been a client since then: no harm is told in the sentence."""
    words = reading.words
    beside = (*words[max(0, mention.first - _BESIDE) : mention.first], *words[mention.last :][:1])
    if not _SINCE & set(beside) or reading.has("affected", "outage", "exposure"):
        return False
    return any(word.startswith(_TIES) for word in words)


def _is_to_come(reading: Reading) -> bool:
    """Whether the page only says when it will tell more: "we will update this page again on"."""
    if reading.has("incident", "exposure", "outage", "restored"):
        return False
    again = [at for at, word in enumerate(reading.words) if word in _AGAIN]
    updates = [at for at, word in enumerate(reading.words) if word.startswith(_UPDATES)]
    return any(abs(a - u) <= _OF_ACT for a in again for u in updates)


def _spans_data(reading: Reading, mention: DateMention) -> bool:
    """Whether two dates after words for data say from when these are."""
    data = [h for h in reading.data if 0 <= mention.first - h.last <= _OF_TIME]
    if _DURING & set(reading.words[mention.last : mention.last + 1]):
        return False  # when somebody looked at them
    return (
        "/" in mention.value
        and bool(data)
        and not any(
            data[-1].last <= h.first and h.last < mention.first for h in reading.cues(*_HAPPENED)
        )
    )


def _ends_period(reading: Reading, mention: DateMention) -> bool:
    """Whether "to" or a dash joins a date to one before it that bounds a period."""
    return any(
        0 < mention.first - other.last <= _BETWEEN
        and bool((RANGE - _AND) & set(reading.words[other.last : mention.first]))
        and is_of_period(reading, other)
        for other in reading.dates
        if other.first < mention.first
    )
