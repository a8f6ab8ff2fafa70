"""Which language model to ask beside the rules, if any: nothing is sent unless all is named."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphrisk.errors import UsageError

if TYPE_CHECKING:
    from graphrisk.extract.language_model.client import ModelClient
    from graphrisk.extract.language_model.provider import ModelProvider
    from graphrisk.extract.providers import RulesProvider

PROVIDERS = ("rules", "openai-compatible")
KEY = "GRAPHRISK_MODEL_KEY"


@dataclass(frozen=True)
class ModelChoice:
    """A model at an address; the key comes from the environment only."""

    base_url: str
    model: str
    key: str = field(default="", repr=False)

    def client(self) -> ModelClient:
        """Return what asks it.

        Raises
        ------
        UsageError
            The address is not one.
        """
        from graphrisk.extract.language_model.client import ModelClient

        return ModelClient(self.base_url, self.model, self.key)

    def provider(self, rules: RulesProvider, cache: Path | None) -> ModelProvider:
        """Return the rules with the model beside them."""
        from graphrisk.extract.language_model.provider import ModelProvider

        return ModelProvider(self.client(), rules, cache)


def model_choice(
    provider: str | None, base_url: str | None, model: str | None
) -> ModelChoice | None:
    """Return the model that was asked for; None for the rules alone.

    Raises
    ------
    UsageError
        There is no such provider, or one of the three is missing.
    """
    if provider is not None and provider not in PROVIDERS:
        raise UsageError(f"no such provider: {provider!r}", fix=f"one of {', '.join(PROVIDERS)}")
    if provider != "openai-compatible":
        if base_url or model:
            raise UsageError(
                "--base-url and --model do nothing by themselves",
                fix="add --provider openai-compatible: without it nothing is sent",
            )
        return None
    if not base_url or not model:
        raise UsageError(
            "a language model needs an address and a name",
            fix="add --base-url http://localhost:8000/v1 --model NAME",
        )
    choice = ModelChoice(base_url, model, os.environ.get(KEY, ""))
    choice.client()  # a wrong address is said before anything is read
    return choice


def request_for(path: Path, choice: ModelChoice, rules: RulesProvider) -> dict[str, Any]:
    """Return what would be sent for a notice, without the key; nothing is.

    Raises
    ------
    InputError
        The file cannot be read as text.
    """
    from graphrisk.extract.text.intake import read_document

    provider = choice.provider(rules, None)
    return provider.client.body(provider.sent(read_document(path)))
