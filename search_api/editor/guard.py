"""What every request to the editors' pages must pass: no forged form, no oversized body. And what every answer has."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from search_api.editor.sessions import token_matches
from search_api.limits import MOST_TABLE

MAX_BODY = 512 * 1024  # bytes; a description of 20,000 letters takes 180,000 when each is percent-encoded
MAX_FIELDS = 600  # a page of the work list has one for each ticked item
UPLOAD = "/redactie/invoer"
"""The one form that takes a file."""
MAX_UPLOAD = MOST_TABLE  # Starlette keeps what is over 1 MB on disk while it arrives
HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    # Browsers heed it over HTTPS only.
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class PageError(Exception):
    """Ends a request with a page that explains. `key` names its texts: `error.<key>.title` and `error.<key>.text`."""

    def __init__(self, status: int, key: str, retry_after: int | None = None) -> None:
        super().__init__(key)
        self.status = status
        self.key = key
        self.retry_after = retry_after


class SignInFirst(Exception):
    """Nobody is signed in; the browser goes to the sign-in page and comes back after it."""


class AccountFirst(Exception):
    """The account must be put in order first: a new password, or a second factor."""


def harden(response: Response) -> None:
    """Put the headers of the editors' pages on `response`."""
    for name, value in HEADERS.items():
        response.headers[name] = value


async def refuse_forged(request: Request) -> None:
    """A POST must come from a page of this host, with the session's form token. Raises PageError 403, 411 or 413."""
    if request.method in ("GET", "HEAD"):
        return
    if not from_this_host(request):
        raise PageError(403, "forged")
    uploads = _may_upload(request)
    _refuse_oversized(request, MAX_UPLOAD if uploads else MAX_BODY)
    form = await request.form(max_files=int(uploads), max_fields=MAX_FIELDS)
    token = form.get("token")
    if not isinstance(token, str) or not token_matches(request, token):
        raise PageError(403, "forged")
    request.state.posted = {name: value for name, value in form.items() if isinstance(value, str)}
    request.state.files = {name: value for name, value in form.items() if isinstance(value, UploadFile)}


def _may_upload(request: Request) -> bool:
    """Whether a file is expected, of somebody who signed in: nobody else's is read to find out that it is forged."""
    return request.url.path == UPLOAD and "editor" in request.session


def from_this_host(request: Request) -> bool:
    """Whether the browser says that the form was on a page of this host.

    A client that sends neither header is no browser of today; it still needs the form token.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        return False
    origin = request.headers.get("origin")
    # The scheme is left out: behind a proxy that ends TLS this process sees http where the browser says https.
    return origin is None or (bool(urlsplit(origin).netloc) and urlsplit(origin).netloc == request.headers.get("host"))


def posted(request: Request) -> dict[str, str]:
    """The form's fields, as `refuse_forged` read them."""
    fields: dict[str, str] = request.state.posted
    return fields


def posted_file(request: Request, name: str) -> UploadFile | None:
    """The file that came with the form; None when none was chosen."""
    file: UploadFile | None = request.state.files.get(name)
    return file if file is not None and file.size else None


def _refuse_oversized(request: Request, most: int) -> None:
    length = request.headers.get("content-length", "")
    if not length.isascii() or not length.isdigit():
        raise PageError(411, "too_large")
    if int(length) > most:
        raise PageError(413, "file_too_large" if most == MAX_UPLOAD else "too_large")
