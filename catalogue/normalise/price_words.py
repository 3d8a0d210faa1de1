"""The words that tell what an amount is: a price, another cost, with VAT or without, for a month or the whole."""

import re

from catalogue.normal import Per

OTHER_COST = re.compile(
    r"\b(?:her)?exam(?:en|ens|ination)?(?:\s?(?:geld|kosten|fee))?\b|\bexamen(?:geld|kosten|prijs|inschrijving)\w*"
    r"|\bproeve\b"
    r"|\b(?:les|studie|cursus|leer)?(?:materia(?:al|len)|material)s?(?:kosten)?\b|\bboeken?(?:geld|kosten"
    r"|pakket)?\b|\bbooks?\b"
    r"|\b(?:les|boeken|studie|leermiddelen|gereedschaps)pakket\b|\bliteratuur(?:kosten)?\b|\bgereedschap\w*"
    r"|licentie\w*|\b(?:vca-?|veiligheids)?pas(?:je\w*)?\b|\bkleding\b|\bwerkschoenen\b|\blaptop\b"
    r"|\b(?:in|aan)schrijf(?:geld|kosten)\b|\binschrijvingskosten\b|\bregistration fee\b|\badministratie\w*"
    r"|\bintake(?:kosten)?\b|\bkoffie\b|\bthee\b|\bdiner\w*|\bmaaltijd\w*"
    r"|\barrangement\w*|\bverblijf\w*|\bovernachting\w*|\bhotel\w*|\blunch\w*|\bcatering\w*|\bparke(?:er|ren)\w*"
    r"|\breiskosten\b|\bcertificaatkosten\b|\bdiplomakosten\b|\btoeslag\b"
    r"|(?<!niet-)(?<!niet )(?<!non-)\b(?:leden(?:prijs|tarief)?|members?)\b",
    re.I,
)
"""What a course may include; after "inclusief" the amount is the course's own."""
NO_PRICE = re.compile(
    r"subsidi\w*|korting\w*|\bdiscount\b|\bSOOB\b|\bSTAP\b|\bSLIM\b|\bO&O\b|fonds\w*|budget\w*"
    r"|\bvergoed\w*|\btegemoetkoming\b|\bbijdrage\b|\bbespa(?:ar|ren|ring)\w*|\bvoordeel\b|\bvoucher\w*|\bborg\b"
    r"|\bwaarde\b|\bt\.?w\.?v\b|\bearly[\s-]?bird\b|\bvroegboek\w*"
    r"|\b(?:start|maand|bruto|netto)?salaris\w*|\bbruto\b|\bnetto\b|\buurloon\b|\bverdien\w*|\b(?:maand|jaar)?loon\w*|\bstagevergoeding\b"
    r"|\bontvang(?:en|t|st)?\b|\bteruggave\b|\bterug(?:krijg\w*)?\b|\bretour\b|\bboetes?\b|\bschade\b|\bomzet\b|\bwinst\b"
    r"|\bannulering\w*|\bannule(?:er|ren|ert)\b|\bin rekening\b"
    r"|\bbetaald door\b",
    re.I,
)
"""Money that goes another way (wage, subsidy, discount, fine) or that only some pay."""
LIMIT = re.compile(r"\b(?:tot|maximaal|max\.|hooguit|up to)\s*$", re.I)
"""Before an amount: what is paid at most, or the upper end of a range."""
MULTIPLIED = re.compile(r"^\s?(?:miljoen|mln|miljard|mld|ton|duizend|million|k\b)", re.I)
SPENT_ON = re.compile(r"^\s?(?:gedaan |geïnvesteerd )?in\s(?:de|het|een|ons|onze|nieuwe?)\b", re.I)
FOR_GROUP = re.compile(
    r"\b(?:per|voor (?:een|de|uw|jouw|je|jullie)(?: hele)?)\s(?:groep|team|bedrijf)\b|\bgroepsprijs\b"
    r"|\bin-?company\b"
    r"|\bvoor (?:maximaal|max\.?|tot|een groep)\s(?:van\s)?(?:\d+|\w+)\s"
    r"(?:personen|deelnemers|cursisten|medewerkers)\b",
    re.I,
)
"""What a whole group pays is no price of the course for one person."""
INCLUDING = re.compile(r"\b(?:incl\w*|excl\w*|inbegrepen|zonder|plus|met)\b[^€]*$", re.I)
EXCLUDED = re.compile(
    r"\b(?:excl(?:\.|usief|uding)?|ex\.?|zonder|vóór|plus)\s*(?:\d+\s?%\s*)?(?:btw|b\.t\.w\.|vat)\b"
    r"|\bexcl[^.;€]{0,40}\b(?:btw|vat)\b|(?:\+|btw)\s*(?:\d+\s?%\s*)?(?:btw|excl\w*|niet inbegrepen)\b"
    r"|\bvat excluded\b",
    re.I,
)
INCLUDED = re.compile(
    r"\b(?:incl(?:\.|usief|uding)?|inc\.?|met)\s*(?:\d+\s?%\s*)?(?:btw|b\.t\.w\.|vat)\b|\bincl[^.;€]{0,40}\b(?:btw"
    r"|vat)\b"
    r"|\bbtw\s*(?:is\s*)?(?:incl\w*|inbegrepen)\b|\bvat included\b",
    re.I,
)
EXEMPT = re.compile(
    r"\bvrij(?:gesteld|stelling)?\s*van\s*btw\b|\b(?:btw|vat)[\s-]*(?:vrij(?:gesteld)?|exempt|free)\b|\bgeen btw\b"
    r"|\bbtw n\.?v\.?t"
    r"|\bvat exempt\b|\b0\s?% btw\b|\bbtw\s*0\s?%",
    re.I,
)
PER: tuple[tuple[Per | None, re.Pattern[str]], ...] = (
    (Per.MONTH, re.compile(
        r"(?:\bper|/|\bp\.?)\s?(?:maand|month|mnd|m\b)\.?|\bmaandelijks\b|\bmonthly\b|\bmaandtermijn", re.I)),
    (Per.YEAR, re.compile(
        r"(?:\bper|/)\s?(?:\w{0,8}jaar|year|annum)\b|\bp\.?/?j\.?(?=\W|$)|\bjaarlijks\b|\bjaargeld\b", re.I)),
    (Per.TERM, re.compile(r"(?:\bper|/)\s?(?:termijn|kwartaal|semester|trimester|term|blok|periode)\b", re.I)),
    (None, re.compile(
        r"(?:\bper|/)\s?(?:uur|hour|module|\w*blok|vak|groep|group|ec|ects|studiepunt|credit|team|bedrijf)\b", re.I)),
    (Per.SESSION, re.compile(
        r"(?:\bper|/)\s?(?:les|keer|dagdeel|dag|day|avond|bijeenkomst|sessie|session|workshop|lesdag"
        r"|cursusdag)\b", re.I)),
)  # fmt: skip
FROM = re.compile(r"(?:\bvanaf|\bv\.?a\.?|\bal voor|\bfrom|\bstarting at|\bminimaal|\bmin\.|\bvanaf prijs)\W*$", re.I)
RANGE_LEFT = re.compile(r"^\s?(?:-|–|—|/|tot|t/m|à|and|en|to)\s?$", re.I)
BETWEEN = re.compile(r"\b(?:tussen|between)\W*(?:de\s)?$", re.I)
WAS_NOW = re.compile(r"\bvan\W*$", re.I)
TIMES = re.compile(
    r"(?:^|[\s(])(\d{1,2})\s?(?:x|×|maal|keer)\s?(?:à\s?|van\s?)?$|\b(\d{1,2})\s(?:maand)?termijnen\s(?:van|à)\s?$",
    re.I,
)
TIMES_MONTHS = re.compile(r"\b(\d{1,2})\s(?:maanden)\s(?:lang\s)?(?:van|à)\s?$", re.I)
TOTAL = re.compile(r"\b(?:totaal|in totaal|total|totale|ineens)\b", re.I)
FREE = re.compile(
    r"\b(?:gratis|kosteloos|kosteloze|free of charge|no fee|for free|geen kosten|zonder kosten)\b|^\s*(?:free"
    r"|nihil|geen)\s*\.?\s*$",
    re.I,
)
FREE_EXTRA = re.compile(
    r"\bgratis\s+(?!deelname|deelnemen|cursus|opleiding|training|workshop|scholing|voor|te volgen|toegang"
    r"|toegankelijk|aan|en\b)\w+",
    re.I,
)
NOT_FREE = re.compile(r"\b(?:niet|not|nooit)\s+(?:gratis|free|kosteloos)", re.I)
CUE = re.compile(
    r"\b(?:kosten|prijs|prijzen|investering|tarief|kost|price|fee|fees|costs?|tuition|(?:cursus|opleidings|trainings|studie|les"
    r"|deelname|scholings|totaal|workshop|module)(?:kosten|prijs|geld|tarief|bedrag)|(?:instellings)?collegegeld)\b|\bvanaf\s?$",
    re.I,
)
COURSE = (
    r"(?:\w*(?:cursus|opleiding|training|workshop|leergang|traject|programma|studie|module|masterclass|bootcamp|scholing|leerlijn"
    r"|lessen|dag|dagen|jaar|course|programme)|e-?learning|deelname|deelnemers?|inschrijving|participation|hele|volledige|complete"
    r"|gehele|totale|particulieren|bedrijven|zakelijk\w*|externen?|niet-leden)"
)
OF_SOMETHING_ELSE = re.compile(
    rf"\b(?:van|voor|of)\s(?:een|de|het|a|the)\s(?!{COURSE}\b)\w+|^\W*(?:gemiddeld|al snel|al gauw)\b", re.I
)
"""Between the word and the amount: "de kosten van een laadpaal zijn", "kost al snel"."""
COURSE_COSTS = re.compile(rf"\b(?:{COURSE}|dit|deze|hij|alles)\b[^.!?]{{0,40}}$", re.I)
"""Before the verb "kost": "een warmtepomp kost € 8.000" is no price of the course."""
PER_PERSON = re.compile(r"^\s?(?:p\.?\s?p\.?(?!\w)|per (?:persoon|deelnemer|cursist))", re.I)
FOR_WHOLE = re.compile(
    rf"^\s(?:voor (?:de|het|deze|dit) (?:hele |complete |volledige |gehele )?{COURSE}\b"
    r"|(?:volg|doe|behaal|leer) (?:je|u)\b)",
    re.I,
)
FREE_COURSE = re.compile(
    rf"\b{COURSE}\s(?:is|zijn|wordt|is voor iedereen)\s(?:volledig |helemaal |geheel |dus )?"
    r"(?:gratis|kosteloos|free(?: of charge)?)\b"
    r"(?!\s(?:voor|for|als|indien|mits|bij|wanneer|te annuleren|op))"
    rf"|\b{COURSE} kost (?:je |jou |u )?niets\b(?! extra)"
    r"|\bgeen kosten aan verbonden\b|\bvoor jou (?:gratis|kosteloos)\b|\bgeen kosten voor jou\b"
    r"|(?:^|(?<=[.!?]\s))(?-i:Gratis|Kosteloze) (?:\w+ )?(?:opleiding|omscholing|cursus|\w*traject)\b"
    r"(?!\s(?:voor|als|bij|indien|mits|proef))",
    re.I,
)
"""The course is free for everybody: "gratis voor leden" is not."""
OTHER_CURRENCY = re.compile(r"[$£¥₣]|\b(?:USD|GBP|CHF|SEK|DKK|NOK|PLN|dollars?|pounds?)\b")
STATUTORY = re.compile(r"\bwettelijke?\s(?:cursus|les|college)geld\b", re.I)
"""Set by law each year; the source names no amount."""
