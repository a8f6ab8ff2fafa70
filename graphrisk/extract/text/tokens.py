"""Words and marks of a text, folded sign for sign: every span indexes the text as it is."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_SPACES: Final = {
    ord(c): " " for c in "\u00a0\u2007\u202f\u2009\u200a\u2002\u2003\t\u00ad\u200b\ufeff"
}
_FOLD: Final = {
    **_SPACES,
    **{ord(c): "'" for c in "\u2019\u2018\u02bc`"},
    **{ord(c): '"' for c in "\u201c\u201d\u201e\u00ab\u00bb"},
    **{ord(c): "-" for c in "\u2010\u2011\u2012"},
    **{ord(c): "\u2013" for c in "\u2014\u2015\u2212"},
    ord("\r"): "\n",
    ord("\u2028"): "\n",
    ord("\u2029"): "\n",
}

# One pass, no nesting: a word may hold inner hyphens, dots, apostrophes and ampersands. What is
# elided in French stands apart: "l'attaque", "qu'il", "n'a".
_TOKEN: Final = re.compile(
    r"(?:[ldnsjmtcLDNSJMTC]|(?:[Jj]us|[Ll]ors|[Pp]uis)?[Qq]u)'(?=\w\w|[aàyéèôAÀYÉÈÔ]\b|\s|$)"
    r"|\w+(?:[-'&./@:+]\w+)*-?|[^\w\s]"
)
LONG_TOKEN: Final = 60


class Token(NamedTuple):
    """A word or a mark. ``lower`` is folded to lower case and cut where absurdly long."""

    start: int
    end: int
    text: str
    lower: str

    @property
    def is_word(self) -> bool:
        """Whether it is a word or a number."""
        return self.lower[0].isalnum()

    @property
    def is_capital(self) -> bool:
        """Whether it is written as a name may be: a capital first, or an inner capital."""
        return self.text[0].isupper() or (len(self.text) > 2 and self.text[1].isupper())


def fold(text: str) -> str:
    """Return the text with spaces, quotes and dashes made plain, character for character.

    >>> fold("a\u00a0b\u2019s")
    "a b's"
    """
    return text.translate(_FOLD)


def tokenize(plain: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the tokens of a stretch of folded text.

    >>> [t.lower for t in tokenize("Kunden- und Vertragsnummern, ca. 12.")]
    ['kunden-', 'und', 'vertragsnummern', ',', 'ca', '.', '12', '.']
    >>> [t.lower for t in tokenize("l'attaque qu'il n'a pas vue aujourd'hui")]
    ["l'", 'attaque', "qu'", 'il', "n'", 'a', 'pas', 'vue', "aujourd'hui"]
    """
    stop = len(plain) if end is None else end
    return [
        Token(m.start(), m.end(), text, text[:LONG_TOKEN].lower())
        for m in _TOKEN.finditer(plain, start, stop)
        for text in (m.group(),)
    ]
