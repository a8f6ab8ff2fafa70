"""What synthetic registers are made of: kinds of owner, invented name parts, services, shares."""

from __future__ import annotations

from dataclasses import dataclass

HEADS = (
    *("Alder", "Birk", "Corvin", "Dorn", "Eken", "Falk", "Glen", "Hassel", "Iver", "Jarn"),
    *("Kvarn", "Lind", "Myrin", "Norr", "Osten", "Pil", "Quill", "Ravn", "Sten", "Torv"),
    *("Ulm", "Varn", "Wern", "Yster", "Zell", "Bram", "Clove", "Drev", "Elm", "Fjord"),
    *("Grus", "Hede", "Isk", "Klint", "Lupin", "Mossa", "Nypon", "Orre", "Puma", "Ripa"),
)
TAILS = (
    *("back", "dal", "fors", "gard", "holm", "kulla", "lund", "mark", "nas", "ryd"),
    *("stad", "torp", "vik", "ås", "berg", "brook", "field", "haven", "mere", "wick"),
)
TRADES = (
    ("Drift", "managed servers", "it_operations", "network;data", "ict_service_management"),
    ("Cloud", "cloud platform", "cloud_hosting", "data", "digital_infrastructure"),
    ("Payroll", "payroll", "payroll_hr", "data", "ict_service_management"),
    ("Pay", "card payments", "payment", "data", "financial_market"),
    ("Net", "data network", "network_telecom", "network", "digital_infrastructure"),
    ("Soft", "records application", "saas", "data", "digital_providers"),
    ("Secure", "security monitoring", "security", "network;data", "ict_service_management"),
    ("Vault", "backup", "backup", "data", "digital_infrastructure"),
    ("Log-in", "log-in service", "identity_access", "data", "digital_infrastructure"),
    ("Post", "printing and mail", "document_handling", "data", "postal_courier"),
)
"""Word in the name, service, category, access, sector of the vendor."""

LEGAL_FORMS = {"SE": "AB", "DE": "GmbH", "NL": "B.V.", "FR": "SAS", "IE": "Ltd", "FI": "Oy"}
LEGAL_FORMS |= {"DK": "A/S", "US": "Inc.", "GB": "Ltd", "IN": "Pvt Ltd", "CH": "AG"}
INSIDE_EU = ("SE", "DE", "NL", "FR", "IE", "FI", "DK")
OUTSIDE_EU = ("US", "US", "GB", "IN", "CH")


@dataclass(frozen=True, slots=True)
class Kind:
    """What the owners of a register are: their word, sector, contracts each, data, functions."""

    word: str
    sector: str
    contracts_each: int
    data_classes: tuple[str, ...]
    functions: tuple[str, ...]
    people: int


KINDS = {
    "hospital": Kind("Hospital", "health", 40, ("name", "national_id", "health"), (), 90_000),
    "bank": Kind(
        "Bank",
        "banking",
        120,
        ("name", "contact", "financial_account"),
        ("payments", "lending", "deposits", "trading", "custody", "reporting"),
        400_000,
    ),
    "municipalities": Kind(
        "Municipality", "public_administration", 30, ("name", "national_id", "contact"), (), 30_000
    ),
}

# Shares of the ECB's analysis of the outsourcing registers of 109 significant banks (2023 data), as
# its newsletter gives them, and sub-contractors per contract of the year after.
SUBCONTRACTORS_EACH = 4
BUDGET_OF_TOP_TEN = 0.30
TIME_CRITICAL = 0.50
NOT_REINTEGRABLE = 0.20
NOT_SUBSTITUTABLE = 0.05
OUTSIDE_EU_SHARE = 0.22
