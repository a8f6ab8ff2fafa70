"""How the graph behind an answer was read: whole, or only what the answer rests on."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Literal

from graphrisk.view.answer import Answer

ReadPath = Literal["query", "arrays"]


@dataclass(frozen=True, slots=True)
class HowRead:
    """The path that was taken, the links read on it of how many, and why not the other one."""

    path: ReadPath
    links: int
    of: int
    reason: str | None = None

    def line(self) -> str:
        """Return it as a sentence.

        Examples
        --------
        >>> HowRead("query", 31, 190576).line()
        'Read: 31 of 190,576 links, by query.'
        >>> HowRead("arrays", 400, 400, "the store is small").line()
        'Read: all 400 links, into arrays (the store is small).'
        """
        if self.path == "query":
            return f"Read: {self.links:,} of {self.of:,} links, by query."
        why = f" ({self.reason})" if self.reason else ""
        return f"Read: all {self.of:,} links, into arrays{why}."


def with_how_read(answer: Answer, how: HowRead | None) -> Answer:
    """Return an answer that says how its graph was read; None where there is no choice."""
    if how is None:
        return answer
    footer = (*answer.footer[:-1], how.line(), *answer.footer[-1:])
    return replace(answer, footer=footer, result={**answer.result, "read": asdict(how)})
