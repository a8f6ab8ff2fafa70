"""A mapping as a person edits it: sections with remarks -> TOML text, and the same as content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

MISSING = "(your organization)"
"""Stands for a name that a person has to fill in while a proposal is shown."""
_LINE = 96


@dataclass(slots=True)
class Section:
    """One table of a mapping file.

    Parameters
    ----------
    name
        ``""`` for the top, ``[table]`` for a list entry, else as ``table.serves``.
    entries
        Key -> value, in the order written.
    remarks
        Key -> what a person should know about it.
    notes
        Lines of their own below the entries.
    """

    name: str
    entries: dict[str, Any] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def content_of(sections: Sequence[Section]) -> dict[str, Any]:
    """Return what a mapping file of these sections holds, what is to be filled in filled in."""
    content: dict[str, Any] = {}
    for section in sections:
        entries = {key: _filled(value) for key, value in section.entries.items()}
        if section.name == "":
            content |= entries
        elif section.name == "[table]":
            content.setdefault("table", []).append(entries)
        elif section.name.startswith("values."):
            content.setdefault("values", {})[section.name.partition(".")[2]] = entries
        else:
            table = content["table"][-1]
            name = section.name.strip("[]").partition(".")[2]
            if section.name.startswith("["):
                table.setdefault(name, []).append(entries)
            else:
                table[name] = entries
    return content


def text_of(sections: Sequence[Section], heading: Sequence[str]) -> str:
    """Return the sections as TOML.

    Examples
    --------
    >>> made = Section("table.serves", {"vendor": "Leverantör"}, {"vendor": "column A"})
    >>> print(text_of([Section("[table]"), made], ["Example"]))
    # Example
    <BLANKLINE>
    [[table]]
    <BLANKLINE>
    [table.serves]
    vendor = "Leverantör"  # column A
    <BLANKLINE>
    """
    lines = [f"# {_one_line(line)}" for line in heading]
    for section in sections:
        lines.append("")
        if section.name:
            lines.append(f"[{section.name}]")
        for key, value in section.entries.items():
            said = section.remarks.get(key)
            lines.append(
                f"{_key(key)} = {toml_value(value)}" + (f"  # {_one_line(said)}" if said else "")
            )
        lines += [f"# {_one_line(note)}" for note in section.notes]
    return "\n".join(lines) + "\n"


def toml_value(value: object) -> str:
    """Return a value as TOML writes it; every sign of a text that means something is escaped.

    Examples
    --------
    >>> print(toml_value({"column": 'a "b"', "units": {"": 30.0}}))
    { column = "a \\"b\\"", units = { "" = 30 } }
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(str(k))} = {toml_value(v)}" for k, v in value.items())
        return f"{{ {inside} }}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(toml_value, value)) + "]"
    return _quoted(str(value))


def _quoted(text: str) -> str:
    named = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return (
        '"' + "".join(named.get(c) or (c if c.isprintable() else _escaped(c)) for c in text) + '"'
    )


def _escaped(sign: str) -> str:
    code = ord(sign)
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"  # half of a pair, which TOML cannot hold
    return f"\\U{code:08X}"


def _key(key: str) -> str:
    plain = key and all(c.isascii() and (c.isalnum() or c in "_-") for c in key)
    return key if plain else _quoted(key)


def _one_line(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)[: 4 * _LINE]


def _filled(value: object) -> object:
    if isinstance(value, Mapping):
        return {
            key: MISSING if key == "constant" and not item else item for key, item in value.items()
        }
    return value
