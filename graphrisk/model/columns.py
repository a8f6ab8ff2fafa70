"""Every column that an answer may have: title, type, unit, decimals, meaning; declared once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ColumnType = Literal["text", "integer", "number", "share", "list"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column; a ``share`` is 0..1 and shown in percent."""

    name: str
    title: str
    type: ColumnType
    meaning: str
    unit: str | None = None
    decimals: int = 0


_COMPARED: tuple[tuple[str, str, ColumnType, str], ...] = (
    ("users", "Users", "integer", "customers with a supplier in the slice"),
    ("hhi", "HHI", "number", "Herfindahl-Hirschman index, 0..10,000"),
    ("cr1", "CR1", "share", "users reached by the largest vendor / users"),
    ("largest", "Largest", "text", "vendor with most users"),
    ("cascaded_hhi", "HHI*", "number", "the same over all tiers"),
    ("cascaded_cr1", "CR1*", "share", "the same over all tiers"),
    ("cascaded_largest", "Largest*", "text", "the same over all tiers"),
)
_COLUMNS = (
    Column("party", "Party", "text", "name of the organization"),
    Column("id", "Id", "text", "id of the organization or record"),
    Column("state", "State", "text", "what the fall does to it"),
    Column("hop", "Hop", "integer", "round in which reach first touches it", "links"),
    Column("wave", "Wave", "integer", "round in which it first went down or partly", "rounds"),
    Column("parts", "Parts", "list", "functions or contracts of it that are down"),
    Column("sector", "Sector", "text", "sector"),
    Column("country", "Country", "text", "seat, ISO 3166-1 alpha-2"),
    Column("path", "Path", "text", "shortest witness path, from the fallen end"),
    Column("through", "Through", "text", "parties between the fallen and this one"),
    Column("why", "Why", "text", "the rule that put it into its state"),
    Column("kept_by", "Kept up by", "list", "suppliers that still stand"),
    Column("classes", "Data", "list", "classes of data and how they are reached"),
    Column("people", "People, sources", "list", "people per class, with the source"),
    Column("subjects", "People", "list", "people per class; never summed over classes"),
    Column("weakest", "Weakest", "share", "weakest confidence on the path", "confidence"),
    Column("edges", "Links", "list", "ids of the links of the path"),
    Column("tier", "Tier", "integer", "links between vendor and customer", "links"),
    Column("vendor", "Vendor", "text", "vendor"),
    Column("customer", "Customer", "text", "customer"),
    Column("service", "Service", "text", "service as written"),
    Column("category", "Category", "text", "kind of service"),
    Column("criticality", "Criticality", "text", "what hangs on the link"),
    Column("confidence", "Confidence", "share", "confidence of the evidence"),
    Column("source", "Source", "text", "what says so, and where"),
    Column("quote", "Quote", "text", "the source's own words, personal data masked"),
    Column("seen_on", "Seen", "text", "day the source was seen"),
    Column("slice", "Slice", "text", "category, sector, country or data class"),
    Column("users", "Users", "integer", "customers with a supplier in the slice", "customers"),
    Column("vendors", "Vendors", "integer", "vendors with at least one user", "vendors"),
    Column("hhi", "HHI", "number", "Herfindahl-Hirschman index, 0..10,000"),
    Column("effective", "Effective", "number", "10,000 / HHI", "vendors", 1),
    Column("cr1", "CR1", "share", "users reached by the largest vendor / users"),
    Column("cr3", "CR3", "share", "users reached by the three largest together / users"),
    Column("gini", "Gini", "number", "inequality of users over vendors, 0..1", None, 3),
    Column("largest", "Largest", "text", "vendor with most users"),
    Column("cascaded_vendors", "Vendors*", "integer", "the same, cascaded over all tiers"),
    Column("cascaded_hhi", "HHI*", "number", "the same, cascaded over all tiers"),
    Column("cascaded_effective", "Effective*", "number", "the same, cascaded", "vendors", 1),
    Column("cascaded_cr1", "CR1*", "share", "the same, cascaded over all tiers"),
    Column("cascaded_cr3", "CR3*", "share", "the same, cascaded over all tiers"),
    Column("cascaded_gini", "Gini*", "number", "the same, cascaded over all tiers", None, 3),
    Column("cascaded_largest", "Largest*", "text", "the same, cascaded over all tiers"),
    Column("number", "Load", "integer", "number of the load"),
    Column("at", "When (UTC)", "text", "moment"),
    Column("what", "What", "text", "what was done"),
    Column("sources", "From", "list", "files or documents"),
    Column("inserted", "New", "integer", "records added", "records"),
    Column("changed", "Changed", "integer", "records superseded by new versions", "records"),
    Column("copied", "Copied", "integer", "records that were not there", "records"),
    Column("same", "Same", "integer", "records that were there in the same words", "records"),
    Column("retired", "Withdrawn", "integer", "records withdrawn", "records"),
    Column("undone_by", "Undone by", "integer", "load that took it back"),
    Column("kind", "Kind", "text", "kind of record"),
    Column("records", "Records", "integer", "current records", "records"),
    Column("oldest", "Oldest", "text", "earliest day seen or recorded"),
    Column("newest", "Newest", "text", "latest day seen or recorded"),
    Column("name", "Name", "text", "name"),
    Column("value", "Value", "text", "value"),
    Column("origin", "From", "text", "where the value comes from"),
    Column("meaning", "Meaning", "text", "meaning"),
    Column("question", "Question", "text", "the question that a query answers"),
    Column("file", "File", "text", "file"),
    Column("row", "Row", "integer", "row as a person counts it"),
    Column("column", "Column", "text", "column"),
    Column("message", "Problem", "text", "what is wrong"),
    Column("fix", "What to do", "text", "what to do"),
    Column("severity", "Weight", "text", "error: the row was left out; warning: kept as written"),
    Column("rows_read", "Rows", "integer", "rows with something in them", "rows"),
    Column("rows_refused", "Left out", "integer", "rows with an error", "rows"),
    Column("rows_repeated", "Repeated", "integer", "rows that say a record again", "rows"),
    Column("errors", "Errors", "integer", "problems that keep a row out"),
    Column("warnings", "Warnings", "integer", "problems that do not"),
    Column("alias", "Written as", "text", "name or id as written"),
    Column("status", "Status", "text", "confirmed, suspected or denied"),
    Column("says", "Stated", "text", "what is stated"),
    Column("said_by", "Who says so", "text", "who says so"),
    Column("stated_on", "When", "text", "when it was stated"),
    Column("incident", "Incident", "text", "id of the incident"),
    Column("title", "Title", "text", "title"),
    Column("hit", "Hit", "list", "vendors hit"),
    Column("claim", "Claim", "text", "what the notice says, in our words"),
    Column("rule", "Rule", "text", "rule that read it"),
    Column("words", "Exact words", "text", "exact words of the notice, personal data masked"),
    Column("place", "Place", "text", "offsets in the text"),
    Column("lost", "Lost", "list", "vendors lost"),
    Column("standing", "Standing", "list", "vendors of the same category that stand"),
    Column("concerned", "Whom", "text", "organizations that it may concern"),
    Column("due", "What is due", "text", "report or notification that is due"),
    Column("article", "Article", "text", "legal basis"),
    Column("applies", "Applies", "text", "yes, or perhaps: what that depends on"),
    Column("start", "Runs from", "text", "moment that starts the clock"),
    Column("until", "Until", "text", "moment it is due"),
    Column("left", "Left", "text", "time left"),
    Column("hours", "After", "number", "time after the fall", "hours"),
    Column("stops", "Stop", "integer", "organizations that stop", "organizations"),
    Column("partly", "Partly", "integer", "organizations that stop partly", "organizations"),
    Column("legal_group", "Legal group", "text", "top company of the legal group"),
    Column("parties", "Parties", "integer", "companies of the group", "organizations"),
    Column("states", "States", "list", "how many are in which state"),
    Column("fall_of", "Fall of", "list", "organizations that fall together"),
    Column("size", "Size", "integer", "organizations in the set", "organizations"),
    Column("takes", "Takes down", "list", "all of the customer, or functions of it"),
    Column("by_losing", "By losing", "list", "services or redundancy groups that are lost"),
    Column(
        "shared", "Shared sub-contractor of", "list", "suppliers that fall with one behind them"
    ),
    Column("alone", "Alone stops", "integer", "others that its fall alone stops, wholly or partly"),
    Column("in_pairs", "With one more", "integer", "others that it stops together with one other"),
    Column(
        "defeats", "Defeats", "integer", "redundancy groups that its fall alone loses", "groups"
    ),
    Column("ones", "One suffices", "integer", "organizations whose fall alone stops it"),
    Column("twos", "Two suffice", "integer", "pairs that stop it, neither of them alone", "pairs"),
    Column("stopped", "Stopped", "integer", "organizations stopped, wholly or partly"),
    Column("ids", "Ids", "list", "ids of the organizations"),
    Column("change", "Change", "text", "what the scenario changes for it"),
    Column("state_before", "Before", "text", "state without the scenario"),
    Column("state_after", "After", "text", "state with the scenario"),
    Column("hop_before", "Hop before", "integer", "round of reach, without the scenario", "links"),
    Column("hop_after", "Hop after", "integer", "round of reach, with the scenario", "links"),
    Column("stops_before", "Stop before", "integer", "that stop without it, wholly or partly"),
    Column("stops_after", "Stop after", "integer", "that stop with it, wholly or partly"),
    Column("change_of_stops", "Change", "integer", "stopped with it, less those without it"),
    Column("scenario", "Scenario", "text", "what the scenario is called"),
    Column("degraded", "Degraded", "integer", "organizations degraded", "organizations"),
    Column(
        "within_reach", "Within reach", "integer", "organizations within reach", "organizations"
    ),
    Column("step", "Step", "integer", "in which order"),
    Column("move", "Move", "text", "second source, exit or hardening"),
    Column(
        "saves", "Saves", "integer", "pairs of (a fall, somebody stopped) that no longer happen"
    ),
    Column("remaining", "Remaining", "integer", "such pairs that are left"),
    Column("known_source", "Known source", "text", "best vendor of the category in the register"),
    Column("yearly_cost", "A year", "number", "yearly cost, as assumed", "currency"),
    Column("currency", "Currency", "text", "ISO 4217"),
    Column("newly_stopped", "Newly stopped", "list", "that its fall stops only with the scenario"),
    Column("spared", "Spared", "list", "that its fall stops only without the scenario"),
    Column("dimension", "By", "text", "category, country or another way to slice"),
    *(
        Column(f"{name}_{when}", f"{title}{then}", kind, f"{meaning}, {said} the scenario")
        for name, title, kind, meaning in _COMPARED
        for when, then, said in (("before", "", "without"), ("after", " after", "with"))
    ),
    Column("mode", "Mode", "text", "outage, breach or compromise"),
    Column("answer", "Answer", "text", "the answer in a sentence"),
    Column("measure", "Measure", "text", "what is measured"),
    Column("figure", "Figure", "text", "which figure of it"),
    Column("published", "Published", "text", "as its source prints it"),
    Column("computed", "Computed", "text", "as computed now"),
    Column("verdict", "Verdict", "text", "agrees, or off"),
    Column("reference", "Source", "text", "paper, book or package that the figure is from"),
    Column("stands_on", "Stands on", "text", "paper, textbook, by hand, own count, second program"),
)
COLUMNS: dict[str, Column] = {column.name: column for column in _COLUMNS}
