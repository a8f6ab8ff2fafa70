"""Sources that methods and figures rest on: read from ``docs/references.bib``, printed in words."""

from __future__ import annotations

import re
from functools import lru_cache

from graphrisk.resources import docs_folder

_ENTRY = re.compile(r"^@\w+\{([^,\s]+),$")
_FIELD = re.compile(r"^\s+(\w+) = \{(.*)\},?$")


@lru_cache(maxsize=1)
def references() -> dict[str, dict[str, str]]:
    """Return the fields of every source by key.

    Examples
    --------
    >>> references()["bardoscia2015"]["doi"]
    '10.1371/journal.pone.0130406'
    """
    found: dict[str, dict[str, str]] = {}
    fields: dict[str, str] = {}
    for line in (docs_folder() / "references.bib").read_text(encoding="utf-8").splitlines():
        if entry := _ENTRY.match(line):
            fields = found[entry[1]] = {}
        elif field := _FIELD.match(line):
            fields[field[1]] = field[2]
    return found


def cited(key: str) -> str:
    """Return a source as it is printed: names, year, title, where to find it.

    Raises
    ------
    KeyError
        There is no such source.

    Examples
    --------
    >>> cited("lorenz1905")
    'Lorenz (1905), Methods of Measuring the Concentration of Wealth, doi 10.2307/2276207'
    """
    fields = references()[key]
    parts = [f"{_names(fields['author'])} ({fields['year']})", fields["title"]]
    if "doi" in fields:
        parts.append(f"doi {fields['doi']}")
    else:
        parts.append(next((fields[k] for k in ("url", *_PLACES) if k in fields), ""))
    return ", ".join(part for part in parts if part)


_PLACES = ("journal", "booktitle", "publisher", "institution")


def short(key: str) -> str:
    """Return a source in a word: names and year.

    Examples
    --------
    >>> short("kashaf2020"), short("kuo2003"), short("merger_guidelines2023")
    ('Kashaf et al. 2020', 'Kuo and Zuo 2003', 'U.S. DOJ and FTC 2023')
    """
    fields = references()[key]
    return f"{fields.get('short') or _names(fields['author'])} {fields['year']}"


def _names(authors: str) -> str:
    """Return family names: one, two, or the first "et al."; an institution in braces whole."""
    if authors.startswith("{"):
        return authors.strip("{}")
    family = [name.split()[-1] for name in authors.split(" and ")]
    return " and ".join(family) if len(family) < 3 else f"{family[0]} et al."
