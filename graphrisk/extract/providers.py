"""Who makes claims of a text: the rules; `language_model.provider` asks a model beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from graphrisk.extract.reader import read_claims

if TYPE_CHECKING:
    from graphrisk.extract.claims import ClaimSet
    from graphrisk.extract.text.intake import IntakeDocument


class ClaimProvider(Protocol):
    """Makes claims of a document; every claim rests on words of it."""

    name: str

    def claims(self, document: IntakeDocument, *, directory: Sequence[str] = ()) -> ClaimSet:
        """Return the claims of a document."""
        ...


@dataclass(frozen=True)
class RulesProvider:
    """Claims by the lexicons and rules of this package: offline, the same every time.

    Examples
    --------
    >>> from graphrisk.extract.text.intake import from_text
    >>> RulesProvider().claims(from_text("A recipe for soup.")).is_incident
    False
    """

    name: str = "rules"
    publisher: str | None = None
    published_on: str | None = None
    language: str | None = None

    def claims(self, document: IntakeDocument, *, directory: Sequence[str] = ()) -> ClaimSet:
        """Return the claims of a document."""
        return read_claims(
            document,
            publisher=self.publisher,
            published_on=self.published_on,
            language=self.language,
            directory=directory,
        )
