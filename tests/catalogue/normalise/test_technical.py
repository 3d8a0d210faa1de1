import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.normal import Sector
from catalogue.normalise.levels import qualifications
from catalogue.normalise.technical import judge
from catalogue.raw import RawCode


@pytest.mark.parametrize(
    ("title", "sector"),
    [
        ("Lasopleiding", Sector.METAL_WELDING),
        ("Word lasser in 10 weken", Sector.METAL_WELDING),
        ("CNC-frezen", Sector.METAL_WELDING),
        ("Elektromonteur", Sector.ELECTRICAL),
        ("NEN 3140 VOP", Sector.ELECTRICAL),
        ("Warmtepompen installeren", Sector.INSTALLATION_CLIMATE),
        ("Omscholing tot installatiemonteur", Sector.INSTALLATION_CLIMATE),
        ("Koeltechniek F-gassen", Sector.INSTALLATION_CLIMATE),
        ("Docent techniek", Sector.TECHNICAL_EDUCATION),
        ("Programmeren in Python", Sector.ICT_SOFTWARE),
        ("Cyber security basis", Sector.ICT_INFRASTRUCTURE_SECURITY),
        ("Data science", Sector.DATA),
        ("Heftruck", Sector.TECHNICAL_LOGISTICS),
        ("Chemisch analist", Sector.PROCESS_LABORATORY),
        ("Procesoperator B", Sector.PROCESS_LABORATORY),
        ("Scheepswerktuigkundige", Sector.MARITIME_AVIATION_RAIL),
        ("Treinmachinist", Sector.MARITIME_AVIATION_RAIL),
        ("Timmerman", Sector.CONSTRUCTION),
        ("Dakdekker", Sector.CONSTRUCTION),
        ("Stratenmaker", Sector.CIVIL_WORKS),
        ("Automonteur", Sector.MOBILITY),
        ("Fietstechnicus", Sector.MOBILITY),
        ("Windmonteur", Sector.ENERGY_GRID),
        ("Zonnepanelen installeren", Sector.ENERGY_GRID),
        ("Mechatronica", Sector.MECHATRONICS_MAINTENANCE),
        ("Werktuigbouwkunde", Sector.MECHANICAL),
        ("Fotonica voor operators", Sector.HIGH_TECH),
        ("Elektrotechniek/Energietechniek", Sector.ELECTRICAL),
        ("Elektrotechnisch opzichter", Sector.ELECTRICAL),
        ("LabSQL", Sector.DATA),
        ("Leraar voortgezet onderwijs in techniek", Sector.TECHNICAL_EDUCATION),
        ("Data science for health", Sector.DATA),
        ("Storingen zoeken aan warmtepompen", Sector.INSTALLATION_CLIMATE),
        ("PLC programmeren basis", Sector.MECHATRONICS_MAINTENANCE),
        ("Docent techniek worden - metaal en lassen", Sector.TECHNICAL_EDUCATION),
        ("Monteur", None),
        ("Heat pump installer - foundation course", Sector.INSTALLATION_CLIMATE),
        ("Boiler fitter", Sector.INSTALLATION_CLIMATE),
        ("Welder MIG/MAG", Sector.METAL_WELDING),
        ("Electrician level 3", Sector.ELECTRICAL),
        ("Car mechanic", Sector.MOBILITY),
        ("CNC machining basics", Sector.METAL_WELDING),
        ("Computer hardware and networks", Sector.ICT_INFRASTRUCTURE_SECURITY),
        ("Cloud for starters", Sector.ICT_INFRASTRUCTURE_SECURITY),
        ("Start in IT", Sector.ICT_INFRASTRUCTURE_SECURITY),
        ("Proefprogrammeren", Sector.ICT_SOFTWARE),
        ("Technician", None),
        ("Scheikunde voor operators", Sector.PROCESS_LABORATORY),
        ("Hydraulische schakelingen", Sector.MECHATRONICS_MAINTENANCE),
        ("Robotlassen", Sector.METAL_WELDING),
        ("Basiscursus voor lassers", Sector.METAL_WELDING),
        ("EP-W adviseur", Sector.ENERGY_GRID),
        ("Vakdidactiek techniek", Sector.TECHNICAL_EDUCATION),
        ("Leraar in de tweede graad (mbo) in apparatenbouw", Sector.TECHNICAL_EDUCATION),
        ("Informatiesystemen BI-IS", Sector.ICT_SOFTWARE),
        ("Textieltechnologie", Sector.PROCESS_LABORATORY),
        ("React Native app bouwen", Sector.ICT_SOFTWARE),
    ],
)
def test_a_technical_title_is_technical_with_its_sector(title: str, sector: Sector | None) -> None:
    verdict = judge(title, (), "", ())
    assert verdict.technical is not None
    assert verdict.technical.value is True
    assert (verdict.sector and verdict.sector.value) == sector


@pytest.mark.parametrize(
    "title",
    [
        "Leidinggeven",
        "Kok",
        "Verzorgende IG",
        "Slager",
        "Bakker",
        "Excel voor secretaresses",
        "Fysieke belasting",
        "BHV herhaling",
        "Kapper",
        "Verandermanagement",
        "Gesprekstechnieken",
        "Leerkracht basisonderwijs",
        "Wandelcoach",
        "Belasting voor zzp'ers",
        "Boekhouden voor starters",
        "Keramiek",
        "Rijbewijs C",
        "Verkeersregelaar",
    ],
)
def test_other_work_is_not_technical(title: str) -> None:
    verdict = judge(title, (), "", ())
    assert verdict.technical is not None
    assert verdict.technical.value is False
    assert verdict.sector is None


@pytest.mark.parametrize(
    "title",
    [
        "Leidinggeven in de techniek",
        "Communicatie voor monteurs",
        "Projectmanagement in de bouw",
        "Sfeerverlichting ophangen",
        "VCA Basis",
        "Techniek en veiligheid",
        "AI in de zorg",
        "Machine learning in business",
        "Theory construction",
        "Software carpentry",
        "Rekenen voor elektromonteurs",
        "Robotisering in de zorg",
        "Programmeren in de klas",
        "ICT in het onderwijs",
    ],
)
def test_borderline_is_left_to_an_editor(title: str) -> None:
    assert judge(title, (), "", ()).technical is None


@pytest.mark.parametrize(
    "title",
    [
        "Dat is lastig",
        "Plaatsing van advertenties",
        "Bouwen aan vertrouwen",
        "Netwerken voor beginners",
        "Dakloosheid",
        "Belastingadvies",
        "Duurzame inzetbaarheid",
        "Meer rust in je hoofd",
        "Spark your creativity",
        "React to change",
        "Bouw je eigen website",
        "Chemie in relaties",
        "Smeden van allianties",
        "Schilderen met olieverf",
        "NLP Practitioner",
        "Spoor 2",
    ],
)
def test_a_word_that_only_looks_technical_is_not(title: str) -> None:
    technical = judge(title, (), "", ()).technical
    assert technical is None or technical.value is False


def test_an_ambiguous_word_gives_way_to_a_clear_one_in_the_text() -> None:
    verdict = judge("Hydraulische schakelingen in de utiliteit", (), "Open verdelers en buffervaten in gebouwen.", ())
    assert verdict.sector is not None
    assert verdict.sector.value is Sector.INSTALLATION_CLIMATE


def test_a_text_in_another_language_without_a_known_word_is_borderline() -> None:
    english = "You will practise what you have learned with people of your own region and of other ones. " * 4
    assert judge("Foundation course", (), english, ()).technical is None


def test_whoever_trains_apprentices_is_left_to_an_editor() -> None:
    assert judge("Practijkopleider in de techniek", (), "", ()).technical is None


def test_a_long_text_without_a_technical_word_is_not_technical() -> None:
    verdict = judge(
        "Basisvorming", (), "Je leert hoe je met anderen omgaat en wat jouw eigen rol daarin kan zijn. " * 4, ()
    )
    assert verdict.technical is not None
    assert verdict.technical.value is False


CLEANER = next(code for code, each in qualifications().items() if each.name == "Glazenwasser")


@pytest.mark.parametrize(
    ("code", "technical"),
    [
        (RawCode(scheme="isced-f", value="0715"), True),
        (RawCode(scheme="isced-f", value="061"), True),
        (RawCode(scheme="isced-f", value="0912"), False),
        (RawCode(scheme="isced-f", value="0721"), None),
        (RawCode(scheme="isco", value="7212"), True),
        (RawCode(scheme="isco", value="5120"), False),
        (RawCode(scheme="crebo", value="25078"), True),
        (RawCode(scheme="crebo", value="25371"), None),
        (RawCode(scheme="crebo", value=CLEANER), False),
        (RawCode(scheme="isced-f", value="0114"), None),
    ],
)
def test_codes_decide_before_words(code: RawCode, technical: bool | None) -> None:
    verdict = judge("Basisopleiding", (), "", [code])
    assert (verdict.technical and verdict.technical.value) == technical


def test_a_code_against_a_technical_title_is_flagged_not_chosen() -> None:
    verdict = judge("Lasser", (), "", [RawCode(scheme="isced-f", value="0912")])
    assert verdict.technical is None
    assert [flag.reason for flag in verdict.flags] == ["technical_contradiction"]


def test_the_deciding_words_are_the_quote() -> None:
    verdict = judge("Lasopleiding MIG/MAG", (), "", ())
    assert verdict.technical is not None
    assert verdict.technical.quote == "lasopleiding, mig/mag"


def test_one_heading_of_many_does_not_make_a_course_technical() -> None:
    headings = ("Geschiedenis", "Talen", "Chemie", "Kunst", "Recht en bestuur")
    assert judge("Open programma", headings, "", ()).technical is None
    alone = judge("Open programma", ("Chemie",), "", ()).technical
    assert alone is not None
    assert alone.value is True


def test_technology_that_is_filed_under_management_is_borderline() -> None:
    assert judge("Robotica voor beslissers", ("Business: Operations",), "", ()).technical is None
    assert judge("Robotica voor beslissers", ("Operations",), "", ()).technical is not None


def test_a_text_needs_three_words_of_one_sector() -> None:
    assert judge("Ecologie", (), "Je werkt met software, met beton en met chemie.", ()).technical is None
    trade = judge("Ecologie", (), "Je leert metselen, voegwerk maken en beton storten.", ()).technical
    assert trade is not None
    assert trade.rule == "technical.text"


@given(st.text(), st.text(), st.lists(st.text()))
def test_no_text_raises(title: str, text: str, subjects: list[str]) -> None:
    judge(title, subjects, text, [RawCode(scheme="isced-f", value=text), RawCode(scheme="isco", value=title)])


DATA_AS_TOOL = [
    ("Data-analyse voor HR", ""),
    ("Data analysis for marketing", ""),
    ("Data Analysis", "An advanced methods course for PhD candidates in psychology."),
    ("Machine learning", "Je past het toe binnen kwalitatieve en kwantitatieve studies naar onderwijs."),
    ("Analyzing data", "This course assumes knowledge of research methods and some Python, SQL and programming."),
    ("Working with data", "Statistical analyses of psychological data in R, SQL and Power BI."),
]


@pytest.mark.parametrize(("title", "text"), DATA_AS_TOOL)
def test_data_as_the_tool_of_another_field_waits_for_an_editor(title: str, text: str) -> None:
    assert judge(title, (), text, ()).technical is None


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Data-analyse", "Je leert gegevens opschonen en in beeld brengen."),
        ("Data science for health", "We look at research questions on diet with computer science."),
        ("Machine learning", "Je bouwt modellen in Python en zet ze in productie."),
    ],
)
def test_data_as_a_trade_is_technical(title: str, text: str) -> None:
    verdict = judge(title, (), text, ())
    assert verdict.technical is not None
    assert verdict.technical.value


@pytest.mark.parametrize("title", ["AI voor IT-professionals", "AI for developers", "Scrum voor softwareontwikkelaars"])
def test_what_deepens_the_own_ict_field_is_technical(title: str) -> None:
    verdict = judge(title, (), "", ())
    assert verdict.technical is not None
    assert verdict.technical.value


def test_ai_for_another_profession_waits_for_an_editor() -> None:
    assert [judge(title, (), "", ()).technical for title in ("AI voor verpleegkundigen", "AI voor lassers")] == [
        None
    ] * 2


def test_ict_as_a_matter_of_management_waits_for_an_editor() -> None:
    text = "Je leert stakeholders betrekken en een business case opstellen voor de invoering van ICT."
    assert judge("ICT succesvol invoeren", (), text, ()).technical is None
    assert judge("ICT-beheer", (), text, ()).technical is not None


def test_english_words_of_software_and_process_technology_are_known() -> None:
    shown = {title: judge(title, (), "", ()).sector for title in ("Web services in practice", "Transport phenomena")}
    assert {title: sector and sector.value for title, sector in shown.items()} == {
        "Web services in practice": Sector.ICT_SOFTWARE,
        "Transport phenomena": Sector.PROCESS_LABORATORY,
    }


@pytest.mark.parametrize("title", ["Tractorrijbewijs", "Hoe bouw ik een netwerk op?", "Cyber security awareness"])
def test_technical_words_in_another_meaning_do_not_reach_the_portal(title: str) -> None:
    verdict = judge(title, (), "", ())
    assert not (verdict.technical and verdict.technical.value)


@pytest.mark.parametrize(
    ("title", "sector"),
    [
        ("Machine learning met Python", Sector.DATA),
        ("Data science using Python", Sector.DATA),
        ("Programmeren met Python", Sector.ICT_SOFTWARE),
        ("Lassen met behulp van robots", Sector.METAL_WELDING),
        ("IT-service management", Sector.ICT_INFRASTRUCTURE_SECURITY),
        ("Data manipulation and visualisation in R", Sector.DATA),
        ("Leraar voortgezet onderwijs in natuurkunde", Sector.TECHNICAL_EDUCATION),
        ("Teacher of chemistry", Sector.TECHNICAL_EDUCATION),
    ],
)
def test_what_stands_before_its_tool_or_is_taught_gives_the_sector(title: str, sector: Sector) -> None:
    shown = judge(title, (), "", ()).sector
    assert shown is not None
    assert shown.value is sector


def test_a_teacher_of_another_subject_is_not_technical() -> None:
    technical = judge("Leraar voortgezet onderwijs in geschiedenis", (), "", ()).technical
    assert not (technical and technical.value)
