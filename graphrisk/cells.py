"""Cells of a spreadsheet file: no text from outside is run as a formula."""

from __future__ import annotations

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
FORMULA_PATTERN = r"^[ \x{A0}]*[=+\-@\t\r\n＝＋－＠]"
"""What a cell begins with that a spreadsheet may take for a formula, for the engine of Arrow."""


def defused(cell: object) -> str:
    """Return a CSV cell that no spreadsheet takes for a formula; numbers stay numbers.

    Examples
    --------
    >>> defused("=1+1"), defused(" @x"), defused("-3.5"), defused(-3), defused(None)
    ("'=1+1", "' @x", '-3.5', '-3', '')
    """
    if cell is None:
        return ""
    text = str(cell).replace("\x00", "\ufffd")
    if not text.lstrip(" \u00a0").startswith(_FORMULA_SIGNS):
        return text
    try:
        float(text)
    except ValueError:
        return "'" + text
    return text
