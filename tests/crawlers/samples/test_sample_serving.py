"""The sample sites over HTTP, as a crawler meets them."""

import http.client
import re
import socket
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

import pytest

from crawlers.samples.render import slugs
from crawlers.samples.serve import SampleSite, serving

TODAY = date(2026, 11, 24)
ODD = {"/opleiding/zeilmaker": 500, "/opleiding/kuiper": 404}
Answer = tuple[int, dict[str, str], bytes]


@pytest.fixture(scope="module")
def sites() -> Iterator[dict[str, SampleSite]]:
    with serving(TODAY) as running:
        yield running


def ask(url: str, method: str = "GET", **headers: str) -> Answer:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders()), body


def listed(origin: str) -> list[str]:
    """Every page in the sitemaps that robots.txt names."""
    robots = ask(f"{origin}/robots.txt")[2].decode()
    waiting, found = re.findall(r"Sitemap: (\S+)", robots), []
    while waiting:
        body = ask(waiting.pop())[2].decode()
        addresses = re.findall(r"<loc>(.*?)</loc>", body)
        waiting += addresses if "<sitemapindex" in body else []
        found += addresses if "<urlset" in body else []
    return found


def test_each_site_has_its_own_loopback_origin(sites: dict[str, SampleSite]) -> None:
    assert sorted(sites) == slugs()
    assert len({site.origin for site in sites.values()}) == len(sites)
    assert all(site.origin.startswith("http://127.0.0.1:") for site in sites.values())


@pytest.mark.parametrize(("slug", "least"), [("rijnvonk", 31), ("roc-vechtpolder", 24), ("zilt-en-staal", 33)])
def test_every_page_in_a_sitemap_answers_as_meant(sites: dict[str, SampleSite], slug: str, least: int) -> None:
    origin = sites[slug].origin
    urls = listed(origin)
    assert len(urls) >= least
    for url in urls:
        status, headers, body = ask(url)
        assert status == ODD.get(url.removeprefix(origin), 200), url
        assert "charset=" in headers["Content-Type"]
        assert int(headers["Content-Length"]) == len(body)


@pytest.mark.parametrize("slug", ["rijnvonk", "roc-vechtpolder", "havenmast", "kromzicht", "hogeschool-waddenveen"])
def test_what_has_not_changed_is_304(sites: dict[str, SampleSite], slug: str) -> None:
    url = f"{sites[slug].origin}/"
    status, headers, _ = ask(url)
    assert status == 200
    assert re.fullmatch(r'"[0-9a-f]{20}"', headers["ETag"])
    assert ask(url, If_None_Match=headers["ETag"])[::2] == (304, b"")
    assert ask(url, If_None_Match=f'"other", {headers["ETag"]}')[0] == 304
    assert ask(url, If_Modified_Since=headers["Last-Modified"])[0] == 304


def test_what_has_changed_is_sent_again(sites: dict[str, SampleSite]) -> None:
    url = f"{sites['rijnvonk'].origin}/"
    modified = ask(url)[1]["Last-Modified"]
    assert ask(url, If_None_Match='"old"')[0] == 200
    assert ask(url, If_None_Match='"old"', If_Modified_Since=modified)[0] == 200
    assert ask(url, If_Modified_Since="Mon, 02 Sep 2019 00:00:00 GMT")[0] == 200
    assert ask(url, If_Modified_Since="yesterday")[0] == 200


def test_one_site_sends_no_validators(sites: dict[str, SampleSite]) -> None:
    status, headers, _ = ask(f"{sites['peelwarmte'].origin}/cursussen", If_None_Match='"old"')
    assert status == 200
    assert not {"ETag", "Last-Modified"} & headers.keys()


def test_head_has_the_length_and_no_body(sites: dict[str, SampleSite]) -> None:
    url = f"{sites['kromzicht'].origin}/export/cursusaanbod.csv"
    status, headers, body = ask(url, "HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) == len(ask(url)[2])


def test_an_unknown_page_is_404_and_an_unknown_parameter_is_ignored(sites: dict[str, SampleSite]) -> None:
    origin = sites["peelwarmte"].origin
    assert ask(f"{origin}/geen-pagina")[0] == 404
    assert ask(f"{origin}/cursussen?pagina=99")[0] == 404
    assert ask(f"{origin}/cursussen?pagina=2&utm_source=nieuwsbrief")[2] == ask(f"{origin}/cursussen?pagina=2")[2]


def test_a_busy_port_falls_back_to_a_free_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with serving(TODAY, {"rijnvonk": port}) as running:
            assert running["rijnvonk"].origin != f"http://127.0.0.1:{port}"
            assert ask(f"{running['rijnvonk'].origin}/")[0] == 200


def test_a_free_port_is_used_as_wished_and_released() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    for _ in range(2):
        with serving(TODAY, {"rijnvonk": port}) as running:
            assert running["rijnvonk"].origin == f"http://127.0.0.1:{port}"
    with pytest.raises(ConnectionRefusedError):
        ask(f"http://127.0.0.1:{port}/")
