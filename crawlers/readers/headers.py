"""What a table's headers usually mean, for a source that declares no columns of its own.

A header is taken when it equals one of these words, without case, accents, spaces and signs. What is not listed is left
out: a column that is misread is worse than one that an editor still has to name.
"""

import re
import unicodedata
from collections.abc import Iterable

USUAL: dict[str, str] = {
    "title": "title titel naam cursus cursusnaam cursustitel opleiding opleidingsnaam naamopleiding naamcursus "
             "opleidingstitel training trainingsnaam course coursename coursetitle name programma productnaam",
    "description": "description omschrijving beschrijving toelichting inhoud samenvatting korteomschrijving summary "
                   "cursusomschrijving",
    "url": "url link website webpagina webadres pagina deeplink inforurl meerinfo cursuslink courseurl",
    "provider_name": "provider providername aanbieder opleider instituut instelling school "
                      "opleidingsinstituut organisatie",
    "price_text": "price prijs kosten cursusprijs cursusgeld tarief bedrag verkoopprijs prijseuro "
                   "prijsineuro priceeur "
                  "deelnameprijs investering",
    "currency": "currency valuta pricecurrency munteenheid",
    "vat_text": "vat btw btwtekst btwstatus btwtarief inclexclbtw",
    "start_text": "start startdatum startdata startdate startmoment startmomenten begindatum "
                   "aanvang data datum datums "
                  "date dates planning",
    "end_text": "end einddatum enddate eind einde",
    "deadline_text": "deadline inschrijfdeadline aanmelddeadline aanmeldenvoor uiterstedatum "
                      "sluitingsdatum inschrijventot",
    "schedule_text": "schedule rooster lestijden lesdagen tijden dagen tijd",
    "place_text": "place plaats plaatsen locatie locaties location stad woonplaats cursuslocatie "
                   "lesplaats vestiging city",
    "street": "street straat adres address streetaddress",
    "postal_code": "postcode postalcode zip zipcode",
    "region": "region regio provincie province",
    "duration_text": "duration duur cursusduur lengte looptijd studieduur aantaldagen",
    "effort_text": "effort studiebelasting studielast uren urenperweek tijdsbesteding sbu",
    "level_text": "level niveau opleidingsniveau nlqf nlqfniveau mboniveau",
    "mode_text": "mode vorm lesvorm onderwijsvorm leervorm uitvoering uitvoeringsvorm deliverymode coursemode",
    "route_text": "route leerweg leerroute",
    "kind_text": "kind soort soortopleiding",
    "language_text": "language taal voertaal instructietaal",
    "credential_text": "credential certificaat diploma resultaat getuigschrift certificate",
    "requirements_text": "requirements vooropleiding toelatingseisen instroomeisen voorkennis "
                          "ingangseisen prerequisites",
    "audience_text": "audience doelgroep voorwie",
    "subjects": "subjects onderwerp onderwerpen trefwoorden categorie vakgebied branche keywords sector tags thema",
    "code": "code cursuscode courseid coursecode productcode opleidingscode identifier id cursusid",
    "crebo": "crebo crebocode crebonummer",
    "croho": "croho crohocode",
}  # fmt: skip
VAT = re.compile(r"\(?\b(?:excl|incl|vrij van)\w*\.?\s*(?:btw|vat)\b\.?\)?", re.I)
BY_WORD = {word: field for field, words in USUAL.items() for word in words.split()}


def guessed(headers: Iterable[str]) -> dict[str, str]:
    """Header -> our field, for those that are known; a field is given to the first header that means it."""
    found: dict[str, str] = {}
    for header in headers:
        field = BY_WORD.get(_bare(header)) or (header.strip() if header.strip() in USUAL else None)
        if field and field not in found.values():
            found[header] = field
    return found


def vat_of(header: str) -> str | None:
    """What a price's header says of VAT: `Prijs (excl. btw)` -> `excl. btw`."""
    found = VAT.search(header)
    return found.group().strip(" ()") if found else None


def _bare(header: str) -> str:
    plain = unicodedata.normalize("NFKD", VAT.sub("", header)).casefold()
    return re.sub(r"[^a-z0-9]", "", plain)
