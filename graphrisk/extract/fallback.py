"""What can be read of a text in a language without a lexicon: dates, figures, known names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphrisk.extract.claims import Claim, ClaimSet, make_claim
from graphrisk.extract.words.lexicon import supported_languages

if TYPE_CHECKING:
    from graphrisk.extract.page import Page


def read_without_lexicon(page: Page, code: str, stated_on: str | None) -> ClaimSet:
    """Dates, numbers and known organizations of a text in a language without a lexicon."""
    note = (
        f"The language of this text ({code}) has no lexicon: only dates, figures and organizations "
        f"that you already know were read. Languages with a lexicon: "
        f"{', '.join(supported_languages())}. Set the language if this guess is wrong."
    )
    claims: list[Claim] = []
    for number, reading in enumerate(page.readings):
        for mention in reading.dates:
            claims.append(
                make_claim(
                    "date",
                    {
                        "date": mention.value,
                        "what": "occurred",
                        "precision": mention.precision,
                        "about": None,
                    },
                    (page.evidence(number, mention.first, mention.last),),
                    rule="unsupported.date",
                    confidence=0.3,
                    stated_on=stated_on,
                    note="what happened on this date was not read",
                )
            )
        for count in reading.numbers:
            if count.value > 20 and not 1900 <= count.value <= 2100:
                claims.append(
                    make_claim(
                        "count",
                        {
                            "number": count.value,
                            "what": "unknown",
                            "qualifier": count.qualifier,
                            "scope": "unknown",
                            "about": None,
                            "countries": (),
                        },
                        (page.evidence(number, count.first, count.last),),
                        rule="unsupported.number",
                        confidence=0.2,
                        stated_on=stated_on,
                        note="what this figure counts was not read",
                    )
                )
    for core, entry in page.parties.entries.items():
        if entry.known:
            place = entry.mentions[0]
            claims.append(
                make_claim(
                    "affected",
                    {
                        "organization": page.parties.party(core),
                        "impact": "unknown",
                        "spared": False,
                    },
                    (page.evidence(place.sentence, place.first, place.last),),
                    rule="unsupported.directory",
                    confidence=0.3,
                    about=core,
                    stated_on=stated_on,
                    note="named in the text; its part in it was not read",
                )
            )
    return ClaimSet(tuple(claims), code, None, False, (note, *page.notes))
