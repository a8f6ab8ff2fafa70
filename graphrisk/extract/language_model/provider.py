"""Rules and a language model together, as one maker of claims."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from graphrisk.extract.claims import Claim, ClaimSet
from graphrisk.extract.language_model.agreement import agreed
from graphrisk.extract.language_model.answer import claimed
from graphrisk.extract.language_model.client import ModelClient, Reply
from graphrisk.extract.language_model.grounding import Grounding
from graphrisk.extract.language_model.prompt import messages, prompt_hash
from graphrisk.extract.providers import RulesProvider
from graphrisk.extract.review.claim_values import parties_of
from graphrisk.extract.review.masking import Masker
from graphrisk.extract.text.orders import ORDERS
from graphrisk.extract.words.lexicon import load_lexicon, supported_languages
from graphrisk.files import write_whole

if TYPE_CHECKING:
    from graphrisk.extract.text.intake import IntakeDocument

LONGEST_TEXT: Final = 60_000
_ONCE_MORE: Final = (
    "That was not the JSON asked for. Answer with the JSON object alone, and be brief."
)


@dataclass
class ModelProvider:
    """Claims of the rules, and of a model beside them where each stands on words of the text.

    Parameters
    ----------
    client
        Whom to ask.
    rules
        Read first; what they find is never lost.
    cache
        Folder of earlier answers: the same document, prompt and model are asked once. None: none.
    """

    client: ModelClient
    rules: RulesProvider
    cache: Path | None = None
    name: str = "openai-compatible"

    def sent(self, document: IntakeDocument) -> list[dict[str, str]]:
        """Return what would be sent for a document: its text, personal data hidden."""
        shown = _shown(document, self.rules.claims(document))
        return messages(shown, document.sha256)

    def claims(self, document: IntakeDocument, *, directory: Sequence[str] = ()) -> ClaimSet:
        """Return the claims of rules and model.

        Raises
        ------
        ModelFailed
            The model gives no answer; the rules alone are one call of their own.
        """
        read = self.rules.claims(document, directory=directory)
        shown = _shown(document, read)
        found, notes = self._answers(document, messages(shown, document.sha256))
        code = read.language if read.language in supported_languages() else "en"
        grounding = Grounding(
            shown=shown,
            text=document.text,
            document=document.sha256,
            lexicon=load_lexicon(code),
            parties=parties_of(read.claims),
            model=self.client.model,
        )
        made = grounding.claims(found)
        notes += _dropped(grounding.dropped)
        if len(document.text) > LONGEST_TEXT:
            notes.append(f"The model was shown the first {LONGEST_TEXT:,} signs only.")
        both = agreed(read.claims, made)
        is_incident = read.is_incident or any(_tells_an_incident(claim) for claim in made)
        stands = read.is_incident or not is_incident or not both
        kept = [note for note in read.notes if stands or note.startswith(ORDERS)]
        return ClaimSet(tuple(both), read.language, read.publisher, is_incident, (*kept, *notes))

    def _answers(
        self, document: IntakeDocument, asked: list[dict[str, str]]
    ) -> tuple[list[dict[str, Any]], list[str]]:
        """Return what the model claims and what there is to say of it; asked twice at most."""
        path = self._cache_file(document, asked)
        if path is not None and (kept := _kept(path)) is not None:
            return claimed(kept)[0], ["The model's answer is one of earlier: nothing was sent."]
        reply = self.client.ask(asked)
        replies = [reply]
        found, is_whole = claimed(reply.text)
        if not found and not is_whole:
            again = {"role": "user", "content": _ONCE_MORE}
            replies.append(self.client.ask([*asked, again]))
            found, is_whole = claimed(replies[-1].text)
        notes = [_cost(self.client, replies)]
        if not is_whole:
            notes.append(
                "The model's answer was cut off or no JSON; what was whole of it was taken."
            )
        elif path is not None:
            with suppress(OSError):  # who cannot keep an answer asks again
                path.parent.mkdir(parents=True, exist_ok=True)
                write_whole(path, replies[-1].text.encode("utf-8", "replace"), private=True)
        return found, notes

    def _cache_file(self, document: IntakeDocument, asked: list[dict[str, str]]) -> Path | None:
        if self.cache is None:
            return None
        told = [document.sha256, prompt_hash(), self.client.model, self.client.host, asked]
        return self.cache / (hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32] + ".json")


def _shown(document: IntakeDocument, read: ClaimSet) -> str:
    """Return what of a text is shown to a model: personal data hidden, offsets as they are."""
    names = [party.name for party in parties_of(read.claims) if party.named]
    return Masker(document.text[:LONGEST_TEXT], read.language, names).masked


def _kept(path: Path) -> str | None:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _tells_an_incident(claim: Claim) -> bool:
    return claim.field in ("incident", "vendor_hit", "data_class") and claim.status != "denied"


def _dropped(reasons: Counter[str]) -> list[str]:
    total = sum(reasons.values())
    if not total:
        return []
    words = "; ".join(f"{count} because {reason}" for reason, count in reasons.most_common())
    claims = "1 claim" if total == 1 else f"{total} claims"
    return [f"{claims} of the model were dropped: {words}."]


def _cost(client: ModelClient, replies: Sequence[Reply]) -> str:
    sent = [reply.sent_tokens for reply in replies]
    made = [reply.made_tokens for reply in replies]
    if None in sent or None in made:
        return f"Asked {client.model} at {client.host}; it does not tell how many tokens it took."
    counts = (sum(each or 0 for each in part) for part in (sent, made))
    return "Asked {} at {}: {:,} tokens sent, {:,} made.".format(client.model, client.host, *counts)
