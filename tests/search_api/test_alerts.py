"""A saved search by e-mail, with a real mail server: asked for twice, sent once, ended with one click."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx2
import pytest
from parsel import Selector
from sqlalchemy import Engine
from sqlmodel import Session, func, select

from catalogue.alerts.post import MailUnavailable, Refused, opened
from catalogue.alerts.send import MOST_REFUSALS, send_all
from catalogue.alerts.subscribe import KEPT, KEPT_STOPPED, address_of, ask, confirm, forget_old, resume
from catalogue.database import unit_of_work
from catalogue.index.engine import EngineAddress
from catalogue.settings import Settings
from catalogue.tables import Alert, AlertCourse, utcnow
from search_api.alerts.mail import news
from search_api.alerts.search import described, names_in, saved
from search_api.i18n import texts
from search_api.pages import form_token
from search_api.services import SIGNALS_A_MINUTE
from tests.conftest import TODAY
from tests.factories import ROTTERDAM, add_course, follow_without_engine, session
from tests.mailbox import PUBLIC, Mailbox, link, receiving
from tests.search_api.conftest import running_api
from vakwijzer.commands.alerts import _found

ANNE = "anne@lezer.example"
ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""Where the database makes no difference."""


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with receiving() as held:
        yield held


@pytest.fixture
def mailing(settings: Settings, mailbox: Mailbox) -> Settings:
    more = {"smtp_url": mailbox.url, "public_url": PUBLIC, "engine_budget": 0.01}
    return settings.model_copy(update=more)


@pytest.fixture
def site(database: Engine, mailing: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[httpx2.Client]:
    """The pages with the engine away, on both databases; a form may be sent at once."""
    monkeypatch.setattr(form_token, "SECONDS", 0)
    add_course(database)
    add_course(database, key="/rotterdam", sessions=(session("2027-02-09", ROTTERDAM),))
    follow(database, mailing.home)
    with running_api(mailing, database, EngineAddress("http://127.0.0.1:9", "k")) as client:
        yield client


def follow(database: Engine, home: Path) -> None:
    follow_without_engine(database, home, TODAY)


def asked(site: httpx2.Client, email: str = ANNE, keys: str = "q=lasser&province=Gelderland") -> httpx2.Response:
    form = Selector(site.get(f"/nl/?{keys}").text).css("form[action*=berichten]")
    sent = {one.attrib["name"]: one.attrib.get("value", "") for one in form.css("input")}
    return site.post("/nl/berichten", data={**sent, "email": email})


def send(database: Engine, mailing: Settings) -> int:
    with opened(mailing.smtp_url or "") as post:
        return send_all(database, post, _found, lambda *what: news(mailing, *what), utcnow()).mails


def count(database: Engine, model: Any = Alert) -> int:
    with Session(database) as unit:
        return unit.exec(select(func.count()).select_from(model)).one()


def confirmed(site: httpx2.Client, mailbox: Mailbox) -> None:
    asked(site)
    assert site.post(link(mailbox.mails[-1], "bevestig")).status_code == 200
    mailbox.mails.clear()


def test_one_alert_from_the_form_to_the_one_click_end(
    site: httpx2.Client, database: Engine, mailing: Settings, mailbox: Mailbox
) -> None:
    answer = asked(site)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert [mail["To"] for mail in mailbox.mails] == [ANNE]
    assert "‘lasser’, Gelderland" in mailbox.mails[0].get_content()
    add_course(database, key="/early")
    follow(database, mailing.home)
    assert send(database, mailing) == 0, "nothing goes out before the address is confirmed"
    confirming = link(mailbox.mails[0], "bevestig")
    assert "Ja, mail mij" in site.get(confirming).text
    assert send(database, mailing) == 0, "looking at the page confirms nothing"
    assert "Gelukt" in site.post(confirming).text
    assert "Gelukt" in site.post(confirming).text
    assert send(database, mailing) == 0, "what was there already is not news"
    add_course(database, key="/new", title="Nieuwe lasser <b>")
    add_course(database, key="/elsewhere", title="Lasser ver weg", sessions=(session("2027-03-01", ROTTERDAM),))
    follow(database, mailing.home)
    assert (send(database, mailing), send(database, mailing)) == (1, 0)
    told = mailbox.mails[1]
    assert told["Subject"].startswith("1 nieuwe opleiding voor jou")
    assert "Nieuwe lasser <b>" in told.get_content()
    assert "ver weg" not in told.get_content()
    assert told["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    ending = link(told, "stop")
    assert told["List-Unsubscribe"] == f"<{PUBLIC}{ending}>"
    assert "Stop met deze mails" in site.get(ending).text
    assert count(database) == 1, "looking at the page ends nothing"
    assert site.post(ending, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert (count(database), count(database, AlertCourse)) == (0, 0)
    assert site.post(ending, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert site.post(confirming).status_code == 410


def test_an_address_is_asked_once_however_often_it_is_typed(
    site: httpx2.Client, database: Engine, mailing: Settings, mailbox: Mailbox
) -> None:
    answers = [asked(site, ANNE, f"q=las{n}") for n in range(SIGNALS_A_MINUTE)]
    assert len({answer.text for answer in answers}) == 1, "the page tells nobody whether an address is known"
    assert asked(site).status_code == 429
    assert len(mailbox.mails) == count(database) == 1
    with unit_of_work(database) as unit:
        for n in range(200):
            assert ask(unit, "nl", address_of(f"Anne+{n}@LEZER.example") or "", f"q={n}", "nl", utcnow()) is None


@pytest.mark.slow
@pytest.mark.timeout(300)
@ON_SQLITE
def test_ten_thousand_times_one_address_is_one_question(database: Engine) -> None:
    with unit_of_work(database) as unit:
        asked = [ask(unit, "nl", address_of(f"Anne+{n}@lezer.example") or "", f"q={n}", "nl", utcnow())
                 for n in range(10_000)]  # fmt: skip
    assert sum(alert is not None for alert in asked) == count(database) == 1


def test_of_requests_at_the_same_moment_one_is_asked(database: Engine) -> None:
    def one(n: int) -> bool:
        with unit_of_work(database) as unit:
            return ask(unit, "nl", ANNE, f"q={n}", "nl", utcnow()) is not None

    with ThreadPoolExecutor(8) as pool:
        tries = [pool.submit(one, n) for n in range(24)]
    assert sum(each.exception() is None and each.result() for each in tries) == count(database) == 1


@ON_SQLITE
def test_what_is_confirmed_already_is_not_asked_again(site: httpx2.Client, database: Engine, mailbox: Mailbox) -> None:
    confirmed(site, mailbox)
    asked(site, keys="province=Gelderland&q=lasser&sort=price")
    assert mailbox.mails == []
    asked(site, keys="q=frezen")
    assert len(mailbox.mails) == 1


@ON_SQLITE
def test_an_address_that_was_not_confirmed_is_deleted_and_its_link_is_over(database: Engine) -> None:
    with unit_of_work(database) as unit:
        ask(unit, "nl", ANNE, "q=a", "nl", utcnow() - KEPT - timedelta(minutes=1))
    with unit_of_work(database) as unit:
        assert ask(unit, "nl", ANNE, "q=a", "nl", utcnow()) is not None
    assert count(database) == 1


@ON_SQLITE
def test_everything_of_an_address_is_deleted_on_request(
    site: httpx2.Client, database: Engine, mailing: Settings, mailbox: Mailbox
) -> None:
    confirmed(site, mailbox)
    asked(site, keys="q=frezen")
    add_course(database, key="/new")
    follow(database, mailing.home)
    send(database, mailing)
    assert "gewist" in site.post(link(mailbox.mails[-1], "stop"), data={"all": "1"}).text
    assert count(database) == 0


@pytest.mark.parametrize(
    "email",
    ["", "anne", "a@b", "a@b.example\r\nBcc: c@d.example", "a@b.example\nX: y", "a@b.example,c@d.example",
     "<a@b.example>", "a b@c.example", "é@b.example", "a@b.example%0d%0aBcc:c@d.example", "a" * 300 + "@b.example"],
)  # fmt: skip
def test_nothing_but_one_address_is_an_address(email: str) -> None:
    assert address_of(email) is None


@ON_SQLITE
def test_what_is_typed_cannot_reach_a_header(site: httpx2.Client, database: Engine, mailbox: Mailbox) -> None:
    answer = asked(site, "a@b.example\r\nBcc: c@d.example")
    assert answer.status_code == 400
    assert "klopt niet" in answer.text
    form = {"search": "q=a%0d%0aBcc: c@d.example", "email": ANNE, "token": "x"}
    assert site.post("/nl/berichten", data=form).status_code == 400
    assert site.post("/nl/berichten", data={"email": ANNE}).status_code == 400
    assert site.get("/nl/berichten?near=Atlantis").status_code == 400
    assert mailbox.mails == []
    assert count(database) == 0


@ON_SQLITE
def test_a_link_that_is_forged_or_of_another_portal_does_nothing(
    site: httpx2.Client, database: Engine, mailbox: Mailbox
) -> None:
    asked(site)
    good = link(mailbox.mails[0], "bevestig")
    for wrong in (good[:-1] + "~", good.replace("bevestig", "stop"), "/nl/berichten/bevestig/x"):
        assert site.post(wrong).status_code == 410
    assert site.post(good.replace("/nl/", "/nowhere/")).status_code == 404
    assert count(database) == 1


@ON_SQLITE
def test_a_robot_is_thanked_and_nothing_is_kept(site: httpx2.Client, database: Engine, mailbox: Mailbox) -> None:
    form = Selector(site.get("/nl/berichten?q=lasser").text).css("form[action*=berichten]")
    token = form.css("[name=token]::attr(value)").get()
    data = {"token": token, "email": ANNE, "search": "q=lasser", "website": "http://x"}
    assert site.post("/nl/berichten", data=data).status_code == 200
    assert (mailbox.mails, count(database)) == ([], 0)


def an_alert(database: Engine) -> None:
    with unit_of_work(database) as unit:
        alert = ask(unit, "nl", ANNE, saved({"q": ["lasser"]}), "nl", utcnow())
        assert alert is not None
        confirm(unit, alert, [], utcnow())


@ON_SQLITE
def test_a_mail_that_was_surely_not_taken_is_sent_the_next_time(
    database: Engine, mailing: Settings, mailbox: Mailbox
) -> None:
    an_alert(database)
    add_course(database)
    follow(database, mailing.home)
    mailbox.answer = "451 later"
    assert send(database, mailing) == 0
    mailbox.answer = "250 OK"
    assert (send(database, mailing), send(database, mailing)) == (1, 0)


def test_an_alert_whose_mail_is_refused_for_good_is_stopped_and_can_be_resumed(
    database: Engine, mailing: Settings, mailbox: Mailbox
) -> None:
    an_alert(database)
    add_course(database)
    follow(database, mailing.home)
    for answer in ("550 no", "550 no", "451 later", "554 5.7.1 you are on a list", "552 full"):
        mailbox.answer = answer
        assert send(database, mailing) == 0
    mailbox.answer = "250 OK"
    assert send(database, mailing) == 0, "three times for good: it is over"
    with unit_of_work(database) as unit:
        [stopped] = unit.exec(select(Alert)).all()
        assert (stopped.refusals, stopped.refusal, stopped.stopped_at is not None) == (3, 552, True)
        assert resume(unit) == 1
    assert (send(database, mailing), len(mailbox.mails)) == (1, 1)


@ON_SQLITE
def test_refusals_are_counted_from_the_last_mail_that_was_taken(
    database: Engine, mailing: Settings, mailbox: Mailbox
) -> None:
    an_alert(database)
    for number, answer in enumerate(("550 no", "550 no", "250 OK", "550 no", "550 no", "250 OK")):
        add_course(database, key=f"/{number}")
        follow(database, mailing.home)
        mailbox.answer = answer
        send(database, mailing)
    assert len(mailbox.mails) == 2


@ON_SQLITE
def test_what_was_stopped_can_be_asked_anew_and_is_deleted_in_the_end(database: Engine) -> None:
    an_alert(database)
    with unit_of_work(database) as unit:
        unit.exec(select(Alert)).one().stopped_at = utcnow()
    an_alert(database)
    assert count(database) == 1, "the new one is in its place"
    with unit_of_work(database) as unit:
        unit.exec(select(Alert)).one().stopped_at = utcnow() - KEPT_STOPPED - timedelta(minutes=1)
    with unit_of_work(database) as unit:
        forget_old(unit, utcnow())
    assert count(database) == 0


@ON_SQLITE
def test_a_server_that_does_not_take_our_own_address_stops_nobody(
    database: Engine, mailing: Settings, mailbox: Mailbox
) -> None:
    an_alert(database)
    add_course(database)
    follow(database, mailing.home)
    mailbox.sender = "550 who are you"
    for _ in range(MOST_REFUSALS + 1):
        assert send(database, mailing) == 0
    mailbox.sender = "250 OK"
    assert send(database, mailing) == 1


@ON_SQLITE
def test_a_mail_of_which_nobody_knows_whether_it_was_taken_is_not_sent_twice(
    database: Engine, mailing: Settings
) -> None:
    an_alert(database)
    add_course(database)
    follow(database, mailing.home)

    def breaks_off(message: EmailMessage) -> None:
        raise MailUnavailable("gone")

    with pytest.raises(MailUnavailable):
        send_all(database, breaks_off, _found, lambda *what: news(mailing, *what), utcnow())
    assert send(database, mailing) == 0


def test_two_rounds_at_once_send_one_mail(database: Engine, mailing: Settings, mailbox: Mailbox) -> None:
    an_alert(database)
    add_course(database)
    follow(database, mailing.home)
    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(lambda _: send(database, mailing), range(4)))
    assert sum(sent) == len(mailbox.mails) == 1


@ON_SQLITE
def test_a_server_that_takes_nothing_keeps_no_address(site: httpx2.Client, database: Engine, mailbox: Mailbox) -> None:
    mailbox.answer = "550 no"
    answer = asked(site)
    assert answer.status_code == 503
    assert "niet bewaard" in answer.text
    assert count(database) == 0
    message = EmailMessage()
    message["From"], message["To"] = "a@b.example", "c@d.example"
    with opened(mailbox.url) as post, pytest.raises(Refused):
        post(message)


def test_without_a_mail_server_there_is_rss_only(sqlite: Engine, settings: Settings) -> None:
    with running_api(settings, sqlite, EngineAddress("http://127.0.0.1:9", "k")) as site:
        page = Selector(site.get("/nl/?q=lasser&sort=price").text)
        assert not page.css("form[action*=berichten]")
        feed = page.css("a[type='application/rss+xml']::attr(href)").get("")
        assert feed == "/v1/courses/feed?portal=nl&format=rss&q=lasser"
        assert site.get(feed).headers["content-type"].startswith("application/rss+xml")
        assert site.post("/nl/berichten", data={"email": ANNE}).status_code == 404


def test_mail_without_an_address_for_its_links_is_refused_at_the_start() -> None:
    with pytest.raises(ValueError, match="VAKWIJZER_PUBLIC_URL"):
        Settings(SMTP_URL="smtp://localhost")


@ON_SQLITE
def test_a_link_never_begins_with_the_host_of_a_request(site: httpx2.Client, mailbox: Mailbox) -> None:
    site.headers["Host"] = "evil.example"
    asked(site)
    assert "evil.example" not in mailbox.mails[0].as_string()


@ON_SQLITE
def test_the_search_of_an_alert_is_told_whole_and_by_its_names(site: httpx2.Client, database: Engine) -> None:
    keys = (
        "career=lasser&provider=school&funding=slim-scholing&schedule=evening&workplace=leerbedrijf&targetGroup=women"
    )
    page = Selector(site.get(f"/nl/berichten?{keys}&jobGuarantee=true").text).css("main strong::text").get("")
    with Session(database) as unit:
        mailed = described(texts("nl"), f"{keys}&jobGuarantee=true", names_in(unit))
    told = ("Lasser", "SLIM-scholingssubsidie", "Avond", "Vrouwen", "Baangarantie")
    for text in (page, mailed):
        assert [name for name in told if name.lower() not in text.lower()] == [], text
