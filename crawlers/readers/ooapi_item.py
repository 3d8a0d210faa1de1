"""From one OOAPI course or program (v5) or programme (v6), with its offerings, to one RawCourse."""

from itertools import islice
from typing import Any

from catalogue.raw import MAX_DESCRIPTION, MAX_SESSIONS, RawCode, RawCourse, RawPlace, RawPrice, RawSession
from crawlers.readers.keys import absolute, is_web
from crawlers.readers.words import words

Item = dict[str, Any]

KINDS = ("course", "program", "programme")  # v6 writes `programme`
COURSE_CODES = {"identifier", "programcode", "programmecode", "coursecode", "productid"}
ONLY_IN_V6 = {"programmeId", "modesOfDelivery", "teachingLanguages", "organisation", "programmes"}
ADDRESS_ORDER = ("teaching", "visit", "postal")
ORGANIZATION = ("organization", "organisation")  # v5, v6; only an id where it is not expanded
SHORT = 1000  # characters of a label


def is_v6(item: Item) -> bool:
    """Whether an item has a name that only version 6 gives it."""
    return not ONLY_IN_V6.isdisjoint(item)


def kind_of(item: Item) -> str | None:
    """`course`, `program` or `programme`; None for anything else."""
    return next((kind for kind in KINDS if f"{kind}Id" in item), None)


def id_of(item: Item) -> str:
    """The item's own id; empty when it has none."""
    return next((found for kind in KINDS if (found := said(item.get(f"{kind}Id")))), "")


def title_of(item: Item) -> str:
    """What it is called; empty when it has no name."""
    return said(item.get("name"), 500)


def course_of(item: Item, url: str) -> RawCourse:
    """The item in the words of its source. It has an id and a name."""
    kind = kind_of(item) or "course"
    organization: Item = next((item[name] for name in ORGANIZATION if isinstance(item.get(name), dict)), {})
    link = said(item.get("link"))
    return RawCourse(
        # A provider that moves from v5 to v6 keeps its courses.
        source_key=f"{kind.replace('programme', 'program')}/{id_of(item)}"[:500],
        url=link if is_web(link) else absolute("/", url),
        node_type=f"ooapi:{kind}",
        title=title_of(item),
        description=said(item.get("description"), MAX_DESCRIPTION) or None,
        provider_name=said(organization.get("name")) or None,
        provider_url=said(organization.get("link")) or None,
        level_text=_level(item),
        mode_text=_joined(item.get("modeOfDelivery") or item.get("modesOfDelivery")),
        route_text=said(item.get("modeOfStudy")) or None,
        duration_text=said(item.get("duration")) or None,
        effort_text=_study_load(item.get("studyLoad")),
        language_text=_joined(item.get("teachingLanguage") or item.get("teachingLanguages")),
        credential_text=_award(item),
        requirements_text=said(item.get("admissionRequirements"), MAX_DESCRIPTION) or None,
        expires_text=said(item.get("validTo")) or None,
        codes=_codes(item),
        prices=_prices(item.get("priceInformation")),
        sessions=_sessions(item),
    )


def said(value: object, limit: int = SHORT) -> str:
    """Words of a string or a list of `{language, value}`: Dutch first, else the first there is."""
    if isinstance(value, list):
        texts = [one for one in value if isinstance(one, dict) and isinstance(one.get("value"), str)]
        dutch = [one for one in texts if str(one.get("language", "")).lower().startswith("nl")]
        return next((text for one in dutch + texts if (text := words(one["value"], limit))), "")
    return words(value, limit) if isinstance(value, str) else ""


def _joined(value: object) -> str | None:
    listed = value if isinstance(value, list) else [value]
    return "; ".join(text for one in listed if (text := said(one))) or None


def _level(item: Item) -> str | None:
    """`level`, with the registered level of the qualification: `bachelor; NLQF 6`."""
    registered = said(item.get("levelOfQualification"))
    return "; ".join(filter(None, (said(item.get("level")), f"NLQF {registered}" if registered else ""))) or None


def _award(item: Item) -> str | None:
    award = said(item.get("qualificationAwarded"))
    return award if award and award.lower() != "none" else None


def _study_load(load: object) -> str | None:
    loads = load if isinstance(load, list) else [load]
    told = [
        f"{said(one.get('value'))} {said(one.get('studyLoadUnit'))}".strip() for one in loads if isinstance(one, dict)
    ]
    return "; ".join(filter(None, told)) or None


def _codes(item: Item) -> tuple[RawCode, ...]:
    others = item.get("otherCodes") if isinstance(item.get("otherCodes"), list) else []
    entries = [one for one in [item.get("primaryCode"), *(others or [])] if isinstance(one, dict)]
    found = [RawCode(scheme=scheme, value=said(one.get("code"))) for one in entries if (scheme := _scheme(item, one))]
    field = said(item.get("fieldsOfStudy"))
    found += [RawCode(scheme="isced-f", value=field)] if field else []
    return tuple(dict.fromkeys(code for code in found if code.value))


def _scheme(item: Item, entry: Item) -> str | None:
    """`crohoCreboCode` is CREBO in secondary vocational education and CROHO above it."""
    kind = said(entry.get("codeType"))
    if kind == "crohoCreboCode":
        vocational = "secondary vocational" in f"{said(item.get('level'))} {said(item.get('sector'))}"
        return "crebo" if vocational else "croho"
    return "course-code" if kind.lower().replace("_", "") in COURSE_CODES else None


def _sessions(item: Item) -> tuple[RawSession, ...]:
    offerings = item.get("offerings") if isinstance(item.get("offerings"), list) else []
    told = (session for one in offerings or [] if isinstance(one, dict) for session in _of_offering(one, item))
    found = list(islice(told, MAX_SESSIONS))
    if not found and (first := said(item.get("firstStartDate")) or said(item.get("firstStartDateTime"))):
        places: list[RawPlace | None] = [*_places(item.get("addresses"))] or [None]
        found = [RawSession(start_text=first, place=place) for place in places]
    return tuple(dict.fromkeys(found))


def _of_offering(offering: Item, item: Item) -> list[RawSession]:
    prices = _prices(offering.get("priceInformation"))
    link = said(offering.get("link"))
    session = RawSession(
        start_text=_first(offering, "startDate", "startDateTime", "flexibleEntryPeriodStart"),
        end_text=_first(offering, "endDate", "endDateTime"),
        deadline_text=_first(offering, "enrollEndDate", "enrolEndDateTime") or _last_enrolment(offering),
        mode_text=_joined(offering.get("modeOfDelivery") or offering.get("modesOfDelivery")),
        price=prices[0] if prices else None,
        language_text=_joined(offering.get("teachingLanguage") or offering.get("teachingLanguages")),
        url=link if is_web(link) else None,
    )
    places = _places(offering.get("addresses")) or _places(item.get("addresses"))
    return [session.model_copy(update={"place": place}) for place in places] or [session]


def _first(item: Item, *names: str) -> str | None:
    return next((text for name in names if (text := said(item.get(name)))), None)


def _last_enrolment(offering: Item) -> str | None:
    """v6 may give a period of enrolment for each target group; one that all share is the deadline."""
    periods = offering.get("enrolmentPeriods")
    ends = (
        {said(one.get("endDateTime")) for one in periods if isinstance(one, dict)}
        if isinstance(periods, list)
        else set()
    )
    return ends.pop() or None if len(ends) == 1 else None


def _places(addresses: object) -> list[RawPlace]:
    """The addresses of the best kind there is: where is taught, else visited, else posted to."""
    listed = [one for one in addresses if isinstance(one, dict)] if isinstance(addresses, list) else []
    for kind in (*ADDRESS_ORDER, ""):
        places = [_place(one) for one in listed if said(one.get("addressType")) == kind]
        if places:
            return places
    return []


def _place(address: Item) -> RawPlace:
    geo = address.get("geolocation") if isinstance(address.get("geolocation"), dict) else {}
    street = f"{said(address.get('street'))} {said(address.get('streetNumber'))}".strip()
    return RawPlace(
        name=said(address.get("additional")) or None,
        street=street or None,
        postal_code=said(address.get("postalCode")) or None,
        locality=said(address.get("city")) or None,
        country=said(address.get("countryCode")) or None,
        latitude=said((geo or {}).get("latitude")) or None,
        longitude=said((geo or {}).get("longitude")) or None,
    )


def _prices(costs: object) -> tuple[RawPrice, ...]:
    """Total costs; whether a course is STAP eligible is no price."""
    listed = [one for one in costs if isinstance(one, dict)] if isinstance(costs, list) else []
    found = [_price(one) for one in listed if "stap" not in said(one.get("costType")).lower()]
    return tuple(dict.fromkeys(price for price in found if price is not None))


def _price(cost: Item) -> RawPrice | None:
    """`amount` is the total by OOAPI's own definition, so VAT is in it where a VAT part is given."""
    currency = said(cost.get("currency")) or None
    total, vat, net = said(cost.get("amount")), said(cost.get("vatAmount")), said(cost.get("amountWithoutVat"))
    if total:
        return RawPrice(text=total, currency=currency, vat_text=_vat(vat))
    if net:
        return RawPrice(text=net, currency=currency, vat_text="excl. btw")
    shown = said(cost.get("displayAmount"))
    return RawPrice(text=shown, currency=currency) if shown else None


def _vat(amount: str) -> str | None:
    if not amount:
        return None
    return "incl. btw" if amount.strip("0.") else "vrij van btw"
