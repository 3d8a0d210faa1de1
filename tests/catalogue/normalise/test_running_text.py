"""What a text says in passing, without a name before it: length, price, place, mode, level and starts of a course."""

import pytest

from catalogue.normal import Mode


def value(known):
    return known and known.value


LENGTHS = [
    ("Een opleiding van 12 weken in de bouw.", (12, "week")),
    ("Word treinmachinist in 10 maanden.", (10, "month")),
    ("Omscholing tot data-analist in een half jaar.", (6, "month")),
    ("Leer lassen, 10 avonden, in kleine groepen.", (10, "evening")),
    ("BBL, 2 jaar. Je werkt vier dagen.", (2, "year")),
    ("3 dagen theorie en praktijk.", (3, "day")),
    ("1 dag inclusief examen.", (1, "day")),
    ("Een vierjarige hbo-bachelor in Enschede.", (4, "year")),
    ("10 lessen, 19.30 uur.", None),
    ("Start 2 februari 2027, 19:30 uur, in Ede.", None),
    ("Garantie op al het werk, 5 jaar.", None),
    ("Terugverdientijd, 7 jaar.", None),
    ("Dag 1, 6 uur theorie. Dag 2, 6 uur praktijk.", None),
    ("Leer vijlen. Bekijk ook: MIG/MAG lassen, 3 dagen, € 695.", None),
    ("Module A, 3 dagen. Module B, 2 dagen.", None),
    ("Op het gereedschap zit garantie: 2 jaar.", None),
    ("Een training van 3 tot 6 maanden.", None),
    ("Een opleiding van 8 uur per week.", None),
    ("Na 2 jaar ervaring verdien je meer.", None),
]


@pytest.mark.parametrize(("text", "wanted"), LENGTHS)
def test_a_length_that_stands_alone_is_the_course_s(read, text: str, wanted) -> None:
    shown = value(read(description=text).duration)
    assert (shown and (shown.amount, str(shown.unit))) == wanted


PRICES = [
    ("12 weken, € 1.195 incl. examen.", (119_500, "unknown", "course")),
    ("Avondopleiding in Ede, € 2.400 excl. btw.", (240_000, "excluded", "course")),
    ("3 dagen; 9.00-16.30 uur; Culemborg; € 1.275,-; max. 10 deelnemers", (127_500, "unknown", "course")),
    ("Twee jaar, € 1.850 per cursusjaar.", (185_000, "unknown", "year")),
    ("€ 875 excl. btw, € 1.058,75 incl. btw.", (87_500, "excluded", "course")),
    ("€ 195 per persoon. Incompany vanaf € 895 per groep.", (19_500, "unknown", "course")),
    ("Prijs: € 1.495,- (excl. BTW), inclusief examen. Neem contact op.", (149_500, "excluded", "course")),
    ("Prijs: € 499,- tot € 899,-", (49_900, "unknown", "course")),
    ("Gratis omscholing van 3 weken.", (0, "unknown", "course")),
    ("Geen kosten voor jou, wel een baan.", (0, "unknown", "course")),
    ("Drie ochtenden in Apeldoorn, kosteloos.", (0, "unknown", "course")),
    ("Vier jaar, voltijd, € 2.694 wettelijk collegegeld.", (269_400, "unknown", "course")),
    ("Gratis met UWV-scholingsbudget.", None),
    ("Koffie is gratis, de cursus kost € 50.", (5_000, "unknown", "course")),
    ("Leer vijlen. Bekijk ook: MIG/MAG lassen, 3 dagen, € 695.", None),
    ("Leer vijlen. Andere cursussen: Solderen, Ede, € 495.", None),
    ("Je verdient direct, € 2.450 bruto.", None),
    ("Salaris in de opleiding, € 2.600.", None),
    ("Examen apart, € 150.", None),
    ("Ook leuk voor thuis, € 12.", None),
    ("Een warmtepomp, € 8.000, of een boiler, € 900.", None),
    ("Gratis opleiding voor werkzoekenden.", None),
    ("Gratis proefles in Ede.", None),
    ("Het collegegeld wordt betaald door je werkgever (€ 2.500 per jaar).", None),
]


@pytest.mark.parametrize(("text", "wanted"), PRICES)
def test_the_only_amount_in_a_piece_of_its_own_is_the_price(read, text: str, wanted) -> None:
    shown = value(read(description=text).price)
    assert (shown and (shown.cents, str(shown.vat), str(shown.per))) == wanted


PLACES = [
    ("Je leert het bij de bedrijfsschool in Arnhem.", "Arnhem"),
    ("De lessen zijn op vrijdag in Woerden.", "Woerden"),
    ("Je gaat een dag per week naar school in Den Haag.", "Den Haag"),
    ("De cursus wordt gegeven te Ede.", "Ede"),
    ("This course is offered at our institute in Amsterdam.", "Amsterdam"),
    ("20 zaterdagen, Rotterdam, € 2.850.", "Rotterdam"),
    ("In Lelystad. Drie dagen.", "Lelystad"),
    ("Drie weken. Locatie Veenendaal", "Veenendaal"),
    ("Leer vijlen. Gerelateerde cursussen: Solderen, Ede, € 495.", None),
    ("De lessen zijn in Zwolle en in Assen.", None),
    ("Na de opleiding werk je bij een bedrijf in Utrecht.", None),
    ("Met dit diploma heb je zo een baan in Delft.", None),
    ("Training in Best Practices.", None),
    ("Een cursus in Excel.", None),
    ("Onze klanten wonen in Almere.", None),
    ("De opleiding is erkend in Nederland.", None),
]


@pytest.mark.parametrize(("text", "wanted"), PLACES)
def test_the_place_where_the_text_says_that_the_course_is_held(read, text: str, wanted: str | None) -> None:
    places = {value(session.place).name for session in read(description=text).sessions if session.place}
    assert places == ({wanted} if wanted else set())


MODES = [
    ("12 weken, live online, € 950", Mode.ONLINE),
    ("Fulltime, klassikaal.", Mode.ONSITE),
    ("Zelfstudie met begeleiding. Negen maanden.", Mode.SELF_PACED),
    ("Blended: e-learning en 2 klassikale dagen in Eindhoven.", Mode.BLENDED),
    ("E-learning en twee fysieke bijeenkomsten.", Mode.BLENDED),
    ("De lessen zijn in Zwolle.", Mode.ONSITE),
    ("Locatie: Amsterdam/thuis", None),
    ("Leer vijlen. Incompany? Vraag een offerte.", None),
    ("De lessen zijn in Zwolle, of je volgt ze online.", None),
    ("Klassikaal, 2 dagen. Online, 3 avonden.", None),
]


@pytest.mark.parametrize(("text", "wanted"), MODES)
def test_the_mode_in_a_piece_of_its_own(read, text: str, wanted: Mode | None) -> None:
    course = read(description=text)
    assert {value(course.mode)} | {value(session.mode) for session in course.sessions} == {wanted}


def test_a_title_on_the_work_floor_says_nothing_of_the_mode(read) -> None:
    assert [read(title).mode for title in ("Nederlands op de werkvloer", "Veiligheid op de werkplek")] == [None] * 2


LEVELS = [
    ("Niveau: 3. BBL.", 3),
    ("Je volgt een bbl niveau 2 opleiding.", 2),
    ("Mbo 4-opleiding in Leiden.", 4),
    ("Een opleiding op mbo-niveau 3.", 3),
    ("Mbo niveau 3. Kosten € 4.250.", 3),
    ("Instapniveau mbo 4.", None),
    ("Je hebt een mbo 2-diploma.", None),
    ("Daarna kun je doorstromen naar een mbo 4-opleiding.", None),
    ("Niveau: 2. Of BBL niveau 3.", None),
]


@pytest.mark.parametrize(("text", "wanted"), LEVELS)
def test_the_level_that_a_text_names_as_the_course_s_own(read, text: str, wanted: int | None) -> None:
    assert value(read("Monteur", description=text).level) == wanted


@pytest.mark.parametrize("text", ["Niveau: 2.", "Niveau 2."])
def test_steps_of_a_subject_with_its_own_scale_are_no_level(read, text: str) -> None:
    assert read("MIG/MAG lassen", description=text).level is None


STARTS = [
    ("Data 2027: 11 jan, 1 mrt, 3 mei.", ["2027-01-11", "2027-03-01", "2027-05-03"]),
    ("Data: 14-16 december 2026; 18-20 januari 2027", ["2026-12-14", "2027-01-18"]),
    ("Data en locaties: 8 t/m 11 februari 2027 (Ede), 15 t/m 18 maart 2027 (Assen).", ["2027-02-08", "2027-03-15"]),
    ("Lesdagen: 12, 19 en 26 januari 2027", ["2027-01-12"]),
    ("10 avonden. Data: 12, 19 en 26 januari 2027", ["2027-01-12"]),
    ("2 dagen. Data: 11 en 12 maart 2027", ["2027-03-11"]),
    ("1 dag. Data: 11 en 18 maart 2027", ["2027-03-11", "2027-03-18"]),
    ("10 avonden. Data: 12 januari en 9 maart 2027", ["2027-01-12", "2027-03-09"]),
    ("Startdatum: 12-01-'27", ["2027-01-12"]),
    ("Op maandag 11 januari 2027 gaat de opleiding van start.", ["2027-01-11"]),
    ("De inschrijving opent 1 februari 2027, de lessen beginnen 5 april 2027.", ["2027-04-05"]),
    ("Op 12 maart 2027 gaat de verkoop van start.", []),
]


@pytest.mark.parametrize(("text", "wanted"), STARTS)
def test_starts_in_a_text(read, text: str, wanted: list[str]) -> None:
    starts = [value(session.start).first.isoformat() for session in read(description=text).sessions if session.start]
    assert starts == wanted


def test_the_last_of_all_lesson_days_is_the_end(read) -> None:
    (session,) = read(description="2 dagen. Data: 11 en 12 maart 2027").sessions
    assert value(session.end).last.isoformat() == "2027-03-12"
    (longer,) = read(description="10 avonden. Data: 12, 19 en 26 januari 2027").sessions
    assert longer.end is None


@pytest.mark.parametrize("title", ["Hbo werktuigbouwkunde", "Hbo-opleiding elektrotechniek", "Hbo bouwkunde deeltijd"])
def test_an_hbo_programme_has_its_level_whatever_its_subject(read, title: str) -> None:
    assert value(read(title).level) == 6


@pytest.mark.parametrize("title", ["Training op hbo werk- en denkniveau", "Hbo-module techniek"])
def test_hbo_as_what_one_brings_or_as_a_module_is_no_level(read, title: str) -> None:
    assert read(title).level is None
