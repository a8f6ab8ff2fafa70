"""The seal of a page: data that cannot leave its element, and a policy that admits nothing else."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from importlib import resources
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

if TYPE_CHECKING:
    from jinja2 import Environment

_ESCAPES = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}


def asset(*names: str) -> str:
    """Return the text of our own asset files, joined in the order given."""
    folder = resources.files("graphrisk.view") / "assets"
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in names)


def environment() -> Environment:
    """Return what fills in our templates: every text is escaped, a missing one is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        autoescape=True,
        loader=PackageLoader("graphrisk.view", "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def sealed_json(value: Any) -> Markup:
    """Return JSON that may stand inside a script element of type application/json.

    Examples
    --------
    >>> str(sealed_json({"name": "</script>"}))
    '{"name":"\\\\u003c/script\\\\u003e"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for char, escape in _ESCAPES.items():
        text = text.replace(char, escape)
    return Markup(text)


def code(text: str, ends: str) -> Markup:
    """Return our own script or style for its element; refuses text that would close it early."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    if ends in plain.lower():
        message = f"an asset holds {ends!r}: it would end its element"
        raise ValueError(message)
    return Markup(plain)


def source_hash(text: str) -> str:
    """Return the policy's name for an inline script or style.

    Examples
    --------
    >>> source_hash("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def policy(scripts: Sequence[str], styles: Sequence[str]) -> str:
    """Return the content security policy of a file that holds exactly these scripts and styles.

    Examples
    --------
    >>> policy([], []).startswith("default-src 'none'; script-src 'none'")
    True
    """
    script = " ".join(map(source_hash, scripts)) or "'none'"
    style = " ".join(map(source_hash, styles)) or "'none'"
    return (
        f"default-src 'none'; script-src {script}; style-src {style}; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; "
        "trusted-types 'none'"
    )
