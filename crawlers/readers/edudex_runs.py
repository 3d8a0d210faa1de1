"""Runs and costs of an EDU-DEX program."""

from xml.etree.ElementTree import Element  # only the name; defusedxml parses

from catalogue.raw import RawPlace, RawPrice, RawSession
from crawlers.readers.xml_feed import at, children, value, values

# EDU-DEX's costType -> our category; others keep their own word.
CATEGORIES = {
    "tuition fee": None,
    "examination": "exam",
    "study material": "material",
    "registration fee": "registration",
}
CLOSED = {"canceled", "cancelled", "application closed"}
MAX_SCHEDULE = 1000  # characters


def sessions_of(program: Element) -> tuple[RawSession, ...]:
    """Runs that anybody may still apply for; what the generic run says of a start where there are none."""
    runs = [_session(run) for run in _public_runs(program)]
    generic = at(program, "programSchedule/genericProgramRun")
    if not runs and generic is not None:
        start = value(generic, "genericProgramRunFree")
        runs = [RawSession(start_text=start, schedule_text=_schedule(generic), place=_place(generic))]
    return tuple(dict.fromkeys(run for run in runs if run != RawSession()))


def costs_of(program: Element) -> tuple[RawPrice, ...]:
    """Costs of the generic run; where it has none, each cost that its public runs name, once."""
    generic = _prices(at(program, "programSchedule/genericProgramRun"))
    named = [price for run in _public_runs(program) for price in _prices(run)]
    return tuple(dict.fromkeys(generic or named))


def _public_runs(program: Element) -> list[Element]:
    runs = children(at(program, "programSchedule"), "programRun")
    return [run for run in runs if value(run, "openTo") != "client only" and value(run, "status") not in CLOSED]


def _session(run: Element) -> RawSession:
    tuition = [price for price in _prices(run) if price.category is None]
    online = value(run, "fullyOnline") in ("true", "1")
    return RawSession(
        start_text=_date(run, "startDate"),
        end_text=_date(run, "endDate"),
        deadline_text=value(run, "applicationDeadline"),
        schedule_text=_schedule(run),
        mode_text="; ".join(["fullyOnline"] * online + values(run, "programForm")) or None,
        place=None if online else _place(run),
        price=tuition[0] if tuition else None,
    )


def _date(run: Element, name: str) -> str | None:
    """`<startDate><date>…</date></startDate>`, or the date as its own text."""
    return value(run, f"{name}/date") or value(run, name)


def _schedule(run: Element) -> str | None:
    """Course days with their hours: `2027-01-12 09:00-16:30; …`; else the parts of the day."""
    days = [_day(day) for day in children(run, "courseDay")]
    return "; ".join([day for day in days if day] or values(run, "contactHoursPartOfDay"))[:MAX_SCHEDULE] or None


def _day(day: Element) -> str:
    hours = "-".join(filter(None, (value(day, "startTime"), value(day, "endTime"))))
    return " ".join(filter(None, (value(day, "date") or value(day, "dayOfTheWeek"), hours)))


def _place(run: Element) -> RawPlace | None:
    location = at(run, "location")
    if location is None:
        return None
    latitude, _, longitude = (value(location, "geoCode") or "").partition(",")
    place = RawPlace(
        name=value(location, "locationName"),
        street=value(location, "address"),
        postal_code=value(location, "zipcode"),
        locality=value(location, "city"),
        country=value(location, "country"),
        latitude=latitude.strip() or None,
        longitude=longitude.strip() or None,
    )
    return None if place == RawPlace() else place


def _prices(run: Element | None) -> list[RawPrice]:
    return [price for cost in children(run, "cost") if (price := _price(cost)) is not None]


def _price(cost: Element) -> RawPrice | None:
    amount = value(cost, "amount")
    if amount is None:
        return None
    kind = value(cost, "costType") or "tuition fee"
    currency = value(cost, "currency")
    return RawPrice(
        text=amount,
        currency=currency.upper() if currency else None,
        vat_text=_vat(cost),
        category=CATEGORIES.get(kind, kind),
    )


def _vat(cost: Element) -> str | None:
    """The cost's own words on VAT, else `vrij van btw` for VAT code 1 or 0%, else the bare percentage."""
    said = value(cost, "descriptionText") or value(cost, "summaryText") or ""
    if "btw" in said.lower() or "vat" in said.lower().split():
        return said
    percentage = value(cost, "VATPercentage")
    if percentage == "0" or value(cost, "VATCode") == "1":
        return "vrij van btw"
    return f"VATPercentage {percentage}" if percentage else None
