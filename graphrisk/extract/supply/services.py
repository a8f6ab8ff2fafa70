"""What a supplier does for its customer, in the words of the text, and the category it falls in."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from graphrisk.extract.page import Page
    from graphrisk.extract.supply.relations import Link, Relations

_COMPOUND_ENDS: Final = (
    *("leverantör", "dienstleister", "supplier", "provider", "anbieter"),
    *("leverandør", "udbyder", "tilbyder", "tilbydar", "leverancier", "aanbieder"),
    *("dienstverlener", "partner", "toimittaja", "tuottaja", "palveluntarjoaja", "tarjoaja"),
)

# First parts of a compound that say nothing of what is supplied.
_NO_SERVICE: Final = {
    *("under", "sub", "unter", "haupt", "huvud", "main", "service", "tjänste", "dienste"),
    *("ekstern", "eksterne", "externe", "hoved", "hovud", "hoofd", "sub", "samarbejds"),
    *("samarbeids", "tjeneste", "diensten", "onder", "zaken", "forretnings"),
    *("palvelun", "palvelu", "ali", "ulkoinen", "ulkopuolinen", "sopimus", "yhteistyö"),
    *("external", "externa", "extern", "third-party", "third party", "tredjepart"),
}

# Stems of all languages -> words of the service vocabulary; the first that fits wins.
_CATEGORIES: Final[dict[str, tuple[str, ...]]] = {
    name: tuple(stems.split("|"))
    for name, stems in (
        (
            "payroll_hr",
            "payroll|lön|personalsystem|hr-|hr |lohn|gehalt|pension|løn|salaris|loonadmin|"
            "paie|paye|salair|rémunér|ressources humaines|palk|henkilöstöhallin|eläke",
        ),
        ("alarm_care", "larm|alarm|notruf|téléassist|häly|turvapuhel|turvaranne"),
        ("laboratory", "patholog|patolog|labor|laborator|blood test|analyses médicales|analyses"),
        (
            "supplies",
            "inkontinens|incontinence|vårdartik|hilfsmittel|förbruknings|hjelpemid|hjælpemid|"
            "hulpmid|hoitotarvi|apuväline|fournitures",
        ),
        (
            "logistics",
            "transport|distribu|logisti|versand|delivery|leverans|frakt|fragt|bezorg|vervoer|"
            "livraison|kuljetu|jakelu|toimituskul",
        ),
        (
            "medical_it",
            "journal|röntgen|medicinsk|medizin|medical|patient|vård|pasient|helse|sundhed|"
            "medisin|medicin|medisch|zorg|dossier patient|médica|santé|potila|terveys|kuvantam|"
            "ajanvarau|rendez-vous",
        ),
        (
            "marketing",
            "fundrais|mailing|relationship management|crm|newsletter|nyhedsbrev|nyhetsbrev|"
            "nieuwsbrief|uutiskirje|lettre d'information|asiakasviestin|relation client|"
            "relation adh",
        ),
        (
            "payment",
            "payment|betal|zahlung|abrechnung|billing|inkasso|incasso|faktur|factur|"
            "paiement|tiers payant|recouvrement|lasku|maksu|perin",
        ),
        (
            "file_transfer",
            "file transfer|filöverföring|dateitransfer|filoverfør|bestandsoverdracht|"
            "transfert de fichiers|échange de fichiers|tiedostonsiir|tiedonsiir",
        ),
        (
            "cloud_hosting",
            "host|datacenter|data cent|rechenzentrum|cloud|moln|datasent|skytjen|skyløs|héberg|"
            "nuage|centre de données|konesali|pilvi|palvelinkesk|webhotel",
        ),
        (
            "document_handling",
            "print|tryck|druck|druk|document|dokument|impress|éditique|courrier|routage|archiv|"
            "numéris|paino|tulost|postitus|arkisto|asiakirja",
        ),
        (
            "customer_support",
            "call cent|kundtjänst|kundenservice|support|kundeservice|kundesent|klantenserv|"
            "callcent|centre d'appel|service client|téléphonique|asiakaspalvelu|puhelinpalvelu",
        ),
        (
            "it_operations",
            "drift|it-|it |operations|data service|datatjänst|betrieb|beheer|ict|"
            "infogér|informatique|exploitation|ylläpito|käyttöpalvelu|tietotekni|ict-|it-palvelu",
        ),
        (
            "software",
            "software|programvara|system|platform|plattform|app|programvare|systeem|logiciel|"
            "plateforme|ohjelmisto|järjestelm|sovellu|alusta",
        ),
    )
}


_TRIED: Final = 3


def service_of(page: Page, relations: Relations, links: Iterable[Link]) -> str | None:
    """Return the service of an edge as written: from the same sentence, else from the compound."""
    for link in links:
        for sign in relations.services.at(link.sentence)[:_TRIED]:
            quote = page.evidence(sign.sentence, sign.first, sign.last).quote
            if not any(end in quote.lower() for end in (link.vendor, link.customer)):
                return quote
    for link in links:
        for hit in page.readings[link.sentence].cues("vendor_noun"):
            word = page.evidence(link.sentence, hit.first, hit.last).quote
            modifier = _modifier(word)
            if modifier:
                return modifier
    return None


def _modifier(word: str) -> str | None:
    """The first part of "IT-driftsleverantör" or "payroll provider"."""
    lower = word.lower()
    for end in _COMPOUND_ENDS:
        at = lower.find(end)
        if at > 2:
            modifier = word[:at].rstrip("s- ")
            return None if modifier.lower() in _NO_SERVICE else modifier or None
    return None


@lru_cache(maxsize=2048)
def category_of(service: str | None) -> str | None:
    """Return the category word for a service text, or None.

    >>> category_of("payroll and HR support")
    'payroll_hr'
    """
    if not service:
        return None
    lower = service.lower() + " "
    return next(
        (name for name, stems in _CATEGORIES.items() if any(s in lower for s in stems)), None
    )
