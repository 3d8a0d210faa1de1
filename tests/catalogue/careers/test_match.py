"""Which careers a course leads to."""

import time
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.careers.match import LINKED, CareerLink, link
from catalogue.careers.sectors import agree
from catalogue.careers.table import careers
from catalogue.declaration import SourceDeclaration
from catalogue.normal import Code, How, Known, NormalCourse, Sector
from catalogue.normalise import normalise
from tests.catalogue.careers.titles import TITLES
from tests.factories import content, known, raw

SOURCE = SourceDeclaration(name="school", format="schema.org", url="https://school.example/")
TECHNICAL = Known[bool](value=True, known=How.VERIFIED, rule="editor", quote="")


def course(title: str, description: str | None = None, **changes: Any) -> NormalCourse:
    values = {"description": description, "sector": None, "sessions": ()} | changes
    return content(title=title, **values)


def ids(found: tuple[CareerLink, ...]) -> list[str]:
    return [each.career_id for each in found if each.linked]


@pytest.mark.parametrize(("title", "career", "description"), TITLES, ids=[title for title, _, _ in TITLES])
def test_the_first_career_is_the_one_a_reader_would_name(title: str, career: str | None, description: str) -> None:
    read = normalise(
        raw("/a", title=title, description=description or None, prices=(), sessions=()), SOURCE, date(2026, 11, 24)
    )
    assert isinstance(read, NormalCourse)
    # Technical or not is another module's question: here an editor said yes.
    found = ids(link(read.model_copy(update={"technical": TECHNICAL})))
    assert next(iter(found), None) == career


def test_a_course_that_is_not_known_to_be_technical_leads_nowhere() -> None:
    for technical in (None, known(False)):
        assert link(course("Lasser", technical=technical)) == ()


def test_codes_name_the_occupation_whatever_the_title() -> None:
    uri = careers()["kabelmonteur"].esco
    code = careers()["timmerman"].crebo[0]
    assert ids(link(course("Vakopleiding", codes=(Code(scheme="esco", value=uri),)))) == ["kabelmonteur"]
    assert ids(link(course("Vakopleiding", codes=(Code(scheme="crebo", value=code),)))) == ["timmerman"]
    assert ids(link(course("Vakopleiding", codes=(Code(scheme="isco", value="8344"),)))) == ["heftruckchauffeur"]
    assert (
        link(course("Vakopleiding", codes=(Code(scheme="isco", value="7212"), Code(scheme="crebo", value="?")))) == ()
    )


def test_a_job_that_the_description_announces_counts_and_quotes_it() -> None:
    (found,) = link(course("Leer een vak", "Welkom! Na een jaar leren en werken ben je zelfstandig loodgieter."))
    assert (found.career_id, found.rule) == ("loodgieter", "careers.announced")
    assert found.quote.endswith("ben je zelfstandig loodgieter")
    assert found.confidence >= LINKED


@pytest.mark.parametrize(
    "text",
    [
        "Je wordt begeleid door een lasser.",
        "Ben je lasser? Dan is dit jouw cursus.",
        "Voor wie werkt als lasser of timmerman.",
        "Je wordt niet direct een lasser.",
        "Je wordt geholpen. Lasser Jan vertelt.",
    ],
)
def test_a_job_that_is_only_mentioned_does_not_count(text: str) -> None:
    assert ids(link(course("Veilig werken", text))) == []


def test_the_certificate_names_the_job() -> None:
    assert ids(link(course("Bbl niveau 2", credential="Mbo-diploma Metselaar"))) == ["metselaar"]


def test_a_sector_that_contradicts_leaves_it_to_an_editor() -> None:
    (found,) = link(course("Timmeren", sector=known(Sector.ICT_SOFTWARE)))
    assert not found.linked
    assert not agree(Sector.TECHNICAL_EDUCATION, Sector.METAL_WELDING)
    assert agree(Sector.METAL_WELDING, Sector.TECHNICAL_EDUCATION)


def test_for_whom_it_is_and_what_the_heading_says_waits_for_an_editor() -> None:
    assert [each.rule for each in link(course("VCA voor lassers"))] == ["careers.audience"]
    (found,) = link(course("Basisjaar", subjects=("Loodgieter",)))
    assert (found.rule, found.linked) == ("careers.subject", False)


def test_another_role_in_a_trade_is_not_the_trade() -> None:
    for title in (
        "Verkoopadviseur warmtepompen",
        "Manager lassers",
        "Inkoper metselwerk",
    ):
        assert ids(link(course(title))) == [], title


def test_who_learns_to_teach_a_trade_becomes_a_teacher() -> None:
    assert ids(link(course("Opleiding tot leraar tweede graad in lassen"))) == ["docent-techniek"]
    assert ids(link(course("Leraar voortgezet onderwijs in timmeren"))) == ["docent-bouwtechniek"]
    assert ids(link(course("Lasdag met een docent"))) == []


def test_a_named_job_outweighs_the_trade_beside_it() -> None:
    assert ids(
        link(course("Werkvoorbereider loodgieterswerk", "Opleiding tot werkvoorbereider installatietechniek."))
    ) == ["werkvoorbereider-installatietechniek"]


def test_a_phrase_hides_the_words_inside_it() -> None:
    assert ids(link(course("Lassen van glasvezelkabels"))) == ["glasvezelmonteur"]
    assert ids(link(course("Kunststof lassen"))) == []


def test_two_trades_count_when_they_are_joined() -> None:
    assert ids(link(course("Metselen en voegen"))) == ["metselaar", "voeger"]
    assert ids(link(course("Data-analyse met Python"))) == ["data-analist"]


def test_a_title_with_many_jobs_is_an_overview() -> None:
    assert ids(link(course("Lasser, loodgieter, timmerman, metselaar, schilder: kies je vak"))) == []


def test_more_evidence_makes_it_surer() -> None:
    alone, both = link(course("Lassen")), link(course("Lassen", "Opleiding tot lasser."))
    assert both[0].confidence > alone[0].confidence
    assert both[0].confidence <= 1


@given(
    title=st.text(max_size=80),
    description=st.text(max_size=400),
    subject=st.text(max_size=40),
    code=st.text(max_size=20),
)
def test_no_text_ever_raises(title: str, description: str, subject: str, code: str) -> None:
    codes = tuple(Code(scheme=scheme, value=code) for scheme in ("esco", "crebo", "isco", "other"))
    for each in link(course(title, description, subjects=(subject,), codes=codes, credential=subject)):
        assert each.career_id in careers()
        assert 0 <= each.confidence <= 1
        assert len(each.quote) <= 200


def test_speed_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    made = [course(f"{title} {number}", f"{text} " + "Je leert veel in de praktijk. " * 20)
            for number in range(50) for title, _, text in TITLES]  # fmt: skip
    link(made[0])
    start = time.perf_counter()
    for each in made:
        link(each)
    rate = len(made) / (time.perf_counter() - start)
    with capsys.disabled():
        print(f"\ncareers: {rate:,.0f} courses/s")


@pytest.mark.parametrize("mbo", [{"level_text": "mbo niveau 3"}, {"route_text": "BBL"}])
def test_the_name_of_a_study_leads_to_an_engineer_only_where_it_is_no_mbo_course(mbo: dict[str, str]) -> None:
    def first(**words: str) -> str | None:
        offer = raw("/a", title="Autotechniek", description=None, prices=(), sessions=(), **words)
        read = normalise(offer, SOURCE, date(2026, 11, 24))
        assert isinstance(read, NormalCourse)
        return next(iter(ids(link(read))), None)

    assert first() == "autotechnisch-ingenieur"
    assert first(**mbo) == "automonteur"
