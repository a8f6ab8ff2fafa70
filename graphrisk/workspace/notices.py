"""Notices: read into a draft, shown with who is exposed, decided, written, reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.analysis.incident_report import incident_report
from graphrisk.analysis.reported import list_incidents
from graphrisk.analysis.reported_facts import IncidentReport
from graphrisk.errors import InputError, UnknownName, UsageError
from graphrisk.extract.claims import Party
from graphrisk.extract.records.graph_diff import GraphDiff, diff_records
from graphrisk.extract.records.linking import IncidentCandidate, find_incident, incident_candidates
from graphrisk.extract.records.name_questions import name_proposals, name_questions
from graphrisk.extract.records.party_book import NEW, NameQuestion
from graphrisk.extract.records.to_records import NoticeRecords, build_records
from graphrisk.extract.review.audit import append_entries, apply_entry
from graphrisk.extract.review.decisions import accept_all
from graphrisk.extract.review.draft import Draft, DraftDocument, make_draft
from graphrisk.extract.review.draft_file import list_drafts, read_draft, save_draft, write_draft
from graphrisk.model.build import build_graph
from graphrisk.model.graph import RiskGraph
from graphrisk.model.tables import RecordTables, conform
from graphrisk.resolve.directory import Directory
from graphrisk.store.ledger import WriteReport, write_tables
from graphrisk.store.reading import read_tables
from graphrisk.workspace.exposure import fallen_of
from graphrisk.workspace.same_texts import same_text_remark

if TYPE_CHECKING:
    from graphrisk.extract.claims import ClaimSet
    from graphrisk.extract.providers import RulesProvider
    from graphrisk.extract.text.intake import IntakeDocument
    from graphrisk.workspace.model_choice import ModelChoice
    from graphrisk.workspace.workspace import Workspace


@dataclass(frozen=True)
class Triage:
    """A notice that was read: its draft, and the graph as if every claim were accepted."""

    path: Path
    draft: Draft
    graph: RiskGraph
    report: IncidentReport | None
    hit: tuple[str, ...]
    remarks: tuple[str, ...]
    candidates: tuple[IncidentCandidate, ...]


@dataclass(frozen=True)
class Applied:
    """A review that was written: what changed, and the load that did it."""

    path: Path
    draft: Draft
    incident: str | None
    diff: GraphDiff
    report: WriteReport


def triage(
    work: Workspace,
    path: Path,
    *,
    publisher: str | None = None,
    published_on: str | None = None,
    language: str | None = None,
    model: ModelChoice | None = None,
) -> Triage:
    """Read a notice into a draft and look at what it would mean; the store is not written to.

    Parameters
    ----------
    model
        A language model to ask beside the rules; None: nothing is sent anywhere.

    Raises
    ------
    InputError
        The file cannot be read as text.
    UsageError
        The language is no language code.
    """
    from graphrisk.extract.providers import RulesProvider
    from graphrisk.extract.text.intake import read_document

    refuse_language(language)
    document = read_document(path)
    current = current_tables(work)
    directory = Directory.from_tables(current)
    names = [entry.name for entry in directory.entries.values() if entry.named]
    rules = RulesProvider(publisher=publisher, published_on=published_on, language=language)
    provider = rules if model is None else model.provider(rules, work.drafts / "model-answers")
    draft = draft_of(path, document, provider.claims(document, directory=names), rules)
    saved, draft = save_draft(work.drafts, draft)
    found = _looked_at(work, saved, draft, current, directory)
    same = same_text_remark(work.drafts, saved, draft)
    return found if same is None else replace(found, remarks=(*found.remarks, same))


def draft_of(path: Path, document: IntakeDocument, found: ClaimSet, told: RulesProvider) -> Draft:
    """Return the draft of a document that was read; ``told`` overrides what its metadata says."""
    meta = document.metadata
    return make_draft(
        DraftDocument(
            sha256=document.sha256,
            title=meta.title,
            url=meta.url,
            language=told.language or found.language,
            publisher=told.publisher or meta.publisher or _name_of(found.publisher),
            published_on=told.published_on or meta.published_on,
            file=path.name,
        ),
        document.text,
        found,
    )


def refuse_language(code: str | None) -> None:
    """Refuse what is no language code.

    Raises
    ------
    UsageError
        It is none.
    """
    from graphrisk.extract.words.lexicon import supported_languages

    known = supported_languages()
    if code is not None and code not in known and not (len(code) == 2 and code.islower()):
        raise UsageError(
            f"not a language code: {code!r}", fix=f"supported are {', '.join(sorted(known))}"
        )


def _name_of(party: Party | None) -> str | None:
    return party.name if party is not None and party.named else None


def _looked_at(
    work: Workspace, path: Path, draft: Draft, current: RecordTables, directory: Directory
) -> Triage:
    """Return what a draft would mean if everything still open were accepted."""
    tried = draft.with_decisions(accept_all(draft.claims, draft.decisions))
    questions = name_questions(tried, directory)
    records = build_records(
        tried, current, directory=directory, choices={q.key: NEW for q in questions}
    )
    tables = overlaid(current, records.tables)
    graph = build_graph(tables, confidence=work.settings.confidence_defaults())
    report = incident_report(tables, records.incident) if records.incident else None
    hit = tuple(fallen_of(report)) if report else ()
    remarks = [f"{q.name} fits several known organizations; review will ask" for q in questions]
    remarks += [
        f"{q.name} is new here, and may be {_or(q)}; review will ask"
        for q in name_proposals(tried, directory)
    ]
    return Triage(
        path=path,
        draft=draft,
        graph=graph,
        report=report,
        hit=hit,
        remarks=(*draft.notes, *remarks, *records.remarks),
        candidates=incident_candidates(draft, current, directory=directory),
    )


def _or(question: NameQuestion) -> str:
    return " or ".join(f"{name} ({key}; {reason})" for key, name, reason in question.candidates)


def current_tables(work: Workspace) -> RecordTables:
    """Return all current records; none where there is no store yet."""
    if work.is_missing:
        return {}
    with work.store() as store:
        return read_tables(store)


def overlaid(current: RecordTables, added: RecordTables) -> RecordTables:
    """Return records with others laid over them: what is known of an organization stays."""
    tables = dict(current)
    for kind, table in added.items():
        table = conform(kind, table)
        known = tables.get(kind)
        if known is None or not known.num_rows:
            tables[kind] = table
        elif kind == "Organization":
            new = pc.invert(pc.is_in(table.column("id"), value_set=known.column("id")))
            tables[kind] = pa.concat_tables([conform(kind, known), table.filter(new)])
        else:
            kept = pc.invert(pc.is_in(known.column("id"), value_set=table.column("id")))
            tables[kind] = pa.concat_tables([conform(kind, known.filter(kept)), table])
    return tables


def chosen_draft(work: Workspace, wanted: Path | None) -> tuple[Path, Draft]:
    """Return the draft that a person means: a file, part of its name, or the only open one.

    Raises
    ------
    InputError
        There is none, or several.
    """
    if wanted is not None and wanted.is_file():
        return wanted, read_draft(wanted)
    summaries = list_drafts(work.drafts) if work.drafts.is_dir() else ()
    if wanted is not None:
        found = [each for each in summaries if str(wanted).casefold() in each.path.name.casefold()]
    else:
        found = [each for each in summaries if each.pending or not each.loads]
    if len(found) != 1:
        listed = found or (summaries if wanted is not None else ())
        names = ", ".join(each.path.name for each in listed[:8])
        what = f"{len(found)} drafts fit: {names}" if found else "there is no draft to review"
        if wanted is not None and not found and summaries:
            what = f"no draft fits {str(wanted)!r}; there are: {names}"
        fix = "name one of them" if names else "read a notice first: graphrisk triage notice.txt"
        raise InputError(what, where=str(work.drafts), fix=fix)
    return found[0].path, read_draft(found[0].path)


def open_names(work: Workspace, draft: Draft) -> tuple[NameQuestion, ...]:
    """Return the names of accepted claims that a person must place."""
    return name_questions(draft, Directory.from_tables(current_tables(work)))


def proposed_names(work: Workspace, draft: Draft) -> tuple[NameQuestion, ...]:
    """Return the new names of accepted claims that may be organizations known by another name."""
    return name_proposals(draft, Directory.from_tables(current_tables(work)))


def planned(
    work: Workspace, draft: Draft, *, choices: Mapping[str, str], incident: str | None
) -> tuple[NoticeRecords, GraphDiff]:
    """Return the records of the accepted claims, and what they would change."""
    current = current_tables(work)
    if incident is not None:
        incident = _one_incident([*find_incident(current, incident)], incident)
    history = None
    if current:
        with work.store() as store:
            history = store.history()
    records = build_records(draft, current, choices=choices, incident=incident, history=history)
    return records, diff_records(records, current)


def apply_review(
    work: Workspace,
    path: Path,
    draft: Draft,
    *,
    choices: Mapping[str, str] | None = None,
    incident: str | None = None,
    by: str = "unknown",
) -> Applied:
    """Write the accepted claims of a draft as one load and log it; the store is held only here.

    Raises
    ------
    UnknownName
        A name fits several organizations and ``choices`` does not say which.
    """
    records, diff = planned(work, draft, choices=choices or {}, incident=incident)
    with work.store(writing=True) as store:
        report = write_tables(
            store,
            records.tables,
            what="review",
            sources=(draft.document.file or draft.document.sha256,),
            withdraw=records.withdraw,
            archive=records.archive,
            progress=work.progress,
        )
    number = report.load.number if report.load else None
    append_entries(path.parent, [apply_entry(draft, number, by=by)])
    if number is not None:
        draft = _with_load(draft, number, None if incident is None else records.incident)
        write_draft(path, draft)
    return Applied(path, draft, records.incident, diff, report)


def _with_load(draft: Draft, number: int, incident: str | None) -> Draft:
    linked = incident or draft.incident
    return replace(draft, loads=(*draft.loads, number), incident=linked)


def incident_of(graph: RiskGraph, wanted: str, *, by_vendor: bool = False) -> str:
    """Return the incident that an id, its first letters or words of its title mean.

    Parameters
    ----------
    by_vendor
        Take the name of a vendor that was hit, too.

    Raises
    ------
    UnknownName
        None fits, or several do: ``candidates`` lists them.
    """
    rows = find_incident({"Incident": graph.table("Incident")}, wanted)
    more = _by_vendor(graph, wanted) if not rows and by_vendor else []
    return _one_incident(rows, wanted, more)


def _one_incident(
    rows: Sequence[Mapping[str, Any]], wanted: str, more: Sequence[tuple[str, str, str]] = ()
) -> str:
    found = [(str(row["id"]), str(row["title"] or row["id"]), "") for row in rows] or [*more]
    if len(found) == 1:
        return found[0][0]
    listed = "; ".join(f"{key} ({title})" for key, title, _ in found[:5])
    what = f"{wanted!r} fits {len(found)} incidents: {listed}"
    raise UnknownName(
        what if found else f"there is no incident {wanted!r}",
        found[:10],
        fix="graphrisk incident lists them with their ids",
    )


def _by_vendor(graph: RiskGraph, wanted: str) -> list[tuple[str, str, str]]:
    """Return the incidents that hit a vendor of that name."""
    words = wanted.strip().casefold()
    lines = list_incidents({"Organization": graph.organizations, **graph.tables})
    return [
        (line.id, line.title, f"hit {', '.join(line.vendors)}")
        for line in lines
        if words and any(words in name.casefold() for name in line.vendors)
    ]
