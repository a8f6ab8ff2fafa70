"""Progress of long work, told to whoever wants to know; silent unless asked."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """What a long loop reports to."""

    def start(self, what: str, total: int | None = None) -> None:
        """Begin a step; ``total`` is its size when known."""

    def advance(self, count: int = 1) -> None:
        """Say that ``count`` more units of the step are done."""

    def done(self) -> None:
        """End the step."""


class _Silent:
    def start(self, what: str, total: int | None = None) -> None:
        """Say nothing."""

    def advance(self, count: int = 1) -> None:
        """Say nothing."""

    def done(self) -> None:
        """Say nothing."""


SILENT: Progress = _Silent()
