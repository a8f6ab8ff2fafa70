"""Short texts with who serves whom: invented parties, one way to say it each."""

from __future__ import annotations

Case = tuple[str, str, frozenset[tuple[str, str]]]

CASES: tuple[Case, ...] = (
    (
        "en",
        "BlueFern plc confirmed on Monday that staff data was among the information "
        "stolen when its payroll provider Tallyroom was hacked in March 2025.",
        frozenset([("Tallyroom", "BlueFern")]),
    ),
    (
        "en",
        "Hackers broke into the servers of Tallyroom on 4 March 2025 and stole payroll "
        "files. Tallyroom's customers include BlueFern, Oakline Airways and the "
        "broadcaster Channel North. Names and bank details were taken.",
        frozenset(
            [
                ("Tallyroom", "BlueFern"),
                ("Tallyroom", "Channel North"),
                ("Tallyroom", "Oakline Airways"),
            ]
        ),
    ),
    (
        "en",
        "Harlow & Finch, the outsourcing company which administers pensions for Northmoor"
        " Water and Civic Rail, said on 3 May 2025 that it had suffered a cyber attack. "
        "Dates of birth may have been taken.",
        frozenset([("Harlow & Finch", "Civic Rail"), ("Harlow & Finch", "Northmoor Water")]),
    ),
    (
        "en",
        "Westhaven Transport Board\n\nWe use a company called Veyra to process parking "
        "fines. On 2 June 2025 Veyra informed us that it had been the victim of a "
        "ransomware attack. Names and number plates of drivers were stolen.",
        frozenset([("Veyra", "Westhaven Transport Board")]),
    ),
    (
        "en",
        "Following a ransomware attack on the cloud provider Nimbusgate, which hosts the "
        "donor platform of Giveline Systems, several charities are affected. Among them "
        "are Hearth Trust and Paws United, which both use Giveline Systems. Donors' names"
        " were stolen on 1 May 2025.",
        frozenset(
            [
                ("Giveline Systems", "Hearth Trust"),
                ("Giveline Systems", "Paws United"),
                ("Nimbusgate", "Giveline Systems"),
            ]
        ),
    ),
    (
        "en",
        "Data belonging to patients of St Bride's Hospital was accessed in a cyber attack"
        " on Medtype, a transcription company, in April 2025.",
        frozenset([("Medtype", "St Bride's Hospital")]),
    ),
    (
        "en",
        "Ransomware at Keystroke Dental Software\n\nKeystroke, whose software is used by "
        "the Brightsmile and Oakdental chains, was attacked on 9 January 2025. Patient "
        "records of Brightsmile were encrypted.",
        frozenset(
            [
                ("Keystroke", "Brightsmile"),
                ("Keystroke", "Oakdental"),
            ]
        ),
    ),
    (
        "en",
        "Fenland Council and its neighbour Marsh District Council have shut their "
        "benefits portal after a breach at Claimwise on 8 July 2025. Both councils buy "
        "the portal from Claimwise. Names of claimants were exposed.",
        frozenset([("Claimwise", "Fenland Council"), ("Claimwise", "Marsh District Council")]),
    ),
    (
        "en",
        "Dear customer,\n\nOur delivery partner, Parcelhound, has told us that its "
        "systems were accessed by an unauthorised party on 12 May 2025. Your name and "
        "address were copied.\n\nThe team at Rosebud Tea",
        frozenset([("Parcelhound", "Rosebud Tea")]),
    ),
    (
        "en",
        "The Ministry of Fisheries said records of 3,000 skippers were stolen from a "
        "server run by Trawlnet, a contractor. The attack happened on 6 June 2025.",
        frozenset([("Trawlnet", "Ministry of Fisheries")]),
    ),
    (
        "de",
        "Bei dem IT-Dienstleister Lindwurm Systems sind am 5. Mai 2025 Daten gestohlen "
        "worden. Betroffen sind die Moorland BKK, die Securia Krankenkasse und die BKK "
        "Hansering. Namen und Geburtsdaten wurden kopiert.",
        frozenset(
            [
                ("Lindwurm Systems", "BKK Hansering"),
                ("Lindwurm Systems", "Moorland BKK"),
                ("Lindwurm Systems", "Securia Krankenkasse"),
            ]
        ),
    ),
    (
        "de",
        "Hacker haben den Dienstleister Lindwurm angegriffen. Zu den Kunden von Lindwurm "
        "gehören die Moorland BKK, die Securia Krankenkasse und rund 40 weitere Kassen. "
        "Der Angriff begann am 3. Juni 2025.",
        frozenset([("Lindwurm", "Moorland BKK"), ("Lindwurm", "Securia Krankenkasse")]),
    ),
    (
        "de",
        "Die Hochschule Auenfeld teilt mit, dass ihr Anbieter für Prüfungssoftware, die "
        "Firma Examio, am 2. April 2025 Opfer eines Hackerangriffs wurde. Matrikelnummern"
        " wurden entwendet.",
        frozenset([("Examio", "Hochschule Auenfeld")]),
    ),
    (
        "de",
        "Der Landkreis Hohenau lässt seine Gehaltsabrechnung von der Lohnbüro Kern KG "
        "erledigen. Diese wurde am 7. März 2025 Opfer eines Cyberangriffs. Gehaltsdaten "
        "wurden gestohlen.",
        frozenset([("Lohnbüro Kern KG", "Landkreis Hohenau")]),
    ),
    (
        "de",
        "Wie das Klinikum Seeblick mitteilte, ist es von dem Cyberangriff auf seinen "
        "Labordienstleister Analytica Nord betroffen. Befunde von Patienten wurden am 9. "
        "Mai 2025 kopiert.",
        frozenset([("Analytica Nord", "Klinikum Seeblick")]),
    ),
    (
        "de",
        "Die Daten lagen bei der Wolkenhaus GmbH, die Kunden wie die Gemeinde Talbach und"
        " die Stadt Erlen betreut. Die Wolkenhaus GmbH wurde am 4. Juni 2025 gehackt. "
        "Namen wurden veröffentlicht.",
        frozenset([("Wolkenhaus GmbH", "Gemeinde Talbach"), ("Wolkenhaus GmbH", "Stadt Erlen")]),
    ),
    (
        "de",
        "Auch die Stadtwerke Ilmtal sind betroffen: Ihr Callcenter-Dienstleister "
        "Rufbereit wurde am 11. Juli 2025 gehackt. Telefonnummern von Kunden wurden "
        "entwendet.",
        frozenset([("Rufbereit", "Stadtwerke Ilmtal")]),
    ),
    (
        "de",
        "Sehr geehrte Mitglieder,\n\nunser Verein nutzt für die Mitgliederverwaltung das "
        "Programm Vereinio der Softmann GmbH. Die Softmann GmbH hat uns am 3. August 2025"
        " über einen Cyberangriff informiert. Namen und Anschriften wurden "
        "kopiert.\n\nTurnverein Grünau e.V.",
        frozenset([("Softmann GmbH", "Turnverein Grünau e.V.")]),
    ),
    (
        "de",
        "Cyberangriff auf Müllabfuhr-Abrechner\n\nDie Gebührenzentrale Süd, ein "
        "Dienstleister der Städte Ahlen und Brockheim, wurde am 2. Mai 2025 angegriffen. "
        "Kontodaten könnten abgeflossen sein.",
        frozenset([("Gebührenzentrale Süd", "Ahlen"), ("Gebührenzentrale Süd", "Brockheim")]),
    ),
    (
        "de",
        "Die Bank Nordlicht und die Sparkasse Tiefental informieren ihre Kunden über ein "
        "Datenleck bei der Kontowechsel Direkt GmbH, mit der beide Institute "
        "zusammenarbeiten. Am 6. Mai 2025 wurden Namen und IBAN entwendet.",
        frozenset(
            [
                ("Kontowechsel Direkt GmbH", "Bank Nordlicht"),
                ("Kontowechsel Direkt GmbH", "Sparkasse Tiefental"),
            ]
        ),
    ),
    (
        "sv",
        "Efter it-attacken mot Journalia uppger Region Torsby och Region Älvdal att deras"
        " bokningar ligger nere. Regionerna köper bokningssystemet av Journalia. Attacken"
        " skedde den 3 mars 2025.",
        frozenset([("Journalia", "Region Torsby"), ("Journalia", "Region Älvdal")]),
    ),
    (
        "sv",
        "Parkeringsbolaget Rutan, som sköter parkeringen åt Ekstads kommun och Bostads AB"
        " Furan, utsattes den 4 maj 2025 för ett dataintrång. Registreringsnummer har "
        "läckt.",
        frozenset([("Rutan", "Bostads AB Furan"), ("Rutan", "Ekstads kommun")]),
    ),
    (
        "sv",
        "Högskolan i Lindås använder systemet Tentaro från företaget Provkraft AB. "
        "Provkraft meddelade den 2 juni 2025 att man haft ett dataintrång. Personnummer "
        "har läckt.",
        frozenset([("Provkraft AB", "Högskolan i Lindås")]),
    ),
    (
        "sv",
        "Bergsunds kommun informerar\n\nKommunens leverantör av skolskjutsplanering, "
        "Turlinjen AB, utsattes den 9 september 2025 för en cyberattack. Namn och "
        "adresser till elever kan ha läckt.",
        frozenset([("Turlinjen AB", "Bergsunds kommun")]),
    ),
    (
        "sv",
        "Hotellkedjan Nordlyktan bekräftar att gästuppgifter stulits sedan "
        "bokningsbolaget Checkin One hackats den 5 maj 2025.",
        frozenset([("Checkin One", "Nordlyktan")]),
    ),
    (
        "sv",
        "Telenätet AB hyr in kundtjänst från Rösta Kontakt, som i sin tur lagrar samtal "
        "hos molnleverantören Himlavalv. Den 7 juli 2025 utsattes Himlavalv för ett "
        "dataintrång. Inspelade samtal har läckt.",
        frozenset([("Himlavalv", "Rösta Kontakt"), ("Rösta Kontakt", "Telenätet AB")]),
    ),
    (
        "sv",
        "Flera bostadsbolag, däribland Tröskeln, Portalen och Hemvist, drabbas av "
        "cyberattacken mot Nyckelsystem AB. Attacken upptäcktes den 3 april 2025.",
        frozenset(
            [
                ("Nyckelsystem AB", "Hemvist"),
                ("Nyckelsystem AB", "Portalen"),
                ("Nyckelsystem AB", "Tröskeln"),
            ]
        ),
    ),
    (
        "sv",
        "Vi på Fackförbundet Norden vill informera om att Ledarlabbet, som ordnar kurser "
        "åt oss, har haft ett dataintrång den 8 maj 2025. Namn och e-postadresser har "
        "spridits.",
        frozenset([("Ledarlabbet", "Fackförbundet Norden")]),
    ),
    (
        "sv",
        "Museet Gruvan och konsthallen Ljuset säljer sina biljetter via Entréa, som "
        "drabbades av ett intrång den 3 augusti 2025. E-postadresser har läckt.",
        frozenset([("Entréa", "Museet Gruvan"), ("Entréa", "Ljuset")]),
    ),
    (
        "sv",
        "It-bolaget Fjärrstyrt har drabbats av ransomware. Bolaget driftar system åt ett "
        "trettiotal kommuner. Värna, Soltorp och Mo kommun har bekräftat att de är "
        "drabbade. Attacken skedde den 5 juni 2025.",
        frozenset(
            [("Fjärrstyrt", "Mo kommun"), ("Fjärrstyrt", "Soltorp"), ("Fjärrstyrt", "Värna")]
        ),
    ),
    (
        "de",
        "Störung bei mehreren Krankenkassen\n\nNach einem Cyberangriff auf den "
        "IT-Dienstleister Kassendata sind am 14. April 2025 viele Kassen nur "
        "eingeschränkt erreichbar. Die Webseiten der Moorland BKK, der Securia "
        "Krankenkasse und der BKK Hansering waren offline. Die Heimat Krankenkasse Süd "
        "meldete, dass elektronische Krankmeldungen verspätet ankommen.",
        frozenset(
            [
                ("Kassendata", "BKK Hansering"),
                ("Kassendata", "Heimat Krankenkasse Süd"),
                ("Kassendata", "Moorland BKK"),
                ("Kassendata", "Securia Krankenkasse"),
            ]
        ),
    ),
    (
        "de",
        "Kassendata musste am 14. April 2025 nach einem Angriff seine Systeme vom Netz "
        "nehmen. Rund 80 Krankenkassen nutzen die Dienste von Kassendata, darunter "
        "Moorland BKK, Securia, Novum BKK, BKK Hansering und Mobil Kasse. "
        "Versichertendaten seien nicht abgeflossen.",
        frozenset(
            [
                ("Kassendata", "BKK Hansering"),
                ("Kassendata", "Mobil Kasse"),
                ("Kassendata", "Moorland BKK"),
                ("Kassendata", "Novum BKK"),
                ("Kassendata", "Securia"),
            ]
        ),
    ),
    (
        "de",
        "Folgende Kommunen sind von dem Hackerangriff auf die Südnetz IT betroffen:\n\n- "
        "Stadt Erlbach\n- Gemeinde Tannried\n- Landkreis Oberau\n\nDer Angriff wurde am "
        "2. März 2025 bemerkt.",
        frozenset(
            [
                ("Südnetz IT", "Gemeinde Tannried"),
                ("Südnetz IT", "Landkreis Oberau"),
                ("Südnetz IT", "Stadt Erlbach"),
            ]
        ),
    ),
    (
        "de",
        "Die Universität Weilheim hat Studierende über einen Sicherheitsvorfall "
        "informiert. Betroffen ist das Prüfungsportal, das der Anbieter Campuswerk für "
        "die Universität betreibt. Am 9. Juni 2025 verschafften sich Unbekannte Zugriff "
        "auf Namen und Noten.",
        frozenset([("Campuswerk", "Universität Weilheim")]),
    ),
    (
        "de",
        "Cyberangriff trifft Kliniken: Das Klinikum Rosental und die Hirschbach Klinik "
        "haben ihre Notaufnahmen abgemeldet, nachdem ihr gemeinsamer IT-Dienstleister "
        "Medinetz Opfer eines Ransomware-Angriffs geworden ist. Der Angriff erfolgte am "
        "3. Mai 2025.",
        frozenset([("Medinetz", "Hirschbach Klinik"), ("Medinetz", "Klinikum Rosental")]),
    ),
    (
        "de",
        "Die Zeitung Der Bote berichtet, dass beim Bezahldienst Zahlfix am 4. Mai 2025 "
        "Daten gestohlen wurden. Zu dessen Kunden zählt auch das Möbelhaus Eichler. "
        "Eichler bestätigte, dass Namen seiner Kunden betroffen sind.",
        frozenset([("Zahlfix", "Möbelhaus Eichler")]),
    ),
    (
        "de",
        "Wir, die Volksbank Heidetal, möchten Sie über einen Vorfall bei unserem Partner "
        "Scanwerk informieren. Scanwerk digitalisiert für uns Briefe. Am 8. Juli 2025 "
        "wurden dort Dokumente mit IBAN und Anschrift entwendet.",
        frozenset([("Scanwerk", "Volksbank Heidetal")]),
    ),
    (
        "de",
        "Ein Subunternehmer der Druckhaus Rhein GmbH, die Firma Kuvertix, wurde am 6. "
        "August 2025 gehackt. Die Druckhaus Rhein GmbH verschickt für die Stadtwerke "
        "Bergau Rechnungen. Adressen von 3.000 Kunden wurden kopiert.",
        frozenset(
            [("Druckhaus Rhein GmbH", "Stadtwerke Bergau"), ("Kuvertix", "Druckhaus Rhein GmbH")]
        ),
    ),
    (
        "en",
        "Shoppers of the clothing chain Marlow & Vine have been told that their order "
        "details were exposed in a breach at Checkstream, the firm behind its online "
        "checkout. The breach took place on 3 May 2025.",
        frozenset([("Checkstream", "Marlow & Vine")]),
    ),
    (
        "en",
        "The University of Penrose has become the latest institution to confirm that it "
        "was caught up in the Donorbase breach. Donorbase, which provides fundraising "
        "software to more than 400 universities, was hacked in May 2025.",
        frozenset([("Donorbase", "University of Penrose")]),
    ),
    (
        "en",
        "Aldgate NHS Trust has cancelled 200 operations because of a ransomware attack on"
        " Synlab Path, which analyses its blood samples. The attack began on 3 June 2025.",
        frozenset([("Synlab Path", "Aldgate NHS Trust")]),
    ),
    (
        "en",
        "Staff at the Corvane Bank and at insurer Greystoke had their national insurance "
        "numbers stolen after hackers exploited a flaw in Movefile, a tool used by "
        "payroll firm Wagewise. Wagewise confirmed on 5 June 2025 that eight customers "
        "were affected.",
        frozenset([("Wagewise", "Corvane Bank"), ("Wagewise", "Greystoke")]),
    ),
    (
        "en",
        "Our systems have not been affected. However, Postbridge, the company we use to "
        "send letters, suffered a cyber attack on 9 May 2025 and your name and address "
        "may have been taken.\n\nNorth Lindsey Housing",
        frozenset([("Postbridge", "North Lindsey Housing")]),
    ),
    (
        "en",
        "A data breach at the alumni platform Gradlink has exposed the records of "
        "graduates from three colleges: Ashmoor College, Wexley College and St Hilda's "
        "Hall. Gradlink said the intrusion was detected on 2 April 2025.",
        frozenset(
            [
                ("Gradlink", "Ashmoor College"),
                ("Gradlink", "St Hilda's Hall"),
                ("Gradlink", "Wexley College"),
            ]
        ),
    ),
    (
        "en",
        "Police Scotland officers' details may have been stolen from Warrantcard, which "
        "makes its identity cards. Warrantcard also supplies Northgate Police and the "
        "Border Guard. The hack came to light on 4 August 2025.",
        frozenset(
            [
                ("Warrantcard", "Border Guard"),
                ("Warrantcard", "Northgate Police"),
                ("Warrantcard", "Police Scotland"),
            ]
        ),
    ),
    (
        "en",
        "In a letter to parents, Oakwell Academy said that its management information "
        "system, supplied by Schoolbase Ltd, had been accessed by criminals on 12 March "
        "2025. Pupils' dates of birth were copied.",
        frozenset([("Schoolbase Ltd", "Oakwell Academy")]),
    ),
    (
        "en",
        "Trustees of the Brackley Pension Plan were told on 7 May 2025 by the plan's "
        "administrator, Cedar Actuarial, of unauthorised access to a server. Members' "
        "names were viewed.",
        frozenset([("Cedar Actuarial", "Brackley Pension Plan")]),
    ),
    (
        "en",
        "Hearthside Energy has confirmed that customer data was stolen from a contact "
        "centre run by Voxpoint. Voxpoint stores its recordings with cloud company "
        "Skyvault, where the breach happened on 1 July 2025.",
        frozenset([("Skyvault", "Voxpoint"), ("Voxpoint", "Hearthside Energy")]),
    ),
    (
        "sv",
        "Sju kommuner i länet, bland dem Tranby och Östervik, har stängt sina e-tjänster "
        "efter ett intrång hos Formulärtjänst AB. Intrånget upptäcktes den 4 mars 2025.",
        frozenset([("Formulärtjänst AB", "Tranby"), ("Formulärtjänst AB", "Östervik")]),
    ),
    (
        "sv",
        "Region Mittland polisanmäler ett dataintrång hos det privata labbet Analysera, "
        "som utför prover åt regionen. Intrånget skedde den 5 maj 2025. Provsvar kan ha "
        "läckt.",
        frozenset([("Analysera", "Region Mittland")]),
    ),
    (
        "sv",
        "Till våra gäster\n\nBokningssystemet Roomly, som vi på Hotell Skeppet använder, "
        "har hackats. Den 2 juni 2025 kom obehöriga över namn och kortnummer.",
        frozenset([("Roomly", "Hotell Skeppet")]),
    ),
    (
        "sv",
        "Försäkringsbolaget Trygga Hem meddelar att kunduppgifter läckt från "
        "underleverantören Skadeverkstan. Läckan upptäcktes den 9 april 2025.",
        frozenset([("Skadeverkstan", "Trygga Hem")]),
    ),
    (
        "sv",
        "Angreppet mot Vårdplattformen AB den 7 juni 2025 har fått följder för flera "
        "privata vårdgivare. Capella Vård, Närhjälpen och Rehab Norr har alla varit "
        "tvungna att gå över till papper.",
        frozenset(
            [
                ("Vårdplattformen AB", "Capella Vård"),
                ("Vårdplattformen AB", "Närhjälpen"),
                ("Vårdplattformen AB", "Rehab Norr"),
            ]
        ),
    ),
    (
        "sv",
        "Universitetet i Sandhamn köper sin studentmejl av Brevduvan AB. Företaget "
        "drabbades den 8 augusti 2025 av ett dataintrång och lösenord har läckt.",
        frozenset([("Brevduvan AB", "Universitetet i Sandhamn")]),
    ),
    (
        "sv",
        "Kunder hos elbolaget Strömsnål har fått sina uppgifter läckta. Uppgifterna låg "
        "hos inkassobolaget Betalnu, som den 3 juli 2025 utsattes för en "
        "ransomware-attack.",
        frozenset([("Betalnu", "Strömsnål")]),
    ),
    (
        "sv",
        "Hyresgästföreningen Söderort skriver till sina medlemmar: Det tryckeri som "
        "trycker vår tidning, Grafikhuset, har haft ett dataintrång den 5 maj 2025. "
        "Adresser har läckt.",
        frozenset([("Grafikhuset", "Hyresgästföreningen Söderort")]),
    ),
    (
        "sv",
        "Trafikbolaget Linjen och dess systemleverantör Biljettera uppger att resenärers "
        "betalkort kan ha kopierats. Biljettera upptäckte intrånget den 6 juni 2025.",
        frozenset([("Biljettera", "Linjen")]),
    ),
    (
        "en",
        "Cyber attack on Lockerline hits parcel firms\n\nParcel firms Swiftdrop and "
        "Redvan are warning customers after criminals broke into Lockerline, whose "
        "software opens their collection lockers. The break-in was noticed on 5 May 2025."
        " Mobile numbers were taken.",
        frozenset([("Lockerline", "Redvan"), ("Lockerline", "Swiftdrop")]),
    ),
    (
        "en",
        "Dear colleague\n\nYou may have read about the incident at Perkport, through "
        "which we offer our staff discounts. Perkport has confirmed to us that your work "
        "email address was among the data copied on 3 June 2025.\n\nPeople Team, "
        "Brightwater Council",
        frozenset([("Perkport", "Brightwater Council")]),
    ),
    (
        "en",
        "The Royal Tarn Hospital relies on Imagestore for its X-rays. On 8 July 2025 "
        "Imagestore was hit by ransomware and scans could not be viewed for two days.",
        frozenset([("Imagestore", "Royal Tarn Hospital")]),
    ),
    (
        "en",
        "A spokesman for Kestrel Airways said that a third party had gained access to a "
        "booking database at its IT partner Skylark Systems on 2 May 2025. Passport "
        "numbers were exposed.",
        frozenset([("Skylark Systems", "Kestrel Airways")]),
    ),
    (
        "en",
        "Mossley Borough Council, Harle Borough Council and Trent Water all use Paypoint "
        "Local to take payments. The company said on 6 August 2025 that card details had "
        "been stolen by hackers.",
        frozenset(
            [
                ("Paypoint Local", "Harle Borough Council"),
                ("Paypoint Local", "Mossley Borough Council"),
                ("Paypoint Local", "Trent Water"),
            ]
        ),
    ),
    (
        "en",
        "Sparrow Clinics outsourced its call handling to Ringwell two years ago. Now "
        "Ringwell has told the clinics that recordings were published on the dark web on "
        "1 September 2025.",
        frozenset([("Ringwell", "Sparrow Clinics")]),
    ),
    (
        "en",
        "Ecclesfield College: IT incident update\n\nThe College was contacted on 4 "
        "October 2025 by Studentfile, the supplier of our records system. Studentfile had"
        " found that an attacker had downloaded a back-up. It holds names, dates of birth"
        " and grades.",
        frozenset([("Studentfile", "Ecclesfield College")]),
    ),
    (
        "en",
        "Trainline operator Northern Loop said the attack on Trackwise, its signalling "
        "data provider, forced it to cancel trains on 9 November 2025. Rival Western "
        "Loop, also a Trackwise customer, ran a normal service.",
        frozenset([("Trackwise", "Northern Loop"), ("Trackwise", "Western Loop")]),
    ),
    (
        "de",
        "Die Gemeinde Auhausen hat am 5. Mai 2025 erfahren, dass bei der Firma Wahlprint,"
        " die die Wahlbenachrichtigungen druckt, ein Server gehackt wurde. Namen und "
        "Adressen von Wählern wurden kopiert.",
        frozenset([("Wahlprint", "Gemeinde Auhausen")]),
    ),
    (
        "de",
        "Sehr geehrte Patientin,\n\nunsere Praxis lässt Laborproben von dem Labor "
        "Analytix untersuchen. Das Labor Analytix wurde am 3. Juni 2025 Opfer eines "
        "Cyberangriffs. Ihre Befunde könnten betroffen sein.\n\nGemeinschaftspraxis "
        "Lindenhof",
        frozenset([("Labor Analytix", "Gemeinschaftspraxis Lindenhof")]),
    ),
    (
        "de",
        "Das Stadttheater Rehburg und das Museum am See verkaufen ihre Karten über "
        "Eventkasse. Am 8. Juli 2025 haben Hacker bei Eventkasse die Daten von Käufern "
        "erbeutet.",
        frozenset([("Eventkasse", "Museum am See"), ("Eventkasse", "Stadttheater Rehburg")]),
    ),
    (
        "de",
        "Hackerangriff auf Hausverwaltungssoftware: Die Immotools AG, deren Programm "
        "unter anderem die Wohnbau Elbtal und die Baugenossenschaft Frohsinn einsetzen, "
        "meldete am 2. August 2025 einen unbefugten Zugriff. Mieterdaten seien entwendet "
        "worden.",
        frozenset(
            [("Immotools AG", "Baugenossenschaft Frohsinn"), ("Immotools AG", "Wohnbau Elbtal")]
        ),
    ),
    (
        "de",
        "Der Energieversorger Lechtal Strom teilte mit, sein Postdienstleister Brieffix "
        "sei am 6. September 2025 gehackt worden. Brieffix arbeitet auch für die Lechtal "
        "Sparkasse.",
        frozenset([("Brieffix", "Lechtal Sparkasse"), ("Brieffix", "Lechtal Strom")]),
    ),
    (
        "de",
        "Wegen eines Ransomware-Angriffs auf ihren Softwarelieferanten Kassenpunkt konnte"
        " die Bäckereikette Krume am 4. Oktober 2025 keine Kartenzahlung annehmen.",
        frozenset([("Kassenpunkt", "Krume")]),
    ),
    (
        "de",
        "Im Auftrag des Ministeriums für Verkehr betreibt die Mautwerk GmbH das Portal. "
        "Am 7. November 2025 verschafften sich Unbekannte Zugriff auf Daten der Mautwerk "
        "GmbH. Kennzeichen wurden veröffentlicht.",
        frozenset([("Mautwerk GmbH", "Ministerium für Verkehr")]),
    ),
    (
        "sv",
        "Ett intrång hos Skolbilden AB den 5 maj 2025 har drabbat elever i Kvarnby kommun"
        " och på Friskolan Regnbågen. Skolbilden fotograferar elever åt båda.",
        frozenset([("Skolbilden AB", "Friskolan Regnbågen"), ("Skolbilden AB", "Kvarnby kommun")]),
    ),
    (
        "sv",
        "Vi på Tandhälsan Väst har fått veta att Kallelsebrev, företaget som skickar våra"
        " påminnelser, blev hackat den 3 juni 2025. Namn och mobilnummer kan ha läckt.",
        frozenset([("Kallelsebrev", "Tandhälsan Väst")]),
    ),
    (
        "sv",
        "Regionens upphandlade leverantör av hjälpmedel, Stödteknik i Väst AB, har "
        "polisanmält ett dataintrång den 8 juli 2025. Uppgifter om patienter i Region "
        "Halva kan ha kopierats.",
        frozenset([("Stödteknik i Väst AB", "Region Halva")]),
    ),
    (
        "sv",
        "Bussbolaget Rutten och tågoperatören Spårlös tvingades ställa in "
        "biljettförsäljningen sedan betalleverantören Swishpay drabbats av en "
        "överbelastningsattack den 2 augusti 2025.",
        frozenset([("Swishpay", "Rutten"), ("Swishpay", "Spårlös")]),
    ),
    (
        "sv",
        "Stiftelsen Barnens Dag använder insamlingsplattformen Givandet. Den 6 september "
        "2025 meddelade Givandet att en obehörig kommit åt uppgifter om givare.",
        frozenset([("Givandet", "Stiftelsen Barnens Dag")]),
    ),
    (
        "sv",
        "Lerviks kommun, Sundby kommun och Region Ö har stängt av kopplingen till "
        "Vårdbryggan, efter att bolaget bakom tjänsten, Brygghuset AB, hackats den 4 "
        "oktober 2025.",
        frozenset(
            [
                ("Brygghuset AB", "Lerviks kommun"),
                ("Brygghuset AB", "Region Ö"),
                ("Brygghuset AB", "Sundby kommun"),
            ]
        ),
    ),
    (
        "sv",
        "Kyrkans försäkringsgivare Trygghet anlitar Arkivera för inskanning av post. Hos "
        "Arkivera upptäcktes den 7 november 2025 ett intrång. Läkarintyg har läckt.",
        frozenset([("Arkivera", "Trygghet")]),
    ),
    (
        "en",
        "Fashion retailer Larch & Thorn says names and addresses of online shoppers were "
        "stolen in a raid on its warehouse partner Stackwell on 2 May 2025.",
        frozenset([("Stackwell", "Larch & Thorn")]),
    ),
    (
        "en",
        "Two hospital trusts, Barrow Vale and Ullet Bridge, are running on paper after "
        "their rostering supplier Shiftly was knocked offline by ransomware on 5 June "
        "2025.",
        frozenset([("Shiftly", "Barrow Vale"), ("Shiftly", "Ullet Bridge")]),
    ),
    (
        "en",
        "On 8 July 2025 Quaymaster Ltd, a company that processes berth bookings for Port "
        "Ellery, told the port that an unauthorised person had viewed its database. Names"
        " and boat registrations were seen.",
        frozenset([("Quaymaster Ltd", "Port Ellery")]),
    ),
    (
        "en",
        "Hello,\n\nwe're writing because Formbase, the survey tool we used for our 2024 "
        "reader poll, has been hacked. The breach happened on 1 August 2025. Your email "
        "address was in the file.\n\nThe Weekly Heron",
        frozenset([("Formbase", "The Weekly Heron")]),
    ),
    (
        "en",
        "Tenants of Castlegate Homes have had their bank details stolen. The housing "
        "association blamed Rentflow, its payments contractor, which was breached on 3 "
        "September 2025.",
        frozenset([("Rentflow", "Castlegate Homes")]),
    ),
    (
        "en",
        "The attack on Datapier began on 4 October 2025. Among its clients are the "
        "Ministry of Ports, the Coast Guard Agency and Harbour Pilots Ltd. Only Harbour "
        "Pilots Ltd has confirmed that its files were taken.",
        frozenset(
            [
                ("Datapier", "Coast Guard Agency"),
                ("Datapier", "Harbour Pilots Ltd"),
                ("Datapier", "Ministry of Ports"),
            ]
        ),
    ),
    (
        "en",
        "Union Mutual said a mailing house, Foldline, had sent letters with the policy "
        "numbers of other customers on 6 November 2025. It was a mistake, not an attack.",
        frozenset([("Foldline", "Union Mutual")]),
    ),
    (
        "en",
        "Nettle Valley Council has been told by Gritstone IT, which hosts its planning "
        "portal at a data centre owned by Coldaisle, that Coldaisle suffered a ransomware"
        " attack on 7 May 2025.",
        frozenset([("Coldaisle", "Gritstone IT"), ("Gritstone IT", "Nettle Valley Council")]),
    ),
    (
        "de",
        "Der Stromversorger Ahrlicht warnt vor Phishing: Bei seinem Newsletter-Anbieter "
        "Mailwind wurden am 2. Mai 2025 E-Mail-Adressen kopiert.",
        frozenset([("Mailwind", "Ahrlicht")]),
    ),
    (
        "de",
        "Der Caritasverband Niederau und die Diakonie Hochtal mussten ihre Dienstplanung "
        "auf Papier umstellen, weil ihr Softwareanbieter Planfix am 5. Juni 2025 gehackt "
        "wurde.",
        frozenset([("Planfix", "Caritasverband Niederau"), ("Planfix", "Diakonie Hochtal")]),
    ),
    (
        "de",
        "Mitteilung der Gemeindewerke Tauber\n\nAm 8. Juli 2025 wurden wir von der Firma "
        "Zählerdaten Plus darüber informiert, dass ein Unbefugter auf deren Server "
        "zugegriffen hat. Zählerdaten Plus liest in unserem Auftrag die Zähler ab. Namen "
        "und Verbräuche wurden eingesehen.",
        frozenset([("Zählerdaten Plus", "Gemeindewerke Tauber")]),
    ),
    (
        "de",
        "Liebe Kundin, lieber Kunde,\n\nunser Zahlungsabwickler Paygut hat uns "
        "mitgeteilt, dass am 1. August 2025 Kreditkartendaten gestohlen wurden.\n\nIhr "
        "Team von Gartenwelt Moos",
        frozenset([("Paygut", "Gartenwelt Moos")]),
    ),
    (
        "de",
        "Hacker haben am 4. Oktober 2025 die Systeme der Hafen-IT Nord lahmgelegt. Das "
        "Unternehmen ist IT-Dienstleister der Reederei Sturmvogel, der Lotsenbrüderschaft"
        " Elbe und des Zollamts Brake.",
        frozenset(
            [
                ("Hafen-IT Nord", "Lotsenbrüderschaft Elbe"),
                ("Hafen-IT Nord", "Reederei Sturmvogel"),
                ("Hafen-IT Nord", "Zollamt Brake"),
            ]
        ),
    ),
    (
        "de",
        "Beim Essenslieferanten des Schulzentrums Bergfried, der Mensa Plus GmbH, gab es "
        "am 6. November 2025 eine Datenpanne. Allergien von Schülern waren im Internet "
        "einsehbar.",
        frozenset([("Mensa Plus GmbH", "Schulzentrum Bergfried")]),
    ),
    (
        "sv",
        "Klädkedjan Ullviken uppger att kunders adresser stulits vid ett intrång hos "
        "lagerpartnern Hyllan den 2 maj 2025.",
        frozenset([("Hyllan", "Ullviken")]),
    ),
    (
        "sv",
        "Länssjukhuset i Torp och Vårdcentralen Linden jobbar med papper och penna efter "
        "att schemaleverantören Passet slagits ut av ransomware den 5 juni 2025.",
        frozenset([("Passet", "Länssjukhuset i Torp"), ("Passet", "Vårdcentralen Linden")]),
    ),
    (
        "sv",
        "Hej!\n\nVi skriver till dig för att Enkätverket, som vi anlitade för vår "
        "medlemsundersökning, har blivit hackat. Det hände den 1 augusti 2025. Din "
        "e-postadress fanns med.\n\nNaturklubben",
        frozenset([("Enkätverket", "Naturklubben")]),
    ),
    (
        "sv",
        "Till kunderna hos Lastbryggan AB hör Hamnverket, Kustlotsen och Färjelinjen Syd."
        " Lastbryggan utsattes för en cyberattack den 4 oktober 2025.",
        frozenset(
            [
                ("Lastbryggan AB", "Färjelinjen Syd"),
                ("Lastbryggan AB", "Hamnverket"),
                ("Lastbryggan AB", "Kustlotsen"),
            ]
        ),
    ),
    (
        "sv",
        "Mellby kommun fick den 7 maj 2025 besked av Driftbolaget Öst, som driftar "
        "kommunens e-tjänster, om att deras datahall hos Kylgången drabbats av en "
        "ransomwareattack.",
        frozenset([("Driftbolaget Öst", "Mellby kommun"), ("Kylgången", "Driftbolaget Öst")]),
    ),
    (
        "sv",
        "Försäkringsbolaget Åkerbo beklagar att tryckeriet Falsen skickat brev till fel "
        "kunder den 6 november 2025. Personnummer syntes i fönstret.",
        frozenset([("Falsen", "Åkerbo")]),
    ),
    (
        "en",
        "Patients of three dental surgeries in Kent are being told that their records "
        "were copied during a cyber attack on Molarbase, the company whose software the "
        "surgeries use. Ashgrove Dental, Elmtree Dental and The Bridge Surgery were all "
        "affected by the incident on 2 May 2025.",
        frozenset(
            [
                ("Molarbase", "Ashgrove Dental"),
                ("Molarbase", "Elmtree Dental"),
                ("Molarbase", "The Bridge Surgery"),
            ]
        ),
    ),
    (
        "en",
        "Wheatley Water has written to 12,000 customers after Billpost, its billing "
        "agent, was breached on 4 June 2025.",
        frozenset([("Billpost", "Wheatley Water")]),
    ),
    (
        "en",
        "Ransomware group claims attack on Stormlink, supplier to emergency "
        "services\n\nStormlink provides radio systems to Eastmoor Fire Service and Coast "
        "Rescue. It confirmed on 7 July 2025 that files were stolen. Eastmoor Fire "
        "Service said it had switched to a back-up system.",
        frozenset([("Stormlink", "Coast Rescue"), ("Stormlink", "Eastmoor Fire Service")]),
    ),
    (
        "en",
        "We are contacting you as a member of the Rambler's Guild. Our membership cards "
        "are produced by Cardworks Ltd. Cardworks Ltd told us on 3 August 2025 that "
        "hackers had accessed names and addresses.",
        frozenset([("Cardworks Ltd", "Rambler's Guild")]),
    ),
    (
        "en",
        "Statement by the Chartered Institute of Bakers\n\nThe Institute's exam platform,"
        " which is hosted by Proctora, was unavailable from 2 to 4 September 2025 "
        "following a DDoS attack on Proctora.",
        frozenset([("Proctora", "Chartered Institute of Bakers")]),
    ),
    (
        "de",
        "Das Finanzministerium bestätigte, dass bei einem Angriff auf den Dienstleister "
        "Formulex am 2. Mai 2025 Steuerdaten kopiert wurden.",
        frozenset([("Formulex", "Finanzministerium")]),
    ),
    (
        "de",
        "Wegen eines Hackerangriffs auf die Firma Bettenplan konnten das Seniorenheim "
        "Abendruh und das Pflegezentrum Lindenau am 4. Juni 2025 nicht auf ihre "
        "Pflegeakten zugreifen.",
        frozenset(
            [("Bettenplan", "Pflegezentrum Lindenau"), ("Bettenplan", "Seniorenheim Abendruh")]
        ),
    ),
    (
        "de",
        "Information der Stadtsparkasse Moorbach\n\nUnsere Kontoauszüge werden von der "
        "Druckzentrum Süd GmbH gedruckt. Diese hat uns am 7. Juli 2025 über einen "
        "Cyberangriff informiert. IBAN und Namen könnten betroffen sein.",
        frozenset([("Druckzentrum Süd GmbH", "Stadtsparkasse Moorbach")]),
    ),
    (
        "de",
        "Der Ticketanbieter Kartenfee, der unter anderem für das Opernhaus Talheim und "
        "die Arena Westfeld Karten verkauft, meldete am 3. August 2025 ein Datenleck. "
        "E-Mail-Adressen wurden veröffentlicht.",
        frozenset([("Kartenfee", "Arena Westfeld"), ("Kartenfee", "Opernhaus Talheim")]),
    ),
    (
        "sv",
        "Färdtjänsten i Region Solna-Väst störs efter en attack mot beställningssystemet "
        "Resvägen, som levereras av Kollektiv IT AB. Attacken skedde den 2 maj 2025.",
        frozenset([("Kollektiv IT AB", "Region Solna-Väst")]),
    ),
    (
        "sv",
        "Sportklubben Pilen och Simsällskapet Vågen hör till de föreningar som drabbats "
        "sedan Medlemsnytt AB hackats den 4 juni 2025. Personnummer har läckt.",
        frozenset(
            [("Medlemsnytt AB", "Simsällskapet Vågen"), ("Medlemsnytt AB", "Sportklubben Pilen")]
        ),
    ),
    (
        "sv",
        "Information från Bostadsbolaget Eken\n\nVårt passersystem sköts av Nyckelvakten "
        "AB. Den 7 juli 2025 berättade Nyckelvakten för oss att någon tagit sig in i "
        "deras system. Koder till portar kan ha läckt.",
        frozenset([("Nyckelvakten AB", "Bostadsbolaget Eken")]),
    ),
    (
        "sv",
        "Åklagarkammaren bekräftar att handlingar läckt från advokatbyrån Ekmans "
        "it-leverantör Byråstöd. Intrånget upptäcktes den 3 augusti 2025.",
        frozenset([("Byråstöd", "Ekmans")]),
    ),
)
