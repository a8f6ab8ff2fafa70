"""Colours of the picture: safe for colour-blind readers, light and dark."""

from __future__ import annotations

HOP_COLOURS = ("#67001f", "#c43c39", "#f0a860", "#7fb7be", "#2f6f8f")
"""Hops 0, 1, 2, 3 and "4 or more"; smallest CIEDE2000 distance of a pair is 20.7 (tritan)."""

DIGIT_COLOURS = ("#ffffff", "#ffffff", "#16202b", "#16202b", "#ffffff")
"""The digit on a filled mark of that hop."""

LIGHT = {
    "page": "#f6f7f9",
    "panel": "#ffffff",
    "ink": "#16202b",
    "second": "#55616e",
    "line": "#d5dbe2",
    "link": "#0b5cad",
    "edge": "#8793a0",
}
DARK = {
    "page": "#10151b",
    "panel": "#181f27",
    "ink": "#e8edf2",
    "second": "#a3afbb",
    "line": "#323c47",
    "link": "#6cb2f2",
    "edge": "#66727f",
}


def hop_colour(hop: int) -> str:
    """Return the fill of a mark that many hops from the fallen.

    Examples
    --------
    >>> hop_colour(9) == hop_colour(4)
    True
    """
    return HOP_COLOURS[min(max(hop, 0), len(HOP_COLOURS) - 1)]


def digit_colour(hop: int) -> str:
    """Return the colour of the digit inside a filled mark of that hop.

    Examples
    --------
    >>> digit_colour(2)
    '#16202b'
    """
    return DIGIT_COLOURS[min(max(hop, 0), len(DIGIT_COLOURS) - 1)]
