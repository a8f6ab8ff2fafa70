"""Functions of a register (b_06.01): each is the pair of its id and the LEI of its entity."""

from __future__ import annotations

from dataclasses import dataclass, field

from graphrisk.ingest.dora.register import Register

CRITICALITY = {"yes": "critical", "no": "supporting"}
"""What an assessment of b_06.01 makes of a link; not assessed is unknown."""


@dataclass(frozen=True, slots=True)
class Function:
    """One function of one entity.

    Parameters
    ----------
    label
        What links that support it name: id and name.
    criticality
        critical, supporting or unknown.
    """

    label: str
    criticality: str

    def stated(self) -> str:
        """Return how an organization states it."""
        return f"{self.label}: {self.criticality}"


@dataclass(slots=True)
class Functions:
    """Functions of a register by (id, LEI)."""

    by_key: dict[tuple[str, str], Function] = field(default_factory=dict)
    contracts: frozenset[str] = frozenset()

    def of(self, function: str, lei: str) -> Function:
        """Return a function that some row names."""
        return self.by_key[function, lei]


def read_functions(register: Register) -> Functions:
    """Return the functions that a register states; of several rows of one the first holds.

    One that only b_02.02 names is a function of unknown criticality.
    """
    contracts = {ref for _, ref in register.table("b_02.01").each("c0010")}
    contracts |= {ref for _, ref in register.table("b_02.02").each("c0010") if ref}
    found = Functions(contracts=frozenset(contracts))
    columns = ("c0010", "c0030", "c0040", "c0050")
    for _, key, name, lei, assessed in register.table("b_06.01").each(*columns):
        label = _label(key, name, found.contracts)
        made = Function(label, CRITICALITY.get(assessed, "unknown"))
        found.by_key.setdefault((key, lei), made)
    for _, lei, key in register.table("b_02.02").each("c0020", "c0050"):
        if key is not None:
            made = Function(_label(key, None, found.contracts), "unknown")
            found.by_key.setdefault((key, lei), made)
    return found


def _label(key: str, name: str | None, contracts: frozenset[str]) -> str:
    """Return id and name; never a word that is the reference of a contract as well."""
    label = f"{key} {name}" if name and name != key else key
    label = " ".join(label.replace(";", ",").split())
    return f"function {label}" if label in contracts else label
