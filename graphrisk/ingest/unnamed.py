"""Words that registers put where a supplier's name is not known: they name nobody."""

from __future__ import annotations

from functools import cache
from itertools import product

import pyarrow as pa

from graphrisk.ingest.values import Complaint
from graphrisk.model.identifiers import content_hash, fold
from graphrisk.model.tables import conform
from graphrisk.resolve.directory import GENERATED

SUPPOSED = Complaint(
    "names nobody; kept as an unnamed supplier of this customer alone",
    "write its name, or load it again when the name is known",
    "warning",
)
OTHER_CELL = Complaint(
    "names nobody; all cells with these words are taken for one organization",
    "write its name, or words that tell it from others",
    "warning",
)

_WORDS: tuple[tuple[str, str], ...] = (
    # (whose or which, what): every pair is meant, parted by semicolons
    (
        "our;the;an;unknown;unnamed;undisclosed;n/a;external;third-party;other;unspecified;a;",
        "supplier;vendor;provider;service provider;IT supplier;IT vendor;IT provider;"
        "IT service provider;subcontractor;contractor;cloud provider;hosting provider;third party",
    ),
    (
        "vår;en;okänd;ej namngiven;extern;namnlös;annan;",
        "leverantör;IT-leverantör;driftleverantör;IT-driftleverantör;tjänsteleverantör;"
        "underleverantör;systemleverantör;molnleverantör;driftsleverantör;IT-driftsleverantör",
    ),
    (
        "vår;en;ukjent;ikke navngitt;ekstern;annen;",
        "leverandør;IT-leverandør;driftsleverandør;tjenesteleverandør;underleverandør;"
        "systemleverandør;skyleverandør",
    ),
    (
        "vores;en;ukendt;ikke navngiven;ekstern;anden;",
        "leverandør;IT-leverandør;driftsleverandør;serviceleverandør;underleverandør;"
        "systemleverandør",
    ),
    (
        "unser;ein;unbekannter;ungenannter;externer;anderer;",
        "Dienstleister;IT-Dienstleister;Lieferant;Anbieter;Auftragsverarbeiter;Zulieferer;"
        "Unterauftragnehmer;Hosting-Anbieter;Cloud-Anbieter",
    ),
    (
        "toimittajamme;palveluntarjoajamme;IT-toimittajamme;tuntematon toimittaja;"
        "tuntematon palveluntarjoaja;nimeämätön toimittaja;ulkoinen toimittaja",
        "",
    ),
    (
        "notre;un;inconnu;externe;autre;",
        "fournisseur;prestataire;sous-traitant;prestataire informatique;fournisseur informatique;"
        "hébergeur",
    ),
    ("fournisseur inconnu;prestataire inconnu;fournisseur externe;prestataire externe", ""),
    (
        "onze;een;onbekende;externe;andere;",
        "leverancier;IT-leverancier;dienstverlener;IT-dienstverlener;toeleverancier",
    ),
    ("nuestro;un;desconocido;otro;", "proveedor;proveedor informático;proveedor de servicios"),
    ("proveedor desconocido;proveedor externo", ""),
    ("il nostro;nostro;un;altro;", "fornitore;fornitore informatico;fornitore di servizi"),
    ("fornitore sconosciuto;fornitore esterno", ""),
)


def unnamed_words(text: str) -> str | None:
    """Return the folded words when a whole cell names nobody, None for a name.

    Examples
    --------
    >>> unnamed_words("Our IT supplier"), unnamed_words("Vår leverantör")
    ('our it supplier', 'vår leverantör')
    >>> unnamed_words("Our IT Supplier Ltd"), unnamed_words("Supplier One AB")
    (None, None)
    """
    folded = fold(text.replace("\u2010", "-").replace("\u2011", "-"))
    if folded in _phrases():
        return folded
    return None


def unnamed_id(words: str, customer: str) -> str:
    """Return the id of the unnamed supplier of one customer."""
    return GENERATED + content_hash("unnamed", words, customer)


def unnamed_records(found: dict[str, tuple[str, str]]) -> pa.Table:
    """Return organizations without a name: id -> (name, source)."""
    count = len(found)
    table = pa.table(
        {
            "id": pa.array(found.keys(), pa.string()),
            "name": pa.array([name for name, _ in found.values()], pa.string()),
            "named": pa.array([False] * count, pa.bool_()),
            "source_kind": pa.repeat("register", count),
            "source": pa.array([source for _, source in found.values()], pa.string()),
        }
    )
    return conform("Organization", table)


@cache
def _phrases() -> frozenset[str]:
    found = set()
    for whose, what in _WORDS:
        for one, other in product(whose.split(";"), what.split(";")):
            found.add(fold(f"{one} {other}"))
    return frozenset(found)
