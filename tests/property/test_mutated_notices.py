"""A hundred damaged notices: read without an error, quotes where they say, drafts that hold."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from graphrisk.extract.reader import read_claims
from graphrisk.extract.review.draft import DraftDocument, make_draft
from graphrisk.extract.text.intake import from_text

TEXTS = Path(__file__).resolve().parents[1] / "golden" / "texts"
LANGUAGES = ("sv", "en")
SIGNS = (
    "\u202e\u00ad\u200b\x00\x07\ufeff\u2028()[]{}<>\"'.,;:!?-\u2013*\u2022\n\t |&%0123456789AÅß漢"
)


def damaged(text: str, chance: random.Random) -> str:
    """Return a text with signs thrown in, parts taken out, doubled, or all in capitals."""
    for _ in range(chance.randint(1, 10)):
        at = chance.randrange(len(text) + 1)
        other = chance.randrange(len(text) + 1)
        kind = chance.randrange(6)
        if kind == 0:
            text = text[:at] + chance.choice(SIGNS) * chance.choice([1, 2, 40]) + text[at:]
        elif kind == 1:
            text = text[:at] + text[at + chance.randint(1, 80) :]
        elif kind == 2:
            text = text[:at] + text[other : other + chance.randint(1, 200)] + text[at:]
        elif kind == 3:
            text = text.replace(chance.choice(" \n.,"), chance.choice(["", "\n", " ", ","]))
        elif kind == 4:
            text = text.upper() if chance.random() < 0.5 else text.lower()
        else:
            text = text[:at]
    return text


@pytest.mark.parametrize("language", LANGUAGES)
def test_damaged_notices_are_read_and_their_quotes_hold(language: str):
    chance = random.Random(f"{language}: the same every time")
    texts = [file.read_text(encoding="utf-8") for file in sorted(TEXTS.glob(f"{language}-*.txt"))]
    for number in range(50):
        document = from_text(damaged(chance.choice(texts), chance) or "x")
        found = read_claims(document, language=language)
        for claim in found.claims:
            for place in claim.evidence:
                assert document.text[place.start : place.end] == place.quote
        about = DraftDocument(document.sha256, language=language)
        draft = make_draft(about, document.text, found)
        assert len(draft.text) == len(document.text), number
