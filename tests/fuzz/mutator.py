"""Files damaged by chance: bytes and parts of an archive, the same for the same seed."""

from __future__ import annotations

import io
import random
import zipfile

TOKENS = (
    *(b"", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b"'", b",", b";", b"\t", b"\n", b"\r"),
    *(b"{", b"}", b"[", b"]", b"<", b">", b"null", b"true", b"NaN", b"1e999", b"-0", b"9" * 40),
    *(b"\xc3", b"\xf0\x9f", b"\\u0000", b"\\ud800", b"=1+1", b"../../x", b"&b;", b"id", b"type"),
    *(b"\xc2\xb2", b"\xd9\xa3", b"\xcc\x81", b"\xe2\x80\xae", b"\xef\xac\x81", b"\xef\xbc\xa1"),
    *(b"name", b"2024-13-45", b"0000-00-00", b"9999-12-31", b"a" * 5_000, b"[" * 3_000),
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
)
_MOST_CHANGES = 6


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return a file with some damage; an archive is damaged inside as often as outside."""
    if data.startswith(b"PK") and chance.random() < 0.8:
        return _repacked(data, chance)
    return damaged(data, chance)


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Return bytes with some changed, cut out, doubled, swapped, thrown in or cut off."""
    for _ in range(chance.randint(1, _MOST_CHANGES)):
        at, other = chance.randrange(len(data) + 1), chance.randrange(len(data) + 1)
        kind = chance.randrange(7)
        if kind == 0:
            data = data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
        elif kind == 1:
            data = data[:at] + data[at + chance.randint(1, 60) :]
        elif kind == 2:
            data = data[:at] + data[other : other + chance.randint(1, 300)] + data[at:]
        elif kind == 3:
            data = data[:at] + chance.choice(TOKENS) + data[at + chance.randint(0, 12) :]
        elif kind == 4:
            data = data[:at] if chance.random() < 0.2 else data
        elif kind == 5:
            old = data[at : at + chance.randint(1, 3)] or b" "
            data = data.replace(old, chance.choice(TOKENS[:20]), 40)
        else:
            lines = data.split(b"\n")
            chance.shuffle(lines)
            data = b"\n".join(lines)
    return data[:200_000]


def _repacked(data: bytes, chance: random.Random) -> bytes:
    """Return an archive with a damaged, missing, doubled or renamed part."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    at = chance.randrange(len(parts))
    name, content = parts[at]
    kind = chance.randrange(6)
    if kind == 0:
        del parts[at]
    elif kind == 1:
        parts.append((name.upper(), content))
    elif kind == 2:
        parts[at] = (
            chance.choice(["../x.csv", "/etc/x", "", "a" * 300, name + "/" + name]),
            content,
        )
    else:
        parts[at] = (name, damaged(content, chance))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name or "x", content)
    return out.getvalue()
