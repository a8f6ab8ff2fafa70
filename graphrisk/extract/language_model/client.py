"""A chat endpoint of the OpenAI kind, asked over HTTP with the standard library.

Nothing is sent but what `ask` is given, to no other host than the one named: redirects are not
followed, and no proxy or telemetry is in between that the system does not set.
"""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from graphrisk.errors import InputError, UsageError
from graphrisk.extract.language_model.prompt import schema

LARGEST_ANSWER: Final = 4 << 20
_LONGEST_WAIT: Final = 30.0
_AGAIN: Final = frozenset({408, 429, 500, 502, 503, 504})
_NO_FORMAT: Final = frozenset({400, 404, 422, 501})


class ModelFailed(InputError):
    """The model gave no answer that can be used."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model said, and the tokens that it took (None: not told)."""

    text: str
    sent_tokens: int | None = None
    made_tokens: int | None = None


@dataclass
class ModelClient:
    """Asks one model at one address.

    Parameters
    ----------
    base_url
        Such as ``http://localhost:8000/v1``.
    key
        Sent as a bearer token when given; never shown.
    timeout
        Seconds to wait for an answer.
    pause
        Waits between tries; tests hand in their own.

    Raises
    ------
    UsageError
        The address is not one.
    """

    base_url: str
    model: str
    key: str = field(default="", repr=False)
    timeout: float = 120.0
    tries: int = 4
    pause: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        parts = urlsplit(self.base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
            raise UsageError(
                f"not the address of a model server: {self.base_url.rpartition('@')[2]!r}",
                fix="write it as http://localhost:8000/v1, the key in GRAPHRISK_MODEL_KEY",
            )

    @property
    def host(self) -> str:
        """Host that texts are sent to."""
        return urlsplit(self.base_url).netloc

    def body(self, messages: Sequence[Mapping[str, str]], form: str = "schema") -> dict[str, Any]:
        """Return what is sent, without the key."""
        formats: dict[str, dict[str, Any]] = {
            "schema": {
                "type": "json_schema",
                "json_schema": {"name": "claims", "schema": schema()},
            },
            "object": {"type": "json_object"},
        }
        wanted = {"response_format": formats[form]} if form in formats else {}
        return {
            "model": self.model,
            "messages": [dict(each) for each in messages],
            "temperature": 0,
            "seed": 1,
            **wanted,
        }

    def ask(self, messages: Sequence[Mapping[str, str]]) -> Reply:
        """Return the model's reply; servers that know no schema are asked without one.

        Raises
        ------
        ModelFailed
            The server cannot be reached, refuses, or answers with something else.
        """
        for form in ("schema", "object", "text"):
            try:
                return self._read(self._send(self.body(messages, form)))
            except urllib.error.HTTPError as error:
                if error.code not in _NO_FORMAT or form == "text":
                    raise self._failed(_said(error)) from None
        raise self._failed("it takes no form of answer")

    def _send(self, body: Mapping[str, Any]) -> bytes:
        """Return the bytes of a reply; what may pass is tried again."""
        for turn in range(1, self.tries + 1):
            try:
                return self._once(body)
            except urllib.error.HTTPError as error:
                if error.code not in _AGAIN or turn == self.tries:
                    raise
                self.pause(_wait(error, turn))
            except (OSError, ValueError) as error:
                reason = getattr(error, "reason", error)
                is_final = isinstance(reason, ConnectionRefusedError) or not isinstance(
                    error, OSError
                )
                if turn == self.tries or is_final:
                    raise self._failed(f"no answer: {reason}") from None
                self.pause(min(2.0**turn, _LONGEST_WAIT))
        raise self._failed("no answer")

    def _once(self, body: Mapping[str, Any]) -> bytes:
        headers = {"Content-Type": "application/json", "User-Agent": "graphrisk"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        request = urllib.request.Request(
            self.base_url.rstrip("/") + "/chat/completions",
            data=json.dumps(body).encode(),
            headers=headers,
            method="POST",
        )
        opener = urllib.request.build_opener(_NoRedirects)
        with opener.open(request, timeout=self.timeout) as answer:
            data: bytes = answer.read(LARGEST_ANSWER + 1)
        if len(data) > LARGEST_ANSWER:
            raise self._failed("the answer is larger than 4 MB")
        return data

    def _read(self, data: bytes) -> Reply:
        try:
            value = json.loads(data)
            message = value["choices"][0]["message"]
            text = message.get("content")
        except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
            raise self._failed("its answer is not that of a chat endpoint") from None
        if not isinstance(text, str) or not text.strip():
            said = message.get("refusal") if isinstance(message, dict) else None
            words = f"the model refuses: {said[:200]}" if isinstance(said, str) else "it is empty"
            raise self._failed(words)
        usage = value.get("usage") if isinstance(value.get("usage"), dict) else {}
        counts = [usage.get(name) for name in ("prompt_tokens", "completion_tokens")]
        sent, made = (each if isinstance(each, int) else None for each in counts)
        return Reply(text, sent, made)

    def _failed(self, what: str) -> ModelFailed:
        return ModelFailed(
            f"the model at {self.host} was of no use: {what}",
            fix="check --base-url, --model and GRAPHRISK_MODEL_KEY, or leave --provider out",
        )


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Follow nobody elsewhere: neither text nor key goes to a host that was not named."""


def _wait(error: urllib.error.HTTPError, turn: int) -> float:
    told = error.headers.get("Retry-After") if error.headers else None
    try:
        asked = float(told) if told else 2.0**turn
    except ValueError:
        asked = 2.0**turn
    return max(0.0, min(asked, _LONGEST_WAIT))


def _said(error: urllib.error.HTTPError) -> str:
    try:
        told = json.loads(error.read(10_000))["error"]["message"]
    except (OSError, ValueError, KeyError, TypeError):
        told = error.reason
    return f"{error.code} {str(told)[:200]}"
