"""The words that tell what an amount is: a price, another cost, with VAT or without, for a month or the whole."""

import re

from catalogue.normal import Per

OTHER_COST = re.compile(
    r"\b(?:her)?exam(?:en|ens|ination)?(?:\s?(?:geld|kosten|fee))?\b|\bexamen(?:geld|kosten|prijs|inschrijving)\w*"
    r"|\bproeve\b"
    r"|\b(?:les|studie|cursus|leer)?(?:materia(?:al|len)|material)s?(?:kosten)?\b|\bboeken?(?:geld|kosten"
    r"|pakket)?\b|\bbooks?\b"
    r"|\b(?:les|boeken|studie|leermiddelen|gereedschaps)pakket\b|\bliteratuur(?:kosten)?\b|\bgereedschap\w*"
    r"|\blicentie\w*"
    r"|\b(?:in|aan)schrijf(?:geld|kosten)\b|\binschrijvingskosten\b|\bregistration fee\b|\badministratie\w*"
    r"|\bintake(?:kosten)?\b"
    r"|\barrangement\w*|\bverblijf\w*|\bovernachting\w*|\bhotel\w*|\blunch\w*|\bcatering\w*|\bparkeer\w*|\breiskosten\b"
    r"|\bannulering\w*|\bcertificaatkosten\b|\bpasje\w*|\bdiplomakosten\b|\btoeslag\b|\bborg\b|\bleden(?:prijs"
    r"|tarief)?\b|\bmembers?\b"
    r"|\bsubsidi\w*|\bkorting\w*|\bdiscount\b|\bSOOB\b|\bSTAP\b|\bvergoed\w*|\bbespaar\w*|\bbesparing\b"
    r"|\bvoordeel\b|\bvoucher\w*"
    r"|\bsalaris\w*|\bbruto\b|\buurloon\b|\bverdien\w*|\bloon\w*|\bteruggave\b|\bterug(?:krijg\w*)?\b|\bboete\b"
    r"|\bomzet\b",
    re.I,
)
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
        r"(?:\bper|/)\s?(?:uur|hour|module|vak|groep|group|ec|ects|studiepunt|credit|team|bedrijf)\b", re.I)),
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
    r"|nihil)\s*$",
    re.I,
)
FREE_EXTRA = re.compile(
    r"\bgratis\s+(?!deelname|deelnemen|cursus|opleiding|training|workshop|scholing|voor|te volgen|toegang"
    r"|toegankelijk|aan|en\b)\w+",
    re.I,
)
NOT_FREE = re.compile(r"\b(?:niet|not|nooit)\s+(?:gratis|free|kosteloos)", re.I)
CUE = re.compile(
    r"\b(?:kosten|prijs|prijzen|cursusprijs|investering|tarief|cursusgeld|lesgeld|collegegeld|cursuskosten"
    r"|opleidingskosten"
    r"|deelnameprijs|deelnamekosten|opleidingsprijs|trainingsprijs|kost|price|fee|fees|costs?|tuition)\b|\bvanaf\s?$",
    re.I,
)
OTHER_CURRENCY = re.compile(r"[$£¥₣]|\b(?:USD|GBP|CHF|SEK|DKK|NOK|PLN|dollars?|pounds?)\b")
STATUTORY = re.compile(r"\bwettelijke?\s(?:cursus|les|college)geld\b", re.I)
"""Set by law each year; the source names no amount."""
