"""The questions of Regulation (EU) 2022/2554 (DORA), Article 29, as far as a register answers them.

Article 29(1) has two triggers: the provider is not easily substitutable, or there are several
contracts for critical or important functions with the same or closely connected providers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.analysis.precontract_chain import LAW, ProposedChain
from graphrisk.analysis.result import ResultTable
from graphrisk.analysis.whatif import listed
from graphrisk.analysis.wording import counted
from graphrisk.model.graph import one_chunk
from graphrisk.model.regions import is_third_country

YES, NO, UNKNOWN = "yes", "no", "unknown"
_HARD = ("hard", "not", "no", "impossible", "not substitutable", "highly complex")
_EASY = ("easy", "easily", "yes", "easily substitutable")
_STATED = ("critical", "important")
_COLUMNS = ("article", "question", "holds", "answer")


@dataclass(frozen=True, slots=True)
class Question:
    """One question, whether it holds (yes, no, unknown), and why."""

    article: str
    question: str
    holds: str
    why: str


class Article29:
    """Answers the questions for one proposed link.

    Parameters
    ----------
    chain
        What stands behind the link and beside it.
    link
        Its properties, as proposed.
    """

    def __init__(self, chain: ProposedChain, link: Mapping[str, Any]) -> None:
        self.chain, self.link = chain, link
        self.criticality = str(link.get("criticality") or "unknown")

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions in the order of the article."""
        return (self._critical(), self._substitutable(), self._several(), *self._sub_contracting())

    def table(self) -> ResultTable:
        """Return the questions with what the register answers."""
        rows = tuple((q.article, q.question, q.holds, q.why) for q in self.questions)
        return ResultTable(_COLUMNS, rows, "Article 29, as recorded")

    @property
    def _speaks_of_it(self) -> bool:
        return self.criticality in (*_STATED, "unknown")

    def _critical(self) -> Question:
        holds = {"unknown": UNKNOWN, "supporting": NO}.get(self.criticality, YES)
        why = (
            "not stated; read as critical" if holds == UNKNOWN else f"stated as {self.criticality}"
        )
        return Question("29(1)", f"does it support a {LAW} function?", holds, why)

    def _substitutable(self) -> Question:
        said = str(self.link.get("substitutability") or "").strip()
        word = said.casefold()
        if word in _HARD:
            holds, why = YES, f"stated as {said}"
        elif word in _EASY:
            holds, why = NO, f"stated as {said}"
        elif said:
            holds, why = UNKNOWN, f"stated as {said}, which is neither easy nor hard: decide"
        else:
            holds, why = self._elsewhere()
        if not self._speaks_of_it:
            holds, why = NO, f"asked of {LAW} functions only; {why}"
        return Question(
            "29(1)(a)",
            "is the provider not easily substitutable?",
            holds,
            f"{why}; {self._others()}",
        )

    def _elsewhere(self) -> tuple[str, str]:
        """Return what present contracts with the vendor say, where the proposal says nothing."""
        view = self.chain.view
        edges = np.flatnonzero((view.vendor == self.chain.vendor) & (view.customer >= 0))
        edges = edges[edges != self.chain.edge]
        words = one_chunk(view.graph.serves.column("substitutability"))
        said = [w for w in words.take(pa.array(view.rows[edges])).to_pylist() if w]
        hard = [word for word in said if word.casefold() in _HARD]
        if hard:
            names = listed(sorted(set(hard)), 2)
            return YES, (
                f"not stated for this contract; {len(hard):,} of {len(said):,} assessments of "
                f"present contracts with the provider say {names}"
            )
        return UNKNOWN, "not stated"

    def _others(self) -> str:
        """Return who else supplies the category."""
        chain, category = self.chain, self.link.get("category")
        if not category:
            return "no category, so no others can be named"
        column = one_chunk(chain.view.graph.serves.column("category"))
        column = column.take(pa.array(chain.view.rows))
        alike = np.asarray(pc.fill_null(pc.equal(column, category), False), dtype=np.bool_)
        rows = np.setdiff1d(chain.view.vendor[alike], [chain.vendor, chain.customer])
        names = [name for _, name in chain.evidence.names(rows.tolist())]
        if not names:
            return f"nobody else in the register supplies {category}"
        verb = "supplies" if len(names) == 1 else "supply"
        return f"{counted(len(names), 'other')} {verb} {category}: {listed(names, 3)}"

    def _several(self) -> Question:
        connected = self.chain.connected
        steps = [(self.chain.evidence.step(edge), how) for edge, how in connected]
        named = [f"{s.service or s.category or 'a link'} ({how})" for s, how in steps]
        stated = [each for each in steps if each[0].criticality in _STATED]
        if not connected:
            holds, why = NO, "none is recorded"
        elif stated:
            holds, why = YES, listed(named, 3)
        else:
            holds, why = UNKNOWN, f"what hangs on them is not stated: {listed(named, 3)}"
        if not self._speaks_of_it:
            holds, why = NO, f"asked of {LAW} functions only; {why}"
        return Question(
            "29(1)(b)",
            "several such contracts with the same or closely connected providers?",
            holds,
            why,
        )

    def _sub_contracting(self) -> tuple[Question, ...]:
        chain = self.chain
        third, unknown = chain.countries()
        depth = max((int(chain.own[0][row]) for row in chain.chain), default=0)
        behind = len(chain.chain) - 1
        return (
            Question(
                "29(2)",
                "does it sub-contract?",
                YES if behind else UNKNOWN,
                f"{behind:,} recorded, {counted(depth, 'tier')} deep; "
                f"{len(chain.shared):,} behind present suppliers too"
                if behind
                else "no sub-contractor is recorded, which does not say that there is none",
            ),
            Question(
                "29(2)",
                "does it run through third countries?",
                YES if third or self._data_abroad else UNKNOWN if unknown else NO,
                (", ".join(third) if third else "none is recorded")
                + (f"; of {unknown:,} the country is not known" if unknown else "")
                + (f"; data kept in {', '.join(self._data_abroad)}" if self._data_abroad else ""),
            ),
        )

    @property
    def _data_abroad(self) -> list[str]:
        """Third countries among those in which the data is said to be kept."""
        said = str(self.link.get("data_location") or "").replace(";", ",").split(",")
        return sorted(
            {c.strip().upper() for c in said if len(c.strip()) == 2 and is_third_country(c.strip())}
        )

    def not_known(self) -> tuple[str, ...]:
        """Return what somebody has to ask before signing."""
        chain, name = self.chain, self.chain.evidence.names([self.chain.vendor])[0][1]
        found = []
        if self.criticality == "unknown":
            found.append("what hangs on the contract: its criticality is not stated")
        if not self.link.get("substitutability"):
            found.append("how hard the provider is to substitute, for this contract")
        if len(chain.chain) == 1:
            found.append(f"who the sub-contractors of {name} are: none is recorded")
        if chain.tops[chain.vendor] == chain.vendor and not self._has_group():
            found.append(
                f"which group {name} belongs to: neither parent nor subsidiary is recorded"
            )
        if (unknown := chain.countries()[1]) > 0:
            found.append(f"the country of {unknown:,} of {len(chain.chain):,} in the chain")
        if not self.link.get("data_location"):
            found.append("where its data is kept")
        return tuple(found)

    def _has_group(self) -> bool:
        return int((self.chain.tops == self.chain.vendor).sum()) > 1
