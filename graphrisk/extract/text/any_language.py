"""Words that are asked for before the language of a text is known, or whatever it is."""

from __future__ import annotations

from functools import cache


@cache
def any_language(name: str) -> tuple[str, ...]:
    """Return the words of one meaning in all languages together, in lower case.

    >>> "inte" in any_language("tells_sv")
    True
    """
    from graphrisk.extract.words.lexicon import common_file

    return tuple(common_file().any_language[name])


@cache
def pairs_in_any_language(name: str) -> frozenset[tuple[str, str]]:
    """Return entries of two words apart: "you are".

    >>> ("you", "are") in pairs_in_any_language("order_you_are")
    True
    """
    split = (entry.split(" ", 1) for entry in any_language(name))
    return frozenset((first, rest) for first, rest in split)
