"""The 15 templates of the register of information: columns, types, keys, and what refers to what.

Implementing Regulation (EU) 2024/2956, Annex I; keys as in the taxonomy's module files 4.0 and 4.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, cast

CellType = Literal[
    "lei",  # legal entity identifier
    "party",  # identification code of a provider, of the type that another column names
    "text",
    "date",
    "country",
    "currency",
    "money",
    "count",  # whole number from 0
    "list",  # a code of a closed list
    "flag",
    "ref",  # reference of a contract
    "function",  # id of a function or branch, which may be "not applicable"
]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a template.

    Parameters
    ----------
    code
        As in the header: c0010.
    words
        Closed list, for the type ``list``.
    key
        Part of the primary key.
    must
        Must not be empty, whatever stands in the other cells.
    refers
        Template whose first column must hold the value.
    typed_by
        Column that names the type of an identification code.
    """

    code: str
    title: str
    type: CellType
    words: str = ""
    key: bool = False
    must: bool = False
    refers: str = ""
    typed_by: str = ""


@dataclass(frozen=True)
class Template:
    """One template; ``name`` is that of its file: b_02.02."""

    name: str
    title: str
    columns: tuple[Column, ...]

    @cached_property
    def by_code(self) -> dict[str, Column]:
        """Columns by code."""
        return {column.code: column for column in self.columns}

    @cached_property
    def key(self) -> tuple[str, ...]:
        """Codes of the primary key."""
        return tuple(column.code for column in self.columns if column.key)


def _column(code: str, title: str, type_: str, *marks: str) -> Column:
    """Make a column: key, must, ``->TEMPLATE``, ``=LIST`` and ``by COLUMN`` are its marks."""
    return Column(
        f"c{code}",
        title,
        cast(CellType, type_),
        words=next((mark[1:] for mark in marks if mark.startswith("=")), ""),
        key="key" in marks,
        must="must" in marks,
        refers=next((mark[2:] for mark in marks if mark.startswith("->")), ""),
        typed_by=next((f"c{mark[3:]}" for mark in marks if mark.startswith("by ")), ""),
    )


_REF = ("0010", "Contractual arrangement reference number", "ref", "key", "->b_02.01")
_PROVIDER = ("Identification code of the provider", "party", "key", "->b_05.01")
_CODE_TYPE = "=identifier"
_c = _column

_ALL = (
    Template(
        "b_01.01",
        "entity maintaining the register",
        (
            _c("0010", "LEI of the entity maintaining the register", "lei", "key", "->b_01.02"),
            _c("0020", "Name of the entity", "text", "must"),
            _c("0030", "Country of the entity", "country", "must"),
            _c("0040", "Type of entity", "list", "=entity_type", "must"),
            _c("0050", "Competent authority", "text", "must"),
            _c("0060", "Date of the reporting", "date", "must"),
        ),
    ),
    Template(
        "b_01.02",
        "entities in scope",
        (
            _c("0010", "LEI of the entity", "lei", "key"),
            _c("0020", "Name of the entity", "text", "must"),
            _c("0030", "Country of the entity", "country", "must"),
            _c("0040", "Type of entity", "list", "=entity_type", "must"),
            _c("0050", "Hierarchy of the entity within the group", "list", "=hierarchy", "must"),
            _c("0060", "LEI of the direct parent undertaking of the entity", "lei"),
            _c("0070", "Date of last update", "date", "must"),
            _c("0080", "Date of integration in the register", "date", "must"),
            _c("0090", "Date of deletion in the register", "date", "must"),
            _c("0100", "Currency", "currency"),
            _c("0110", "Value of total assets", "money"),
        ),
    ),
    Template(
        "b_01.03",
        "branches",
        (
            _c("0010", "Identification code of the branch", "function", "key"),
            _c("0020", "LEI of the head office of the branch", "lei", "key", "->b_01.02"),
            _c("0030", "Name of the branch", "text", "must"),
            _c("0040", "Country of the branch", "country", "must"),
        ),
    ),
    Template(
        "b_02.01",
        "contracts",
        (
            _c("0010", "Contractual arrangement reference number", "ref", "key"),
            _c("0020", "Type of contractual arrangement", "list", "=contract_type", "must"),
            _c("0030", "Overarching contractual arrangement reference", "ref", "->b_02.01"),
            _c("0040", "Currency of the amount", "currency", "must"),
            _c("0050", "Annual expense or estimated cost", "money", "must"),
        ),
    ),
    Template(
        "b_02.02",
        "contracts in detail",
        (
            _c(*_REF),
            _c("0020", "LEI of the entity making use of the service", "lei", "key", "->b_01.02"),
            _c("0030", *_PROVIDER, "by 0040"),
            _c("0040", "Type of code to identify the provider", "list", _CODE_TYPE, "must"),
            _c("0050", "Function identifier", "function", "key", "->b_06.01"),
            _c("0060", "Type of ICT services", "list", "=service", "key"),
            _c("0070", "Start date", "date", "must"),
            _c("0080", "End date", "date", "must"),
            _c("0090", "Reason of the termination or ending", "list", "=end_reason"),
            _c("0100", "Notice period for the financial entity", "count"),
            _c("0110", "Notice period for the provider", "count"),
            _c("0120", "Country of the governing law", "country"),
            _c("0130", "Country of provision of the services", "country", "key"),
            _c("0140", "Storage of data", "list", "=yes_no"),
            _c("0150", "Location of the data at rest", "country", "key"),
            _c("0160", "Location of management of the data", "country", "key"),
            _c("0170", "Sensitiveness of the data", "list", "=level"),
            _c("0180", "Level of reliance", "list", "=reliance"),
        ),
    ),
    Template(
        "b_02.03",
        "links of intra-group contracts",
        (
            _c(*_REF),
            _c("0020", "Linked contractual arrangement", "ref", "key", "->b_02.01"),
            _c("0030", "Link", "flag"),
        ),
    ),
    Template(
        "b_03.01",
        "entities that sign",
        (
            _c(*_REF),
            _c("0020", "LEI of the entity signing the arrangement", "lei", "key", "->b_01.02"),
            _c("0030", "Link", "flag"),
        ),
    ),
    Template(
        "b_03.02",
        "providers that sign",
        (
            _c(*_REF),
            _c("0020", *_PROVIDER, "by 0030"),
            _c("0030", "Type of code to identify the provider", "list", _CODE_TYPE),
        ),
    ),
    Template(
        "b_03.03",
        "intra-group providers that sign",
        (
            _c(*_REF),
            _c("0020", "LEI of the entity providing the services", "lei", "key", "->b_01.02"),
            _c("0031", "Link", "flag"),
        ),
    ),
    Template(
        "b_04.01",
        "users of the services",
        (
            _c(*_REF),
            _c("0020", "LEI of the entity making use of the service", "lei", "key", "->b_01.02"),
            _c("0030", "Nature of the entity", "list", "=nature", "must"),
            _c("0040", "Identification code of the branch", "function", "key", "->b_01.03"),
        ),
    ),
    Template(
        "b_05.01",
        "providers",
        (
            _c("0010", "Identification code of the provider", "party", "key", "by 0020"),
            _c("0020", "Type of code to identify the provider", "list", _CODE_TYPE, "must"),
            _c("0030", "Additional identification code", "party", "by 0040"),
            _c("0040", "Type of additional identification code", "list", _CODE_TYPE),
            _c("0050", "Legal name", "text", "must"),
            _c("0060", "Name in Latin alphabet", "text", "must"),
            _c("0070", "Type of person", "list", "=person", "must"),
            _c("0080", "Country of the headquarters", "country", "must"),
            _c("0090", "Currency", "currency"),
            _c("0100", "Total annual expense or estimated cost", "money"),
            _c("0110", "Code of the ultimate parent undertaking", "party", "->b_05.01", "by 0120"),
            _c("0120", "Type of code of the ultimate parent", "list", _CODE_TYPE),
        ),
    ),
    Template(
        "b_05.02",
        "supply chains",
        (
            _c(*_REF),
            _c("0020", "Type of ICT services", "list", "=service", "key"),
            _c("0030", *_PROVIDER, "by 0040"),
            _c("0040", "Type of code to identify the provider", "list", _CODE_TYPE),
            _c("0050", "Rank", "count", "key"),
            _c("0060", "Code of the recipient", "party", "key", "->b_05.01", "by 0070"),
            _c("0070", "Type of code of the recipient", "list", _CODE_TYPE),
        ),
    ),
    Template(
        "b_06.01",
        "functions",
        (
            _c("0010", "Function identifier", "function", "key"),
            _c("0020", "Licenced activity", "list", "=activity", "must"),
            _c("0030", "Function name", "text", "must"),
            _c("0040", "LEI of the entity", "lei", "key", "->b_01.02"),
            _c("0050", "Criticality or importance assessment", "list", "=assessed", "must"),
            _c("0060", "Reasons for criticality or importance", "text"),
            _c("0070", "Date of the last assessment", "date", "must"),
            _c("0080", "Recovery time objective", "count", "must"),
            _c("0090", "Recovery point objective", "count", "must"),
            _c("0100", "Impact of discontinuing the function", "list", "=impact", "must"),
        ),
    ),
    Template(
        "b_07.01",
        "assessments of services",
        (
            _c(*_REF),
            _c("0020", *_PROVIDER, "by 0030"),
            _c("0030", "Type of code to identify the provider", "list", _CODE_TYPE),
            _c("0040", "Type of ICT services", "list", "=service", "key"),
            _c("0050", "Substitutability of the provider", "list", "=substitutability", "must"),
            _c("0060", "Reason why not substitutable", "list", "=hard_reason"),
            _c("0070", "Date of the last audit", "date", "must"),
            _c("0080", "Existence of an exit plan", "list", "=yes_no", "must"),
            _c("0090", "Possibility of reintegration", "list", "=reintegration", "must"),
            _c("0100", "Impact of discontinuing the services", "list", "=impact", "must"),
            _c("0110", "Alternative providers identified", "list", "=assessed", "must"),
            _c("0120", "Alternative providers", "text"),
        ),
    ),
    Template(
        "b_99.01",
        "definitions of the house",
        tuple(_c(f"{number:04d}", "Definition", "text") for number in range(10, 200, 10)),
    ),
)
TEMPLATES: dict[str, Template] = {template.name: template for template in _ALL}
"""All templates by name, in the order of the regulation."""
