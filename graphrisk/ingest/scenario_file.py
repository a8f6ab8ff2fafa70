"""Scenario files -> scenarios with ids; everything wrong in any of them is gathered first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from graphrisk.errors import Problem, RecordsRefused
from graphrisk.ingest.scenario_choice import LINK_FILTERS, Chooser, Unclear
from graphrisk.ingest.scenario_text import RawScenario, read_raw_scenarios
from graphrisk.ingest.scenario_values import names_of, properties, unknown_word
from graphrisk.ingest.values import country_code
from graphrisk.model.graph import RiskGraph
from graphrisk.model.identifiers import edge_id, organization_id
from graphrisk.model.scenario import FALL_KINDS, Fall, FallKind, Scenario

MOST_ENTRIES = 10_000
"""Entries of one scenario."""
_LINK_WORDS = ("link", "vendor", "customer", *LINK_FILTERS)
_SECTIONS = ("fail", "add", "remove", "change", "merge", "move")
_MORE_OF_A_NEW_LINK = ("id", "vendor", "customer", "stands_in_for")


def read_scenarios(
    paths: Sequence[Path], graph: RiskGraph, find: Callable[[str], str]
) -> list[Scenario]:
    """Return the scenarios of files and folders, names resolved against a graph.

    Parameters
    ----------
    find
        Returns the id that a name means; raises UnknownName.

    Raises
    ------
    InputError
        A file cannot be read.
    RecordsRefused
        Entries cannot be understood; ``problems`` names file, entry, and what to do for each.
    """
    return scenarios_of(read_raw_scenarios(paths), graph, find)


def scenarios_of(
    written: Sequence[RawScenario], graph: RiskGraph, find: Callable[[str], str]
) -> list[Scenario]:
    """Return scenarios that are written already, names resolved against a graph.

    Raises
    ------
    RecordsRefused
        Entries cannot be understood; ``problems`` names place, entry, and what to do for each.
    """
    chooser = Chooser(graph, find)
    problems: list[Problem] = []
    scenarios = [_Reading(raw, chooser, problems).scenario() for raw in written]
    if problems:
        count = len(problems)
        raise RecordsRefused(
            f"{count:,} {'entry' if count == 1 else 'entries'} of the scenario cannot be used",
            problems,
            fix="mend these entries; the stored register is as it was",
        )
    return scenarios


class _Reading:
    """One scenario while it is read."""

    def __init__(self, raw: RawScenario, chooser: Chooser, problems: list[Problem]) -> None:
        self.raw, self.chooser, self.problems = raw, chooser, problems
        self.new: dict[str, str] = {}
        self.organizations: dict[str, dict[str, Any]] = {}
        self.links: dict[str, dict[str, Any]] = {}
        self.falls: list[Fall] = []
        self.removed_organizations: set[str] = set()
        self.removed_links: set[str] = set()
        self.changed_organizations: dict[str, dict[str, Any]] = {}
        self.changed_links: dict[str, dict[str, Any]] = {}
        self.parents: dict[str, str | None] = {}
        self.merges: dict[str, str] = {}
        self.moves: dict[str, str] = {}

    def scenario(self) -> Scenario:
        """Return the scenario; what is wrong is added to the problems."""
        content = self.raw.content
        for word in content:
            if word not in ("title", *_SECTIONS):
                self._complain("", unknown_word(word, ("title", *_SECTIONS)))
        if sum(len(v) for v in content.values() if isinstance(v, list)) > MOST_ENTRIES:
            message = f"more than {MOST_ENTRIES:,} entries in one scenario"
            self._complain("", Unclear("", None, message, "split it"))
            return Scenario(self.raw.name)
        # New organizations come first, so that every other entry may name them.
        self._each("add", self._add_organization, lambda entry: "organization" in entry)
        self._each("add", self._add_link, lambda entry: "organization" not in entry)
        self._each("remove", self._remove)
        self._each("change", self._change)
        self._each("merge", self._merge)
        self._each("move", self._move)
        self._each("fail", self._fail)
        self._check_contradictions()
        return Scenario(
            title=str(content.get("title") or self.raw.name),
            falls=tuple(dict.fromkeys(self.falls)),
            organizations=tuple(self.organizations.values()),
            links=tuple(self.links.values()),
            removed_organizations=frozenset(self.removed_organizations),
            removed_links=frozenset(self.removed_links),
            changed_organizations=self.changed_organizations,
            changed_links=self.changed_links,
            parents=self.parents,
            merges=self.merges,
            moves=self.moves,
        )

    def _each(
        self,
        section: str,
        read: Callable[[Mapping[str, Any]], None],
        wanted: Callable[[Mapping[str, Any]], bool] = lambda _: True,
    ) -> None:
        for number, entry in self._entries(section):
            if not isinstance(entry, Mapping):
                problem = Unclear("", str(entry)[:60], "not an entry", f"write [[{section}]]")
                if wanted({}):
                    self._complain(f", [[{section}]] entry {number}", problem)
            elif wanted(entry):
                try:
                    read(entry)
                except Unclear as problem:
                    self._complain(f", [[{section}]] entry {number}", problem)

    def _entries(self, section: str) -> Iterator[tuple[int, Any]]:
        """Yield number and entry; a mere text under ``fail`` is an organization."""
        written = self.raw.content.get(section, [])
        listed = written if isinstance(written, list) else [written]
        for number, entry in enumerate(listed, start=1):
            plain = section == "fail" and isinstance(entry, str)
            yield number, {"organization": entry} if plain else entry

    def _complain(self, entry: str, problem: Unclear) -> None:
        where = f"{self.raw.place}{entry}" + (f", {problem.key}" if problem.key else "")
        self.problems.append(
            Problem(where, None, None, problem.value, problem.message, problem.fix)
        )

    def _organization(self, key: str, text: object) -> str:
        return self.chooser.organization(key, text, self.new)

    # ------------------------------------------------------------------ one method per section

    def _add_organization(self, entry: Mapping[str, Any]) -> None:
        _only(entry, ("organization", "id", "parent", *names_of("Organization")))
        name = entry["organization"]
        if not isinstance(name, str) or not name.strip():
            raise Unclear("organization", None, "not a name", "write the name of the new one")
        key = str(entry.get("id") or organization_id(name))
        if self.chooser.graph.rows_of([key])[0] >= 0 or key in self.organizations:
            fix = "change it with [[change]], or give the new one another id"
            raise Unclear("organization", name, "there is such an organization already", fix)
        stated = {k: v for k, v in entry.items() if k not in ("organization", "id", "parent")}
        self.organizations[key] = {"id": key, "name": name, **properties("Organization", stated)}
        self.new |= {name: key, key: key}
        if "parent" in entry:
            self.parents[key] = self._parent(entry["parent"])

    def _add_link(self, entry: Mapping[str, Any]) -> None:
        _only(entry, (*_MORE_OF_A_NEW_LINK, *names_of("SERVES")))
        ends = {end: entry.get(end) for end in ("vendor", "customer")}
        ids = {end: self._organization(end, text) for end, text in ends.items()}
        if ids["vendor"] == ids["customer"]:
            raise Unclear("customer", str(ends["customer"]), "nobody is a vendor of its own")
        stated = {k: v for k, v in entry.items() if k not in _MORE_OF_A_NEW_LINK}
        link = properties("SERVES", stated)
        if "stands_in_for" in entry:
            link = self._beside(entry, ids["customer"], link)
        identity = {
            k: link[k]
            for k in ("service", "category", "group", "contract", "starts_on")
            if k in link
        }
        key = str(entry.get("id") or edge_id("SERVES", ids["vendor"], ids["customer"], **identity))
        if self.chooser.has_link(key) or key in self.links:
            fix = "change it with [[change]], or name a service or contract that tells them apart"
            raise Unclear("", None, "there is such a link already", fix)
        self.links[key] = {"id": key, "from_id": ids["vendor"], "to_id": ids["customer"], **link}

    def _beside(
        self, entry: Mapping[str, Any], customer: str, link: dict[str, Any]
    ) -> dict[str, Any]:
        """Return a new link that shares a redundancy group with those that it stands in for."""
        choice = {"vendor": entry["stands_in_for"], "customer": entry["customer"]}
        choice |= {"category": link["category"]} if link.get("category") else {}
        keys = self.chooser.links(choice)
        known = [self.chooser.properties(key) for key in keys]
        groups = {each["group"] for each in known if each["group"]}
        if len(groups) > 1:
            fix = f"name the group: {', '.join(sorted(groups))}"
            raise Unclear("stands_in_for", entry["stands_in_for"], "its links are in several", fix)
        called = known[0]["service"] or known[0]["category"] or keys[0]
        group = link.get("group") or next(iter(groups), None) or f"{called} (what if)"
        for key, each in zip(keys, known, strict=True):
            if each["group"] != group:
                self._set(self.changed_links, key, {"group": group})
        first = known[0]
        shared = {name: first[name] for name in ("service", "category", "criticality", "supports")}
        return {**{k: v for k, v in shared.items() if v is not None}, **link, "group": group}

    def _remove(self, entry: Mapping[str, Any]) -> None:
        if "organization" in entry:
            _only(entry, ("organization",))
            self.removed_organizations.add(
                self._organization("organization", entry["organization"])
            )
            return
        _only(entry, _LINK_WORDS)
        self.removed_links.update(self.chooser.links(entry))

    def _change(self, entry: Mapping[str, Any]) -> None:
        _only(entry, ("organization", "set", *_LINK_WORDS))
        written = entry.get("set")
        if not isinstance(written, Mapping) or not written:
            raise Unclear(
                "set", None, "nothing is set", 'write set = { criticality = "important" }'
            )
        if "organization" not in entry:
            values = properties("SERVES", written)
            for key in self.chooser.links(entry):
                self._set(self.changed_links, key, values)
            return
        key = self._organization("organization", entry["organization"])
        if "parent" in written:
            self.parents[key] = self._parent(written["parent"])
        values = properties("Organization", {k: v for k, v in written.items() if k != "parent"})
        if values.get("name", "") is None:
            raise Unclear("name", "", "an organization needs a name", "write one")
        if values:
            self._set(self.changed_organizations, key, values)

    def _merge(self, entry: Mapping[str, Any]) -> None:
        _only(entry, ("organization", "into"))
        key, other = (
            self._organization(word, entry.get(word)) for word in ("organization", "into")
        )
        if key == other:
            raise Unclear("into", str(entry["into"]), "it is that one already")
        if self.merges.get(key, other) != other:
            raise Unclear("into", str(entry["into"]), "it is merged into another one already")
        self.merges[key] = other

    def _move(self, entry: Mapping[str, Any]) -> None:
        _only(entry, ("from", "to", "customers", *LINK_FILTERS))
        vendor, other = (self._organization(word, entry.get(word)) for word in ("from", "to"))
        if vendor == other:
            raise Unclear("to", str(entry["to"]), "they are served by that one already")
        choice = {"vendor": entry["from"], **{k: entry[k] for k in LINK_FILTERS if k in entry}}
        customers = entry.get("customers")
        if customers is not None and not isinstance(customers, list):
            raise Unclear("customers", str(customers), "not a list", 'write customers = ["..."]')
        for each in [None] if customers is None else customers:
            ends = {} if each is None else {"customer": each}
            for key in self.chooser.links({**choice, **ends}):
                if self.moves.get(key, other) != other:
                    raise Unclear("to", str(entry["to"]), f"link {key} is moved elsewhere already")
                self.moves[key] = other

    def _fail(self, entry: Mapping[str, Any]) -> None:
        _only(entry, FALL_KINDS)
        if len(entry) != 1:
            raise Unclear("", None, "one thing falls per entry", f"one of {', '.join(FALL_KINDS)}")
        ((kind, text),) = entry.items()
        if kind in ("organization", "legal_group"):
            value = self._organization(kind, text)
        else:
            value = self._word(kind, text)
        self.falls.append(Fall(cast("FallKind", kind), value))

    def _word(self, kind: str, text: object) -> str:
        word = str(text).strip()
        word = (country_code(word) or word) if kind == "country" else word
        known = self.chooser.words[kind] | {
            str(each.get(kind)).lower()
            for each in (*self.organizations.values(), *self.links.values())
        }
        if word.lower() not in known:
            shown = ", ".join(sorted(self.chooser.words[kind])[:15])
            raise Unclear(kind, str(text), f"nobody has this {kind}", f"in use: {shown}")
        return word

    # ------------------------------------------------------------------ small things

    def _parent(self, text: object) -> str | None:
        return None if text in ("", None) else self._organization("parent", text)

    def _set(self, changed: dict[str, dict[str, Any]], key: str, values: Mapping[str, Any]) -> None:
        known = changed.setdefault(key, {})
        for name, value in values.items():
            if name in known and known[name] != value:
                raise Unclear(name, str(value), f"{key} gets another {name} already", "set it once")
            known[name] = value

    def _check_contradictions(self) -> None:
        """Refuse what no order of reading could settle."""
        for key in self.removed_links & (self.changed_links.keys() | self.moves.keys()):
            message = f"link {key} is removed, and changed or moved as well"
            self._complain("", Unclear("", None, message, "leave one of them out"))
        gone = self.removed_organizations
        used = [*self.changed_organizations, *self.merges, *self.merges.values()]
        used += [*self.moves.values(), *(p for p in self.parents.values() if p)]
        used += [link[end] for link in self.links.values() for end in ("from_id", "to_id")]
        for key in dict.fromkeys(key for key in used if key in gone):
            message = f"{self.chooser.name_of(key)} is removed, and used by another entry"
            self._complain("", Unclear("", None, message, "leave one of them out"))


def _only(entry: Mapping[str, Any], known: Sequence[str]) -> None:
    for word in entry:
        if word not in known:
            raise unknown_word(word, known)
