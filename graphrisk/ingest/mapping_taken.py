"""What the columns of one table are taken for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Guess:
    """What the columns of one table are taken for.

    Parameters
    ----------
    columns
        Property -> column.
    personal
        Columns about people.
    across
        Columns of a matrix.
    languages
        How many headers speak each language.
    score
        How well the header is understood.
    likely
        Properties among ``columns`` that only the cells speak for, not the header.
    """

    columns: dict[str, int] = field(default_factory=dict)
    personal: list[int] = field(default_factory=list)
    across: list[int] = field(default_factory=list)
    languages: Counter[str] = field(default_factory=Counter)
    score: float = 0.0
    likely: dict[str, int] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """Return the language that most headers speak; empty for none."""
        return self.languages.most_common(1)[0][0] if self.languages else ""
