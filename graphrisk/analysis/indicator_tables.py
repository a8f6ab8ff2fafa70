"""The indicators of Delegated Regulation (EU) 2024/1502 as an answer: sentences and tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from graphrisk.analysis.coverage import coverage_of
from graphrisk.analysis.evidence import Evidence
from graphrisk.analysis.indicators import (
    G_SII,
    LIMIT,
    O_SII,
    OTHER,
    InCategory,
    Indicators,
    ProviderIndicators,
    Systemic,
    indicators_of,
)
from graphrisk.analysis.params import ExposedParams
from graphrisk.analysis.result import AnalysisResult, Method, ResultTable
from graphrisk.analysis.whatif import listed
from graphrisk.analysis.wording import counted
from graphrisk.errors import AnalysisError
from graphrisk.model.graph import RiskGraph

METHOD = Method(
    "An entity uses a provider for a critical or important function when a direct contract of its "
    "own (rank 1) in force on the day supports one. 1.1: such entities of a category over all "
    "entities of it in the store. 1.2: the same in total assets. 4.1: entities whose register "
    "calls the provider not substitutable, or says that no alternative was found. 4.2: entities "
    "for which it is not or only with high complexity to be substituted or taken back.",
    (
        "the store holds the entities that the shares are taken over: the regulation's are those "
        "of the whole Union, so that figures of one group or pool are analogues",
        "companies of an entity's own group are no third parties; contracts by way of the group's "
        "own IT company and sub-contractors are counted as in chains only",
        "a link of no known criticality is left out, and 'if unknown' counts it",
        "known: 1.1 of how many entities it is known whether they use it so, 1.2 of how many the "
        "assets, 4.1 and 4.2 of how many users an assessment",
        "10 % in number and in assets, in one category, meet 1.1 and 1.2 (Article 2); 1 G-SII, 3 "
        "O-SIIs or one with a score above 3,000 meet 2.1, one CSD, CCP, trading venue or trade "
        "repository or 3 other systemic entities meet 2.2 (Article 3); the limits of 4.1 and 4.2 "
        "stand in Article 5 and are not applied here",
        "step 2 of the assessment is judgement, and not made here",
    ),
    ("eu2024_1502", "eu2024_2956", "dora2022"),
)
ABOVE, BELOW, NOT_APPLIED = "reached", "below", "not applied"
_LIMITS = {
    "1.1": "10 %, with 1.2 in one category (Art. 2)",
    "1.2": "10 %, with 1.1 in one category (Art. 2)",
    "2.1": "1 G-SII, 3 O-SII, or 1 O-SII above 3,000 (Art. 3)",
    "2.2": "1 CSD, CCP, trading venue or repository, or 3 others (Art. 3)",
    "4.1": "stands in Art. 5",
    "4.2": "stands in Art. 5",
}
_WHAT = {
    "1.1": "1.1 entities",
    "1.2": "1.2 their assets",
    "2.1": "2.1 G-SII and O-SII",
    "2.2": "2.2 other systemic entities",
    "4.1": "4.1 no alternative",
    "4.2": "4.2 hard to migrate",
}
_PROVIDERS = (
    *("vendor", "users_of_all", "entity_type", "share_of_entities", "share_of_assets"),
    *("both_reached", "in_chains", "designated", "id"),
)
_FIGURES = (
    *("vendor", "entity_type", "indicator", "share", "numerator", "denominator", "unit"),
    *("if_unknown", "known", "limit", "reached", "id"),
)
_SERVICES = (
    *("vendor", "category", "entity_type", "indicator", "share", "numerator", "denominator"),
    *("known", "id"),
)
_CHAINS = ("vendor", "in_chains", "users_of_all", "designated", "id")
_SYSTEMIC = ("vendor", "indicator", "numerator", "unit", "limit", "reached", "id")


def indicators(
    graph: RiskGraph,
    params: ExposedParams,
    *,
    systemic: Mapping[str, Systemic] | None = None,
    designated: Mapping[str, str] | None = None,
    only: Sequence[str] = (),
    by_group: bool = False,
) -> AnalysisResult:
    """Return the indicators of every provider that is used for critical or important functions.

    Parameters
    ----------
    systemic
        What a list says of entities, by id; without one 2.1 and 2.2 are left out.
    designated
        Words to put beside providers that are on a list of designated ones, by id.
    only
        Ids of providers; all when empty.

    Raises
    ------
    AnalysisError
        The store holds no entities.
    """
    view = params.view(graph)
    rows = graph.rows_of(only).tolist()
    lists = None if systemic is None else _by_row(graph, systemic)
    found = indicators_of(view, systemic=lists, only=rows, by_group=by_group)
    if not len(found.entities.rows):
        raise AnalysisError(
            "the store holds no entities: nobody states its category",
            fix="load a register of information with --as dora, or organizations with entity_type",
        )
    asked = {k: v for k, v in params.described(graph).items() if k != "min_criticality"}
    made = _Answer(found, Evidence(view), designated or {}, len(only))
    tables = [made.providers(), made.figures()]
    if systemic is not None:
        tables.append(made.systemic())
    tables += [made.services(), made.chains()]
    return AnalysisResult(
        name="indicators",
        headline=made.headline(),
        tables=tuple(tables),
        parameters={**asked, "by_group": by_group},
        digest=graph.digest,
        totals={
            "entities": len(found.entities.rows),
            "categories": len(found.entities.names),
            "providers": len(found.providers),
            "providers_at_both_limits": sum(_meets(each) for each in found.providers),
            "links_of_unknown_criticality": found.unsure_links,
            "systemic_known": None if lists is None else len(lists),
            "coverage": coverage_of(view, "critical"),
        },
        notes=made.notes(None if systemic is None else (len(lists or ()), len(systemic))),
        method=METHOD,
    )


def _by_row(graph: RiskGraph, systemic: Mapping[str, Systemic]) -> dict[int, Systemic]:
    keys = list(systemic)
    rows = graph.rows_of(keys).tolist()
    return {row: systemic[key] for row, key in zip(rows, keys, strict=True) if row >= 0}


def _meets(provider: ProviderIndicators) -> bool:
    return any(each.meets_both for each in provider.categories)


def _both(provider: ProviderIndicators) -> str:
    if _meets(provider):
        return "yes"
    unknown = any(
        each.meets("1.1") and each.shares["1.2"].value is None for each in provider.categories
    )
    return "assets not known" if unknown else "no"


class _Answer:
    def __init__(
        self, found: Indicators, evidence: Evidence, designated: Mapping[str, str], asked: int
    ) -> None:
        self.found, self.evidence, self.designated = found, evidence, designated
        self.asked = asked
        rows = [each.row for each in found.providers]
        evidence.fetch([], [*rows, *(row for row, _ in found.only_in_chains)])

    def name(self, row: int) -> tuple[str, str]:
        """Return id and name."""
        return self.evidence.names([row])[0]

    def headline(self) -> tuple[str, ...]:
        entities, providers = self.found.entities, self.found.providers
        kinds = counted(len(entities.names), "category", "categories")
        verb = "uses" if len(entities.rows) == 1 else "use"
        start = f"{counted(len(entities.rows), 'entity', 'entities')} of {kinds} {verb} "
        number = counted(len(providers), "provider")
        asked = f"{len(providers):,} of {counted(self.asked, 'provider')} asked about"
        lines = [f"{start}{asked if self.asked else number} for critical or important functions."]
        both = [self.name(each.row)[1] for each in providers if _meets(each)]
        if both:
            lines.append(
                f"{counted(len(both), 'provider')} at {LIMIT:.0%} or more in number and in assets "
                f"of a category (1.1 and 1.2): {listed(both, 5)}."
            )
        else:
            lines.append(
                "None is known to be at 10 % or more in number and in assets of a category."
            )
        named = [each.row for each in providers] + [row for row, _ in self.found.only_in_chains]
        flagged = [name for key, name in map(self.name, named) if key in self.designated]
        if flagged:
            lines.append(f"Designated critical providers among them: {listed(flagged, 5)}.")
        return tuple(lines)

    def notes(self, lists: tuple[int, int] | None) -> tuple[str, ...]:
        entities = self.found.entities
        notes = [
            "shares are of the entities in this store; the regulation's are of all in the Union"
        ]
        if not entities.stated:
            notes.append(
                "nobody states a category of entity: customers that serve nobody are taken, by "
                "sector"
            )
        small = [n for at, n in enumerate(entities.names) if len(entities.of(at)) < 10]
        if small:
            notes.append(
                f"fewer than 10 entities are known of {listed(small, 3)}: one alone is 10 % or more"
            )
        if self.found.unsure_links:
            word = counted(self.found.unsure_links, "direct link")
            notes.append(f"{word} of no known criticality left out; see 'if unknown'")
        if self.found.only_unsure:
            word = counted(self.found.only_unsure, "provider")
            notes.append(f"{word} with such links only left out of the tables")
        if lists is not None:
            notes.append(
                f"{lists[0]:,} of {lists[1]:,} entities on the list of systemic ones are here"
            )
        else:
            notes.append("2.1 and 2.2 need a list of systemic entities: --systemic FILE")
        return tuple(notes)

    def providers(self) -> ResultTable:
        """Return one line a provider, in the category where it is used most."""
        every = len(self.found.entities.rows)
        rows = []
        for each in self.found.providers:
            key, name = self.name(each.row)
            best = _best(each)
            rows.append(
                (
                    *(name, f"{each.users:,} of {every:,}", best.category),
                    *(best.shares["1.1"].value, best.shares["1.2"].value),
                    *(_both(each), each.in_chains),
                    *(self.designated.get(key), key),
                )
            )
        return ResultTable(_PROVIDERS, tuple(rows), "Providers", frozenset(("id",)))

    def figures(self) -> ResultTable:
        rows = tuple(row for each in self.found.providers for row in self._figures(each))
        title = "Indicators by provider and category of entity"
        wide = frozenset(("id", "limit"))
        return ResultTable(_FIGURES, rows, title, wide, ("vendor", "entity_type"))

    def _figures(self, provider: ProviderIndicators) -> Iterator[tuple[Any, ...]]:
        key, name = self.name(provider.row)
        for each in provider.categories:
            for indicator, share in each.shares.items():
                yield (
                    *(name, each.category, _WHAT[indicator], share.value, share.part, share.whole),
                    *(share.unit, share.if_unknown, share.coverage, _LIMITS[indicator]),
                    *(_reached(each, indicator), key),
                )

    def services(self) -> ResultTable:
        rows = []
        for each in self.found.services:
            key, name = self.name(each.row)
            for indicator, share in each.shares.items():
                rows.append(
                    (
                        *(name, each.service, each.category, _WHAT[indicator], share.value),
                        *(share.part, share.whole, share.coverage, key),
                    )
                )
        title = "4.1 and 4.2 by type of ICT service"
        wide = frozenset(("id",))
        return ResultTable(_SERVICES, tuple(rows), title, wide, ("vendor", "entity_type"))

    def chains(self) -> ResultTable:
        """Return providers that stand in declared chains only: step 2 looks at them (1.4)."""
        every = len(self.found.entities.rows)
        rows = []
        for row, users in self.found.only_in_chains:
            key, name = self.name(row)
            of_all = f"{users:,} of {every:,}"
            rows.append((name, users, of_all, self.designated.get(key), key))
        title = "Not used directly, in declared chains for such functions"
        return ResultTable(_CHAINS, tuple(rows), title, frozenset(("id", "in_chains")))

    def systemic(self) -> ResultTable:
        rows = []
        for each in self.found.providers:
            key, name = self.name(each.row)
            said = each.systemic
            big = said[G_SII] >= 1 or said[O_SII] >= 3 or said["above"] >= 1
            other = said["markets"] >= 1 or said[OTHER] >= 3
            above = f"{said['above']:,} above 3,000"
            for indicator, number, unit, is_met in (
                (
                    "2.1",
                    said[G_SII] + said[O_SII],
                    f"G-SII {said[G_SII]:,}, O-SII {said[O_SII]:,} ({above})",
                    big,
                ),
                (
                    "2.2",
                    said["markets"] + said[OTHER],
                    f"markets {said['markets']:,}, others {said[OTHER]:,}",
                    other,
                ),
            ):
                reached = ABOVE if is_met else BELOW
                rows.append(
                    (name, _WHAT[indicator], number, unit, _LIMITS[indicator], reached, key)
                )
        return ResultTable(_SYSTEMIC, tuple(rows), "Systemic entities", frozenset(("id",)))


def _best(provider: ProviderIndicators) -> InCategory:
    """Return the category where both limits are reached, else that of the largest share."""
    return next((each for each in provider.categories if each.meets_both), provider.categories[0])


def _reached(category: InCategory, indicator: str) -> str:
    if indicator not in ("1.1", "1.2"):
        return NOT_APPLIED
    if category.shares[indicator].value is None:
        return "not known"
    return ABOVE if category.meets(indicator) else BELOW
