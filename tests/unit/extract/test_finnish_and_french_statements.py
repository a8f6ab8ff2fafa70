"""Whole statements in Finnish and French: lists, verbs that concern, customers that are counted."""

from __future__ import annotations

from graphrisk.extract.claims import ClaimSet
from graphrisk.extract.reader import read_claims
from graphrisk.extract.text.intake import from_text


def read(text: str, language: str) -> ClaimSet:
    return read_claims(from_text(text), language=language)


def classes(claims: ClaimSet) -> dict[str, str | None]:
    return {c.value["data_class"]: c.status for c in claims.current("data_class")}


def counts(claims: ClaimSet) -> set[tuple[int, str]]:
    return {(c.value["number"], c.value["what"]) for c in claims.current("count")}


def test_crosses_before_lines_are_a_list_under_a_denial():
    text = (
        "La mutuelle Lysane a subi une cyberattaque le 4 mars 2026. Les noms ont été volés.\n\n"
        "Aucune de ces données ne fait partie du fichier volé :\n"
        "❌ Pas de mot de passe\n❌ Pas d'adresse e-mail\n"
    )
    found = classes(read(text, "fr"))
    assert (found["credentials"], found["contact"]) == ("denied", "denied")
    assert found["name"] == "confirmed"


def test_but_also_goes_on_with_a_list():
    text = (
        "Le laboratoire Orvane a été piraté. Les noms et prénoms des patients mais aussi des"
        " résultats d'analyses ont été diffusés sur un forum."
    )
    assert classes(read(text, "fr")) == {"name": "confirmed", "health": "confirmed"}


def test_passwords_in_encrypted_form_do_not_spare_the_names_beside_them():
    text = (
        "Verkkokauppa Lumihelmi joutui tietomurron kohteeksi 3.2.2026. Tekijät pääsivät käsiksi"
        " asiakkaiden nimiin ja salatussa muodossa tallennettuihin salasanoihin."
    )
    assert classes(read(text, "fi"))["name"] == "confirmed"


def test_concern_is_a_verb_and_no_attribute_in_finnish():
    text = (
        "Kuntapalvelu Karpalo Oy havaitsi tietomurron 3. maaliskuuta. Murto ei koske omia"
        " järjestelmiä. Tietomurto voi koskea lomakkeella ilmoitettuja osoite- ja tilitietoja."
    )
    found = classes(read(text, "fi"))
    assert (found["address"], found["financial_account"]) == ("suspected", "suspected")


def test_compounds_of_customers_count_people_and_a_suppliers_customers_organizations():
    text = (
        "Ohjelmistoyhtiö Pilvikko joutui tietomurron kohteeksi 3.2.2026. Murto koskee 310"
        " jakeluasiakasta. Myös kuusi muuta Pilvikon asiakasta joutui hyökkäyksen kohteeksi."
    )
    assert counts(read(text, "fi")) == {(310, "persons"), (6, "organisations")}


def test_we_of_a_quotation_makes_no_customer_of_whoever_was_hit():
    text = (
        "Metsäalan liitto MAL joutui palvelunestohyökkäyksen kohteeksi perjantaina."
        " Verkkosivut olivat poissa käytöstä.\n\n"
        "”Havaitsimme aamulla, että verkkosivut eivät toimi”, kertoo liiton tiedottaja."
    )
    assert not read(text, "fi").of("vendor_hit")


def hit(claims: ClaimSet) -> set[str]:
    return {c.value["organization"].name for c in claims.of("vendor_hit")}


def test_attackers_who_came_through_a_partner_name_that_partner():
    text = (
        "Aamulehmus kertoo joulukuisesta tietomurrosta. Hyökkääjä pääsi tietoihin käsiksi"
        " Aamulehmuksen it-palvelukumppani Koodikarin kautta. Nimet vietiin."
    )
    claims = read(text, "fi")
    assert hit(claims) == {"Koodikari"}
    assert {c.value["customer"].name for c in claims.current("serves")} == {"Aamulehmus"}


def test_places_where_it_happened_and_people_who_speak_are_no_parties():
    text = (
        "Tietoturvaloukkaus Pihlavassa ja Koivulassa\n\n"
        "Rannikon hyvinvointialue tiedottaa: muistitikku katosi joulukuussa. Potilastietoja on"
        " voinut joutua vääriin käsiin. Asiakkaille lähetetään kirje.\n\n"
        "Johtaja Maija Virtanen sanoo, että asia selvitetään. Virtasen mukaan tietoja"
        " ei ole julkaistu.\n"
    )
    claims = read(text, "fi")
    assert not hit(claims)
    assert not claims.current("serves")


def test_a_service_of_its_own_is_no_supplier():
    text = (
        "L'Office Gardaine a annoncé que son service Nounoline avait été victime d'un vol de"
        " données détecté le 14 novembre 2025. Les noms des salariés ont été volés."
    )
    claims = read(text, "fr")
    assert not claims.current("serves")
    assert not hit(claims)


def test_partners_who_restore_servers_were_not_hit():
    text = (
        "Le CPAS de Vallonge a été victime d'un piratage informatique. Les ordinateurs sont"
        " inaccessibles. Nos partenaires informatiques ont pris en charge les machines : ils"
        " les remettent en état et cherchent ce qui peut être sauvé."
    )
    assert not hit(read(text, "fr"))


def test_clients_after_a_purpose_and_a_turn_are_customers():
    text = (
        "L'éditeur Patrimonia a été frappé par un rançongiciel le 27 février 2026. Patrimonia"
        " compte parmi ses clients plusieurs grandes maisons, comme Lysbanque, Orvel et"
        " Mutuelle Gardaine. Après Lysbanque, c'est au tour d'Assurel de faire les frais du"
        " rançongiciel qui a frappé Patrimonia."
    )
    served = {c.value["customer"].name for c in read(text, "fr").current("serves")}
    assert served >= {"Lysbanque", "Orvel", "Mutuelle Gardaine", "Assurel"}


def test_no_new_attacks_takes_nothing_back():
    text = (
        "Kuntapalvelu Karpalo Oy havaitsi tietomurron 3. maaliskuuta. On mahdollista, että"
        " osoitteita ja tilinumeroita on vuotanut. Uusia murtoja ei ole havaittu."
    )
    found = classes(read(text, "fi"))
    assert (found["address"], found["financial_account"]) == ("suspected", "suspected")


def test_what_was_held_in_the_register_that_fell_was_exposed():
    text = (
        "Hammashoitola Suolampi joutui tietomurron kohteeksi. Asiakasrekisteri varastettiin."
        " Rekisteriin on tallennettu asiakkaan nimi, henkilötunnus ja puhelinnumero."
    )
    found = classes(read(text, "fi"))
    assert {found["name"], found["national_id"], found["contact"]} == {"confirmed"}


def test_the_perfect_of_was_endangered_is_no_attribute():
    text = (
        "Kaupunki X joutui tietomurron kohteeksi. Murrossa on vaarantunut"
        " rekrytointijärjestelmän ansioluetteloita ja todistuksia."
    )
    assert classes(read(text, "fi"))["employment"] == "confirmed"


def days(claims: ClaimSet) -> set[tuple[str, str]]:
    return {(c.value["date"], c.value["what"]) for c in claims.current("date")}


def test_days_around_an_attack_in_french_and_finnish():
    french = (
        "L'éditeur Patrimonia a été piraté mi-juin 2023. Le 14 juillet 2023, des inconnus ont"
        " vraisemblablement publié sur le darknet les données dérobées à Patrimonia."
    )
    assert days(read(french, "fr")) == {("2023-06", "occurred"), ("2023-07-14", "leaked")}
    finnish = (
        "Kuljetusyhtiö Reittari Oy joutui tietomurron kohteeksi. Reittari Oy on ilmoittanut"
        " henkilötietojen vaarantuneen kyberhyökkäyksessä elokuussa."
    )
    assert days(read(finnish, "fi")) == {("XXXX-08", "occurred")}


def test_a_complaint_to_the_prosecutor_names_the_prosecutor_only():
    text = (
        "L'éditeur Patrimonia a été frappé par un rançongiciel. Patrimonia a porté plainte auprès"
        " du procureur de la République et a prévenu la CNIL, a indiqué son directeur."
    )
    told = {
        c.value["name"]
        for c in read(text, "fr").current("authority")
        if c.value["role"] == "notified"
    }
    assert told == {"Parquet", "CNIL"}


def test_even_more_than_is_a_lower_bound():
    text = (
        "Kuljetusyhtiö Reittari Oy joutui tietomurron kohteeksi. Murto koskee jopa yli 5000"
        " asiakasta."
    )
    found = [c.value["qualifier"] for c in read(text, "fi").current("count")]
    assert found == ["more_than"]


def test_an_institutions_own_short_name_is_the_institution():
    text = (
        "Saimaan hyvinvointialue Saihvan jakeluasiakkaisiin kohdistunut tietomurto koskee 40"
        " asiakasta. Taustalla on kyberhyökkäys, joka kohdistui kuljetusyhtiö Reittari Oy:n"
        " palvelimelle. Nimiä on vuotanut."
    )
    assert hit(read(text, "fi")) == {"Reittari Oy"}


def test_access_that_was_lost_exposed_nothing():
    text = (
        "L'éditeur Patrimonia a été frappé par un rançongiciel le 27 février 2026. Les médecins"
        " n'ont plus accès aux dossiers médicaux des patients."
    )
    assert "health" not in classes(read(text, "fr"))


def test_a_title_states_no_more_than_the_text_below():
    text = (
        "Cyberattaque de Patrimonia et fuite de données de santé\n\n"
        "L'éditeur Patrimonia a été frappé par un rançongiciel le 27 février 2026. Une fuite de"
        " données de santé ne peut pas être exclue.\n"
    )
    assert classes(read(text, "fr"))["health"] == "suspected"


def test_a_report_to_a_towns_police_supplies_nothing():
    text = (
        "Karpalon kaupungin verkkoon on päässyt kiristyshaittaohjelma. Karpalon kaupunki on"
        " tehnyt asiasta rikosilmoituksen Itä-Vaaran Poliisilaitokselle."
    )
    assert not read(text, "fi").current("serves")


def test_who_helps_and_who_is_only_spoken_with_was_not_hit():
    texts = [
        "Sähköyhtiö Valovirta Oy joutui maanantaina kyberhyökkäyksen kohteeksi. Yhtiön verkkosivut"
        " eivät toimi. Yhtiö tekee yhteistyötä tietoturvayhtiö Suojamuurin kanssa ja on tehnyt"
        " rikosilmoituksen.",
        "Pihlavan kaupunki tiedottaa: kaupungin työntekijän sähköpostitili on kaapattu. Olemme"
        " olleet yhteydessä it-palveluntuottajaamme, ja tili on suljettu.",
        "Konepajayhtiö Terästaito kertoo joutuneensa kiristyshaittaohjelman uhriksi. Tuotanto"
        " Koivulassa ja Vaarassa on keskeytetty.",
    ]
    for text in texts:
        claims = read(text, "fi")
        assert not claims.current("serves"), text


def test_a_shop_with_customers_is_no_supplier_for_that():
    text = (
        "Verkkokauppayhtiö Valovirta Oy joutui maanantaina kyberhyökkäyksen kohteeksi."
        " Verkkosivut eivät toimi. Valovirran asiakkaiden tietoja on voinut vuotaa."
    )
    assert not hit(read(text, "fi"))
