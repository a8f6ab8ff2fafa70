"""Drafts whose text is nearly that of another one: the same notice sent round, or read again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from graphrisk.extract.records.same_text import SeenTexts, sketch

if TYPE_CHECKING:
    from graphrisk.extract.review.draft import Draft

NEWEST = 300
"""So many drafts a new notice is compared with, the newest first."""


def same_text_remark(folder: Path, path: Path, draft: Draft) -> str | None:
    """Return in words which other draft of a folder is nearly the same text; None without one."""
    seen = SeenTexts()
    others = [each for each in folder.glob("*.json") if each.name != path.name]
    for other in sorted(others, key=_written, reverse=True)[:NEWEST]:
        seen.add(other.name, sketch(_text_of(other)))
    found = seen.nearest(sketch(draft.text))
    if found is None:
        return None
    name, share = found
    return (
        f"The text is nearly that of {name} ({share:.0%} of its runs of words): a copy or a later "
        "version of one notice is best accepted for one incident, see --incident"
    )


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _text_of(path: Path) -> str:
    """Return the text in a draft; nothing of what cannot be read, which review will say."""
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return ""
    text = loaded.get("text") if isinstance(loaded, dict) else None
    return text if isinstance(text, str) else ""
