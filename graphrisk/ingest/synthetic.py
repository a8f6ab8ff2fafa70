"""Synthetic registers: invented parties with the published proportions of real ones.

The same kind, size, seed and dirt give the same tables: only 53-bit uniform numbers are drawn, and
everything else is integer arithmetic on them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.errors import UsageError
from graphrisk.ingest import synthetic_words as words

Array = npt.NDArray[Any]
MOST_LINKS = 5_000_000
DAY = "2026-11-01"
DEEPEST_RANK = 4


@dataclass(frozen=True)
class SyntheticRegister:
    """Register tables by name of their file, and the shares that were really drawn."""

    tables: dict[str, pa.Table]
    shares: dict[str, float]


def synthetic_register(
    kind: str, size: int, seed: int = 1, *, dirt: float = 0.0
) -> SyntheticRegister:
    """Return organizations, links and holdings of an invented register.

    Parameters
    ----------
    kind
        hospital, bank or municipalities.
    size
        Number of links; one in five is a contract, the others are its sub-contractors.
    dirt
        Share of links, 0..1, whose row is spoiled as in real registers.

    Raises
    ------
    UsageError
        There is no such kind, or a number is out of range.

    Notes
    -----
    O(size); about 1 kB a link at the peak.

    Examples
    --------
    >>> made = synthetic_register("bank", 100, seed=7)
    >>> made.tables["serves"].num_rows, made.tables["serves"].column("source")[0].as_py()
    (100, 'synthetic register: bank, seed 7')
    """
    if kind not in words.KINDS:
        raise UsageError(f"not a kind: {kind!r}", fix=f"write one of {', '.join(words.KINDS)}")
    if not 5 <= size <= MOST_LINKS:
        raise UsageError(f"size {size:,} is out of range", fix=f"write 5 to {MOST_LINKS:,}")
    if not 0 <= dirt <= 1:
        raise UsageError(f"dirt is a share of rows, not {dirt}", fix="write 0.02")
    return _Maker(kind, size, seed, dirt).register()


class _Maker:
    """Draws one register; parties are numbered owners, then providers, then sub-contractors."""

    def __init__(self, kind: str, size: int, seed: int, dirt: float) -> None:
        self.kind = words.KINDS[kind]
        self.source = f"synthetic register: {kind}, seed {seed}"
        self.dirt = dirt
        self.draws = np.random.Generator(np.random.PCG64(abs(seed)))
        self.contracts = max(1, size // (1 + words.SUBCONTRACTORS_EACH))
        self.chain = size - self.contracts
        self.owners = max(1, self.contracts // self.kind.contracts_each)
        self.providers = max(3, size // 25)
        self.subs = max(3, size // 16)

    def register(self) -> SyntheticRegister:
        """Draw everything, in this order: each draw comes after the one before."""
        count = self.owners + self.providers + self.subs
        trade = self.below(len(words.TRADES), count)
        country = self.countries(count)
        contracts = self.draw_contracts()
        chain = self.draw_chain(contracts["vendor"])
        serves, shares = self.links(contracts, chain, trade, country)
        tables = {
            "organizations": self.organizations(trade, country),
            "serves": self.spoiled(serves),
            "holds": self.holdings(),
        }
        return SyntheticRegister(tables, shares)

    def below(self, bound: int | Array, count: int) -> npt.NDArray[np.int64]:
        """Draw whole numbers from 0 to below a bound."""
        found: npt.NDArray[np.int64] = (self.draws.random(count) * bound).astype(np.int64)
        return found

    def chance(self, share: float, count: int) -> npt.NDArray[np.bool_]:
        """Draw yes in that share of the cases."""
        found: npt.NDArray[np.bool_] = self.draws.random(count) < share
        return found

    def countries(self, count: int) -> npt.NDArray[np.object_]:
        inside = np.array(words.INSIDE_EU, dtype=object)[self.below(len(words.INSIDE_EU), count)]
        outside = np.array(words.OUTSIDE_EU, dtype=object)[self.below(len(words.OUTSIDE_EU), count)]
        found = np.where(self.chance(words.OUTSIDE_EU_SHARE, count), outside, inside)
        found[: self.owners] = "SE"
        return found

    def draw_contracts(self) -> dict[str, Array]:
        """Contracts of the owners: three in ten with one of ten providers, some in pairs."""
        n = self.contracts
        owner = np.arange(n) * self.owners // n
        top = self.below(min(10, self.providers), n)
        any_provider = self.below(self.providers, n)
        vendor = np.where(self.chance(words.BUDGET_OF_TOP_TEN, n), top, any_provider)
        # Every second contract may stand in for the one before it: two suppliers of one group.
        second = (np.arange(n) % 2 == 1) & self.chance(0.15, n)
        second &= owner == np.roll(owner, 1)
        first = np.roll(second, -1)
        first[-1] = False
        vendor = np.where(second & (vendor == np.roll(vendor, 1)), vendor + 1, vendor)
        vendor %= self.providers
        second &= vendor != np.roll(vendor, 1)
        return {
            "owner": owner,
            "vendor": vendor + self.owners,
            "group": np.where(second, np.arange(n) - 1, np.where(first, np.arange(n), -1)),
            "criticality": np.searchsorted((0.20, 0.50, 0.88), self.draws.random(n), "right"),
            "function": self.below(max(1, len(self.kind.functions)), n),
            "cost": 10 ** self.below(4, n) * (2_000 + self.below(8_000, n)),
        }

    def draw_chain(self, provider: Array) -> dict[str, Array]:
        """Sub-contractors: each serves the provider of a contract, or another of its chain."""
        contract = np.sort(self.below(self.contracts, self.chain))
        vendor = self.owners + np.where(
            self.chance(0.3, self.chain),
            self.below(self.providers, self.chain),
            self.providers + self.below(self.subs, self.chain),
        )
        popular = self.owners + self.providers + self.below(10, self.chain) % self.subs
        vendor = np.where(self.chance(0.2, self.chain), popular, vendor)
        deeper = self.chance(0.35, self.chain)
        start = np.searchsorted(contract, contract, "left")
        place = np.arange(self.chain) - start
        rank = np.full(self.chain, 2)
        recipient = provider[contract]
        last = self.owners + self.providers + self.subs - 1
        for at in range(int(place.max(initial=0)) + 1):  # a chain is built from its top
            rows = np.flatnonzero(place == at)
            under = rows[deeper[rows]] if at else rows[:0]
            under = under[rank[under - 1] < DEEPEST_RANK]
            rank[under] = rank[under - 1] + 1
            recipient[under] = vendor[under - 1]
            alone = rows[vendor[rows] == recipient[rows]]
            vendor[alone] = np.where(vendor[alone] == last, self.owners, vendor[alone] + 1)
        return {"contract": contract, "vendor": vendor, "recipient": recipient, "rank": rank}

    def links(
        self, contracts: dict[str, Array], chain: dict[str, Array], trade: Array, country: Array
    ) -> tuple[pa.Table, dict[str, float]]:
        """Return serves, contracts first, and the shares drawn."""
        of = np.concatenate((np.arange(self.contracts), chain["contract"]))
        vendor = np.concatenate((contracts["vendor"], chain["vendor"]))
        customer = np.concatenate((contracts["owner"], chain["recipient"]))
        rank = np.concatenate((np.ones(self.contracts, np.int64), chain["rank"]))
        direct = rank == 1
        size = len(of)
        level = contracts["criticality"][of]
        hard = self.draws.random(size)
        back = self.chance(words.NOT_REINTEGRABLE, size)
        quick = self.chance(words.TIME_CRITICAL, size)
        hours = np.where(quick, 2 + 2 * self.below(12, size), 48 + 24 * self.below(5, size))
        hours_known = self.chance(0.7, size)
        year = 2018 + self.below(8, size)
        names = pa.array([f"C{k + 1:06}" for k in range(self.contracts)])
        contract = names.take(pa.array(of))
        group = contracts["group"][of]
        columns = {
            "vendor": self.ids().take(pa.array(vendor)),
            "customer": self.ids().take(pa.array(customer)),
            "service": _words([row[1] for row in words.TRADES], trade[vendor]),
            "category": _words([row[2] for row in words.TRADES], trade[vendor]),
            "criticality": _words(["critical", "important", "supporting", None], level),
            "group": _where(direct & (group >= 0), _joined("G", pa.array(group))),
            "required": pa.array(np.ones(size, np.int64), mask=~(direct & (group >= 0))),
            "contract": contract,
            "supports": self.supports(direct, contracts["function"][of], contract),
            "data_classes": pa.repeat(";".join(self.kind.data_classes), size),
            "access": _words([row[3] for row in words.TRADES], trade[vendor]),
            "recovery_hours": pa.array(hours, mask=~hours_known),
            "annual_cost": pa.array(contracts["cost"][of], mask=~direct),
            "currency": _where(direct, pa.repeat("EUR", size)),
            "starts_on": _joined("", pa.array(year), "-01-01"),
            "rank": pa.array(rank),
            "substitutability": _words(
                ["not substitutable", "highly complex", "medium", "easy"],
                np.searchsorted((words.NOT_SUBSTITUTABLE, 0.3, 0.65), hard, "right"),
            ),
            "exit_plan": _words(["tested", "cannot be taken back"], back.astype(np.int64)),
            "data_location": pa.array(country[vendor], pa.string()),
            **self.provenance(size),
        }
        critical = direct & (level == 0)
        return pa.table(columns), self.shares(
            contracts, vendor, country, rank, critical, hard, back
        )

    def shares(
        self,
        contracts: dict[str, Array],
        vendor: Array,
        country: Array,
        rank: Array,
        critical: Array,
        hard: Array,
        back: Array,
    ) -> dict[str, float]:
        """Return what was drawn, beside the published shares in `synthetic_words`."""
        cost = np.bincount(contracts["vendor"], contracts["cost"].astype(np.float64))
        outside = np.isin(country[vendor[: self.contracts]], list(set(words.OUTSIDE_EU)))
        return {
            "subcontractors_per_contract": round(float((rank > 1).sum() / self.contracts), 3),
            "budget_of_ten_largest": round(float(np.sort(cost)[-10:].sum() / cost.sum()), 3),
            "contracts_outside_eu": round(float(outside.mean()), 3),
            "critical_contracts": round(float(critical.sum() / self.contracts), 3),
            "critical_not_substitutable": _share(hard[critical] < words.NOT_SUBSTITUTABLE),
            "critical_not_reintegrable": _share(back[critical]),
        }

    def supports(self, direct: Array, function: Array, contract: pa.Array) -> pa.Array:
        """A contract supports a function of its owner, a sub-contractor that contract."""
        if not self.kind.functions:
            return _where(~direct, contract)
        named = _words([f"F{k + 1:02} {w}" for k, w in enumerate(self.kind.functions)], function)
        return pc.if_else(pa.array(direct), named, contract)

    def ids(self) -> pa.Array:
        """Ids of all parties."""
        parts = (("own", self.owners), ("ven", self.providers), ("sub", self.subs))
        return pa.array([f"syn-{word}-{k + 1:06}" for word, count in parts for k in range(count)])

    def organizations(self, trade: Array, country: Array) -> pa.Table:
        """Owners of one legal group, then vendors with invented names, no two alike."""
        count = len(trade)
        names = [f"{self.kind.word} {k + 1}" for k in range(self.owners)]
        names += [self.name(k, trade, country) for k in range(self.owners, count)]
        owner = np.arange(count) < self.owners
        sector = [self.kind.sector] * self.owners
        sector += [words.TRADES[k][4] for k in trade[self.owners :]]
        parent = pa.repeat("syn-own-000001", count)
        in_group = owner & (np.arange(count) > 0) & (self.kind.word != "Municipality")
        tolerance = np.array((4, 8, 24, 72))[self.below(4, count)]
        return pa.table(
            {
                "id": self.ids(),
                "name": names,
                "country": pa.array(country, pa.string()),
                "sector": sector,
                "parent_id": _where(in_group, parent),
                "tolerance_hours": pa.array(tolerance, mask=~owner),
                **self.provenance(count),
            }
        )

    def name(self, k: int, trade: Array, country: Array) -> str:
        """Return the invented name of vendor k: parts of a name, a trade, a legal form."""
        rest, head = divmod((k - self.owners) * 7, len(words.HEADS))
        rest, tail = divmod(rest, len(words.TAILS))
        number = f" {rest + 1}" if rest else ""
        made = f"{words.HEADS[head]}{words.TAILS[tail]} {words.TRADES[trade[k]][0]}{number}"
        return f"{made} {words.LEGAL_FORMS[country[k]]}"

    def holdings(self) -> pa.Table:
        """People of each owner per class of data."""
        classes = self.kind.data_classes
        count = self.owners * len(classes)
        return pa.table(
            {
                "organization": self.ids()
                .slice(0, self.owners)
                .take(pa.array(np.arange(count) // len(classes))),
                "data_class": _words(list(classes), np.arange(count) % len(classes)),
                "subjects": self.kind.people // 10 + self.below(self.kind.people, count),
                "counted_on": pa.repeat("2026-01-15", count),
                **self.provenance(count),
            }
        )

    def provenance(self, count: int) -> dict[str, pa.Array]:
        """Every record says that it is synthetic."""
        return {
            "source_kind": pa.repeat("register", count),
            "source": pa.repeat(self.source, count),
            "seen_on": pa.repeat(DAY, count),
        }

    def spoiled(self, serves: pa.Table) -> pa.Table:
        """Spoil a share of the rows: strange words, impossible days, empty ends, doubled rows."""
        if not self.dirt:
            return serves
        size = serves.num_rows
        bad = self.chance(self.dirt, size)
        how = self.below(5, size)
        for at, name, text in ((0, "criticality", "hög"), (1, "starts_on", "31.02.2025")):
            serves = _replaced(serves, name, bad & (how == at), text)
        serves = _replaced(serves, "vendor", bad & (how == 2), "")
        serves = _replaced(serves, "data_location", bad & (how == 3), "Sverige")
        doubled = serves.filter(pa.array(bad & (how == 4)))
        return pa.concat_tables([serves, doubled])


def _share(hits: Array) -> float:
    return round(float(hits.mean()), 3) if len(hits) else 0.0


def _words(texts: list[str | None] | list[str], codes: Array) -> pa.Array:
    return pa.array(texts, pa.string()).take(pa.array(codes))


def _where(mask: Array, values: pa.Array) -> pa.Array:
    return pc.if_else(pa.array(mask), values, pa.scalar(None, pa.string()))


def _joined(before: str, values: pa.Array, after: str = "") -> pa.Array:
    texts = values.cast(pa.string())
    return pc.binary_join_element_wise(before, texts, after, "")


def _replaced(table: pa.Table, name: str, rows: Array, text: str) -> pa.Table:
    at = table.schema.get_field_index(name)
    column = table.column(at)
    changed = pc.if_else(pa.array(rows), pa.scalar(text), column)
    return table.set_column(at, name, changed)
