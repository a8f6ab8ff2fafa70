"""Short texts: what happened to those who write, and what only speaks of such things."""

from __future__ import annotations

import pytest

from graphrisk.extract.reader import read_claims
from graphrisk.extract.text.intake import from_text

TOLD = [
    (
        "en",
        "On 14 March 2024 an unauthorised party gained access to our production "
        "environment. We have revoked all keys and are informing affected customers.",
    ),
    (
        "en",
        "Security update. On the evening of 9 October 2025 our monitoring flagged unusual"
        " activity on two servers of our booking platform. We took the platform offline. "
        "Our investigation shows that files were copied by a third party.",
    ),
    (
        "en",
        "Statement from Harrowgate Software. We recently learned that a threat actor "
        "obtained a copy of a backup of our support database. The backup held names, "
        "email addresses and support tickets of around 3,400 client organisations. "
        "Passwords were not in the backup.",
    ),
    (
        "en",
        "We want to let you know about something that happened on 3 May. A misconfigured "
        "storage bucket of ours could be read by anyone with the link until 7 May 2024. "
        "It held application forms with dates of birth and passport copies. We have "
        "closed it and told the ICO.",
    ),
    (
        "sv",
        "Den 14 mars 2024 fick en obehörig part åtkomst till vår produktionsmiljö. Vi har"
        " spärrat alla nycklar och informerar berörda kunder.",
    ),
    (
        "sv",
        "Natten till den 9 oktober 2025 larmade vår övervakning om ovanlig aktivitet på "
        "två servrar i vår bokningsplattform. Vi stängde ner plattformen. Utredningen "
        "visar att filer har kopierats.",
    ),
    (
        "sv",
        "Uttalande från Granvik Program AB. En angripare har kommit över en "
        "säkerhetskopia av vår supportdatabas. Den innehöll namn, e-postadresser och "
        "supportärenden från omkring 3 400 kundföretag. Lösenord fanns inte i kopian.",
    ),
    (
        "sv",
        "Under helgen 3–4 maj 2025 loggade någon in i vårt system med en stulen "
        "inloggning från en tidigare konsult. Fakturor och kontaktuppgifter till våra "
        "kunder har visats.",
    ),
    (
        "sv",
        "Vår e-post har missbrukats. Den 3 juni klickade en medarbetare på en länk i ett "
        "falskt mejl och lämnade ut sitt lösenord. Angriparen kunde läsa mejl under två "
        "dagar. Mejlen innehöll offerter och i enstaka fall personnummer. Vi har anmält "
        "händelsen till IMY.",
    ),
    (
        "sv",
        "En bärbar dator stals ur en bil i Norrköping den 4 april 2024. På datorn fanns "
        "listor med elevers namn, klass och omdömen. Disken var inte krypterad. Stölden "
        "är polisanmäld.",
    ),
    (
        "sv",
        "En medarbetare på hemtjänsten har tagit del av journaler utan att ha med "
        "patienterna att göra. 63 patienter berörs. Region Vinterå har anmält händelsen "
        "till Integritetsskyddsmyndigheten.",
    ),
    (
        "en",
        "A nurse looked at the records of 63 patients without a work reason. Wintermere "
        "Trust has reported the matter to the Information Commissioner's Office. No "
        "financial details were seen.",
    ),
]
NOTHING_HAPPENED = [
    (
        "en",
        "How we protect your data. We have invested in modern firewalls and have trained "
        "all staff. Since 2019 we have had an external auditor test our systems every "
        "year. If an unauthorised party gains access to your data, we will tell you "
        "within 72 hours.",
    ),
    (
        "en",
        "Data breach policy, version 3, approved on 12 May 2023. A breach has occurred "
        "when personal data has been lost, stolen or sent to the wrong person. Staff must"
        " report breaches to the data protection officer. The officer decides whether the"
        " ICO has to be told.",
    ),
    (
        "en",
        "Annual report 2023. During the year we received 1,204 breach reports. Most of "
        "them were letters that had been sent to the wrong recipient. The authority has "
        "issued eleven reprimands.",
    ),
    (
        "en",
        "What to do if your password was stolen. Change it at once. We have seen many "
        "cases where criminals used a stolen password on several sites. Tell your bank.",
    ),
    (
        "sv",
        "Så skyddar vi dina uppgifter. Vi har infört tvåstegsinloggning och har utbildat "
        "all personal. Sedan 2019 har en extern revisor testat våra system varje år. Om "
        "en obehörig får åtkomst till dina uppgifter hör vi av oss inom 72 timmar.",
    ),
    (
        "sv",
        "Årsrapport 2023. Under året fick vi in 1 204 anmälningar om "
        "personuppgiftsincidenter. De flesta gällde brev och mejl som hade skickats till "
        "fel mottagare. Myndigheten har inlett elva tillsynsärenden.",
    ),
    (
        "sv",
        "Fem lärdomar av förra årets attacker. Angripare tog sig in med stulna lösenord. "
        "Vårt team har hjälpt fler än 400 organisationer. Boka ett möte så visar vi hur "
        "vår plattform stoppar intrång.",
    ),
    (
        "sv",
        "Driftinformation. Söndagen den 4 maj uppdaterade vi våra servrar mellan 02 och "
        "05. Portalen låg nere under tiden. Allt fungerar nu.",
    ),
    (
        "en",
        "Our history. Founded in 1998, we have grown to 300 employees. In 2015 we had a "
        "fire at our old warehouse and moved to Leeds.",
    ),
    (
        "en",
        "Terms of service. We have the right to suspend accounts that were accessed by an"
        " unauthorised person. You have told us your e-mail address and your password.",
    ),
    (
        "en",
        "FAQ for suppliers. We have introduced a new form for reporting incidents. It was"
        " published on 1 March 2025. Suppliers have to say which data was lost and when "
        "the ICO was told.",
    ),
    (
        "sv",
        "Frågor från leverantörer. Vi har infört en ny blankett för att anmäla "
        "incidenter. Den publicerades den 1 mars 2025. Leverantören anger vilka uppgifter"
        " som har förlorats och när IMY fick veta det.",
    ),
]


@pytest.mark.parametrize(("language", "text"), TOLD)
def test_a_few_sentences_on_what_befell_us_are_an_incident(language: str, text: str):
    assert read_claims(from_text(text), language=language).is_incident


@pytest.mark.parametrize(("language", "text"), NOTHING_HAPPENED)
def test_texts_that_only_speak_of_incidents_stay_empty(language: str, text: str):
    claims = read_claims(from_text(text), language=language)
    assert not claims.is_incident
    assert not claims.claims
