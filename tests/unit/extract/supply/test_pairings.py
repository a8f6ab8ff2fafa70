"""Who supplies whom by layout and in the shapes of press texts: invented parties, all languages."""

from __future__ import annotations

import pytest

from graphrisk.extract.reader import read_claims
from graphrisk.extract.text.intake import from_text


def _edges(text: str, language: str) -> set[tuple[str, str]]:
    claims = read_claims(from_text(text), language=language)
    return {(c.value["vendor"].name, c.value["customer"].name) for c in claims.of("serves")}


LISTED = """Les données d'assurés suivis par Norvéa et Kelsia ont été dérobées en mars 2024.
Les deux gestionnaires travaillent pour plusieurs régimes. Voici lesquels :
Norvéa :
Tormina ;
Caisse la Tour ;
La Solidaire verte.
Kelsia :
Océane entraide ;
Valdori.
Les assurés seront avertis par courrier."""


def test_names_under_a_suppliers_name_are_its_customers():
    assert _edges(LISTED, "fr") == {
        ("Norvéa", "Tormina"),
        ("Norvéa", "Caisse la Tour"),
        ("Norvéa", "La Solidaire verte"),
        ("Kelsia", "Océane entraide"),
        ("Kelsia", "Valdori"),
    }


def test_a_list_of_data_under_a_suppliers_name_holds_no_customers():
    text = "Norvéa a subi une cyberattaque le 3 mars 2024.\nNorvéa :\nnoms ;\nadresses ;\nIBAN."
    assert _edges(text, "fr") == set()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nb", "Norvika ble rammet av et dataangrep 3. mai 2024. Det er en avtale mellom Norvika og"
               " Tormo kommune om drift."),
        ("da", "Norvika blev ramt af et hackerangreb den 3. maj 2024. Der er en aftale mellem Tormo"
               " Kommune og Norvika om drift."),
        ("sv", "Norvika drabbades av en cyberattack den 3 maj 2024. Det finns ett avtal mellan"
               " Norvika och Tormo kommun om drift."),
        ("nl", "Norvika werd op 3 mei 2024 getroffen door een cyberaanval. Er is een overeenkomst"
               " tussen Norvika en gemeente Tormo over beheer."),
        ("fr", "Norvika a subi une cyberattaque le 3 mai 2024. Un contrat entre Norvika et la ville"
               " de Tormo existe depuis 2020."),
    ],
)  # fmt: skip
def test_a_contract_between_a_firm_and_a_council_tells_who_supplies(language: str, text: str):
    (edge,) = _edges(text, language)
    assert edge[0] == "Norvika"
    assert "Tormo" in edge[1]


@pytest.mark.parametrize(
    ("language", "text", "edge"),
    [
        ("nb", "Øytun Data er et fellesskap for elektronisk arkiv (EA), som Tormo kommune eier."
               " Leverandøren til Øytun Data har vært Norvika. Det var serveren til Norvika som ble"
               " utsatt for et hackerangrep 3. mai 2024.",
         ("Øytun Data", "Tormo kommune")),
        ("da", "Østfjord Data er et fællesskab for digitale arkiver, som Tormo Kommune ejer."
               " Leverandøren til Østfjord Data har været Norvika. Norvika blev ramt af et"
               " hackerangreb den 3. maj 2024.", ("Østfjord Data", "Tormo Kommune")),
    ],
)  # fmt: skip
def test_a_joint_body_serves_its_members_and_has_a_supplier(
    language: str, text: str, edge: tuple[str, str]
):
    assert _edges(text, language) == {edge, ("Norvika", edge[0])}


def test_an_office_called_by_an_acronym_is_a_party_and_no_supplier():
    text = (
        "En fejl hos it-leverandøren Norvika og TLR-kontoret ramte 9.000 borgere den 3. maj 2024."
        " Navne blev lagt ud på nettet."
    )
    claims = read_claims(from_text(text), language="da")
    assert [c.value["organization"].name for c in claims.of("vendor_hit")] == ["Norvika"]
    assert _edges(text, "da") == {("Norvika", "TLR-kontoret")}


def test_it_office_is_no_party():
    text = (
        "Norvika blev ramt af et hackerangreb den 3. maj 2024. IT-kontoret i vores hus er lukket."
    )
    names = {
        p.name
        for c in read_claims(from_text(text), language="da").claims
        for p in c.value.values()
        if hasattr(p, "name")
    }
    assert "IT-kontoret" not in names


MISTAKES = {
    "da": """Fejl med et regneark i Tormo Kommune

Offentliggjort 14-03-2024

Ved en fejl blev et regneark med cpr-numre lagt frem på kommunens hjemmeside, hvor alle kunne åbne
det. Det beklager vi.

Det drejer sig om borgere, der har søgt tilskud hos os i vinter.

Norvika A/S laver regnearket for Tormo Kommune. Det lå på hjemmesiden tirsdag den 12. marts
fra kl. 9.10 til 11.05.""",
    "de": """Zur Liste mit Sozialversicherungsnummern

Veröffentlicht am 14.03.2024

Eine Liste mit Sozialversicherungsnummern hat versehentlich auf unserer Website gestanden.

Haben Sie bei der Stadt Tormo einen Zuschuss beantragt, so stand Ihre
Sozialversicherungsnummer in einer Liste, die andere Antragsteller herunterladen konnten.

Die Norvika GmbH erstellt die Liste für die Stadt Tormo. Sie stand am Dienstag, dem 12. März,
von 9.10 bis 11.05 Uhr auf der Website.""",
    "en": """About the spreadsheet with National Insurance numbers

Published 14 March 2024

A spreadsheet with National Insurance numbers was posted on our website by mistake.

If you applied to Tormo Council for a grant, your National Insurance number was in a
spreadsheet that other applicants could download.

Norvika Ltd prepares the spreadsheet for Tormo Council. It was on the website on Tuesday 12
March from 9.10 to 11.05.""",
    "fi": """Henkilötunnuksia sisältäneestä taulukosta

Julkaistu 14.3.2024

Henkilötunnuksia sisältävä taulukko on virheen vuoksi ollut verkkosivuillamme.

Jos olet hakenut avustusta Tormon kaupungilta, henkilötunnuksesi on ollut taulukossa, jonka
muut hakijat pystyivät lataamaan.

Norvika Oy laatii taulukon Tormon kaupungille. Se oli verkkosivuilla tiistaina 12. maaliskuuta
kello 9.10–11.05.""",
    "fr": """À propos du tableau contenant des numéros de sécurité sociale

Publié le 14/03/2024

Un tableau contenant des numéros de sécurité sociale a été mis en ligne par erreur sur notre
site.

Si vous avez demandé une aide à la ville de Tormo, votre numéro de sécurité sociale figurait
dans un tableau que d'autres demandeurs pouvaient télécharger.

Norvika SAS établit le tableau pour la ville de Tormo. Il est resté en ligne le mardi 12 mars
de 9 h 10 à 11 h 05.""",
    "nb": """Om regnearket med fødselsnumre

Publisert 14.03.2024

Et regneark med fødselsnumre har ved en feil ligget på nettsiden vår. Det burde ikke ha skjedd.

Har du søkt tilskudd i Tormo kommune, har fødselsnummeret ditt stått i et regneark som andre
søkere kunne hente. Feilen er vår.

Norvika AS lager regnearket for Tormo kommune. Det lå på nettsiden tirsdag 12. mars fra kl.
9.10 til 11.05.""",
    "nl": """Over de lijst met burgerservicenummers

Gepubliceerd op 14-03-2024

Een lijst met burgerservicenummers heeft per ongeluk op onze website gestaan.

Hebt u subsidie aangevraagd bij de gemeente Tormo, dan heeft uw burgerservicenummer op een
lijst gestaan die andere aanvragers konden downloaden.

Norvika BV maakt de lijst voor de gemeente Tormo. De lijst stond op dinsdag 12 maart van 9.10
tot 11.05 uur op de website.""",
    "sv": """Om kalkylbladet med personnummer

Publicerat 2024-03-14

Ett kalkylblad med personnummer har av misstag legat på vår webbplats.

Har du sökt bidrag i Tormo kommun har ditt personnummer stått i ett kalkylblad som andra
sökande kunde hämta.

Norvika AB tar fram kalkylbladet åt Tormo kommun. Det låg på webbplatsen tisdagen den 12 mars
mellan kl. 9.10 och 11.05.""",
}  # fmt: skip


@pytest.mark.parametrize("language", sorted(MISTAKES))
def test_a_list_put_online_by_mistake_is_an_incident_of_who_makes_it(language: str):
    claims = read_claims(from_text(MISTAKES[language]))
    assert claims.is_incident
    (hit,) = claims.of("vendor_hit")
    assert hit.value["organization"].name.startswith("Norvika")
    assert len(_edges(MISTAKES[language], language)) == 1
    assert claims.of("incident")[0].value["attack_type"] == "misconfiguration"
    assert {c.value["data_class"] for c in claims.of("data_class")} == {"national_id"}


def test_the_password_a_list_is_fetched_with_is_not_what_leaked():
    text = MISTAKES["da"] + " Ansøgere henter det med brugernavn og kodeord."
    found = {c.value["data_class"] for c in read_claims(from_text(text)).of("data_class")}
    assert found == {"national_id"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Alertée par les deux hébergeurs, la CNIL dit que des noms ont été volés."),
        ("en", "Alerted by both hosts, the ICO says that names were stolen."),
        ("nb", "Innbruddet ble mandag meldt til Politiet, som gransker det nå."),
        ("da", "Indbruddet blev mandag meldt til Politiet, som undersøger det nu."),
    ],
)  # fmt: skip
def test_an_authority_that_was_told_and_acts_was_told(language: str, text: str):
    hit = {
        "fr": "Norvéa a subi une cyberattaque le 3 mai 2024. Des noms de clients ont été volés. ",
        "en": "Our supplier Norvika Ltd was hacked on 3 May 2024. Names were stolen. ",
        "nb": "Leverandøren Norvika AS ble hacket 3. mai 2024. Navn ble stjålet. ",
        "da": "Leverandøren Norvika A/S blev hacket den 3. maj 2024. Navne blev stjålet. ",
    }[language]
    claims = read_claims(from_text(hit + text), language=language)
    assert [c.value["role"] for c in claims.of("authority")] == ["notified"]


def test_those_who_had_not_been_told_deny_nothing():
    text = (
        "Leverandøren Norvika AS ble hacket 3. mai 2024. Navn ble stjålet. Kommunene hadde ikke"
        " hørt noe om at opplysninger kunne ha kommet ut."
    )
    found = read_claims(from_text(text), language="nb").of("data_class")
    assert "denied" not in {c.status for c in found}


def test_suppliers_and_the_title_of_another_text_are_no_count():
    text = (
        "Les données d'assurés gérés par deux opérateurs, Norvéa et Kelsia, ont été dérobées le"
        " 3 mai 2024 : 9 000 assurés sont concernés. À lire aussi : 70 000 clients touchés."
    )
    counts = read_claims(from_text(text), language="fr").of("count")
    assert [(c.value["number"], c.value["what"]) for c in counts] == [(9000, "persons")]
