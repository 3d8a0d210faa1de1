"""Walls are named; pages of a site are not called walls for a word that stands on them."""

import time

import pytest

from catalogue.crawl import Fetched
from catalogue.runs.walls import WALLS, wall
from tests.factories import MOMENT

LONG = "<p>" + "Wij leiden op voor de techniek in de regio. " * 60 + "</p>"


def answer(
    body: str, final: str = "https://school.example/cursus/1", kind: str = "text/html; charset=utf-8"
) -> Fetched:
    return Fetched("https://school.example/cursus/1", final, 200, kind, body.encode(), MOMENT)


WALLED = {
    "wall_captcha": [
        "<title>Just a moment...</title><body>Checking your browser before you go on</body>",
        "<title>School</title><body><div class='g-recaptcha'></div>Nog even</body>",
        "<h1>Bent u een robot?</h1><p>Klik hieronder.</p>",
        "<title>Bevestig dat u een mens bent</title><p>Voltooi de controle</p>",
        "<title>Request Rejected</title><p>Your support ID is: 123</p>",
        "<iframe src='/_Incapsula_Resource'>Request unsuccessful. Incapsula incident ID: 1</iframe>",
        "<title>School</title><h1>Te veel aanvragen</h1><p>Probeer het over een minuut opnieuw.</p>",
    ],
    "wall_login": [
        "<html><h1>Log in</h1></html>",
        f"<title>Inloggen | School</title>{LONG}<form><input type='password'></form>",
        "<title>Sign in to your account</title><form><input name=p type=password></form>",
        "<title>Mijn School</title><h1>Welkom</h1><p>Log in met je schoolaccount om verder te gaan</p>",
        "<title>School</title><h1>Afgeschermd</h1><p>U moet ingelogd zijn om deze pagina te bekijken.</p>",
    ],
    "wall_consent": [
        "<title>Cookies accepteren</title><p>Om dit te zien moet je cookies toestaan.</p><button>Akkoord</button>",
        "<h1>Before you continue</h1><p>We use cookies.</p>",
        "<title>School</title><h1>Jouw privacy</h1><p>Wij en onze partners bewaren gegevens op je apparaat met jouw "
        "toestemming.</p><button>Alles accepteren</button>",
        "<title>School</title><h1>School</h1><p>Ga akkoord met onze cookies om deze site te bezoeken.</p>",
    ],
    "wall_maintenance": [
        "<title>School</title><h1>De website is tijdelijk niet beschikbaar</h1>",
        "<title>Gepland onderhoud</title><p>Wij zijn vanmiddag terug.</p>",
        "<h1>Down for maintenance</h1>",
        "<title>School</title><h1>School</h1><p>Onze website is momenteel niet bereikbaar wegens onderhoud.</p>",
        "<title>Even geduld</title><h1>Even geduld a.u.b.</h1><p>Zo meteen.</p>",
        "<title>School</title><h1>Er is een fout opgetreden</h1>",
        "<h1>Error establishing a database connection</h1>",
    ],
    "wall_soft_404": [
        f"<title>Pagina niet gevonden - School</title>{LONG}",
        "<title>404 | School</title><p>Terug naar de homepage</p>",
        f"<title>School</title><h1>Deze cursus bestaat niet meer</h1>{LONG}",
        f"<title>School</title><h1>Helaas, deze pagina bestaat niet (meer)</h1>{LONG}",
        f"<title>School</title><h1>Sorry, we konden de pagina die je zoekt niet vinden</h1>{LONG}",
        f"<title>School</title><h1>Deze training wordt niet meer aangeboden</h1>{LONG}",
    ],
    "wall_empty_shell": [
        "<title>School</title><body><div id='root'></div><script src='/app.js'></script></body>",
        "<title>X</title><noscript>Please enable JavaScript</noscript><div id=app></div><script src=a.js></script>",
        "<title>School</title><body><div id='__nuxt'><!----></div><script>window.x={}</script></body>",
        "<title>School</title><body><div id='app'><i>Laden</i></div><script src=a.js></script></body>",
        "<title>Een lange titel van een school</title><body><main></main><script src=a.js></script></body>",
        "<title>X</title><noscript>Zet JavaScript aan.</noscript><p>Een ogenblik geduld</p><script src=a.js></script>",
    ],
}


@pytest.mark.parametrize(("name", "body"), [(name, body) for name, bodies in WALLED.items() for body in bodies])
def test_a_wall_is_named(name: str, body: str) -> None:
    assert wall(answer(body)) == name


def test_every_wall_has_an_example() -> None:
    assert WALLED.keys() == WALLS.keys()


def test_a_redirect_to_a_page_with_a_password_field_is_a_login_page() -> None:
    page = answer(f"<title>School</title>{LONG}<input type='password'>", "https://school.example/login?next=/cursus/1")
    assert wall(page) == "wall_login"


@pytest.mark.parametrize(
    "body",
    [
        f"<title>Onderhoud | Cursussen</title><h1>Onderhoud</h1>{LONG}",
        "<title>Monteur onderhoud</title><h1>Cursus technisch onderhoud</h1><p>Je leert storingen zoeken.</p>",
        f"<title>Lassen</title>{LONG}<form>Inloggen <input type='password'></form>",
        f"<title>Lassen</title>{LONG}<div class='banner'>Wij gebruiken cookies. Accepteren</div>",
        f"<title>Contact</title>{LONG}<div class='g-recaptcha'></div>",
        f"<title>Aanmelden voor de cursus lassen</title>{LONG}",
        f"<title>School</title>{LONG}<div id='app'></div><script src='/app.js'></script>",
        "<title>Over ons</title><p>Wij zijn een school.</p>",
        "<title>Storingstechniek</title><h1>Technische storing zoeken</h1><p>Je leert een systeem onderhouden.</p>",
        "<title>Lassen</title><h1>Lassen</h1><p>Deze cursus is tijdelijk niet beschikbaar in deze regio.</p>",
        "<title>Robot</title><h1>Robot programmeren</h1><p>Log je storingen en zoek fouten.</p>",
        "<title>Contact</title>" + "<a href='/x'>Menu</a>" * 12 + "<p>Wij gebruiken cookies. Akkoord</p>",
        "<title>JavaScript leren</title><h1>JavaScript</h1><noscript><img src=x></noscript><script src=a.js></script>",
        "",
    ],
)
def test_a_page_of_the_site_is_no_wall(body: str) -> None:
    assert wall(answer(body)) is None


def test_a_feed_or_sitemap_is_no_wall() -> None:
    assert wall(answer("naam;prijs\nInloggen;1", kind="text/csv")) is None
    assert wall(answer("<?xml version='1.0'?><urlset><title>Inloggen</title></urlset>")) is None


def test_bytes_made_to_hang_a_reader_are_looked_at_in_a_second() -> None:
    started = time.process_time()  # what others do meanwhile does not count
    for piece in ("<title>", "<script>", "<!--", "<noscript>enable ", "<input type=", "<div id=root>", "404 ", "<h1 "):
        wall(answer(piece * 50_000))
    assert time.process_time() - started < 4
