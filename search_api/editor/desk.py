"""What all routes of the editors' pages share: the database, the drain, the templates, and who is signed in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import structlog
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import Engine
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from catalogue.people.attempts import Attempts
from catalogue.people.second_factor import SecondFactor
from catalogue.portals.access import require_all_portals, require_role
from catalogue.tables import Editor, Role
from search_api.editor import sessions
from search_api.editor.guard import AccountFirst, PageError, SignInFirst
from search_api.editor.oidc import Client
from search_api.editor.sessions import current_editor, form_token
from search_api.editor.texts import LANGUAGES, Texts, texts

READING = ("GET", "HEAD")
TEMPLATES = Path(__file__).parents[1] / "templates"
log = structlog.get_logger()


@dataclass(frozen=True)
class Desk:
    """One set of editors' pages over one database."""

    engine: Engine
    drain: Callable[[], None]
    attempts: Attempts
    second_factor: SecondFactor
    trusted_proxies: int = 0
    strict: bool = False
    """Whoever has no second factor must set one up before anything else."""
    providers: Mapping[str, Client] = field(default_factory=dict)
    """The provinces' own sign-ins, by name."""
    public_url: str = ""

    def page(self, request: Request, template: str, names: Mapping[str, Any], status: int = 200) -> HTMLResponse:
        """A page of `templates/redactie`, with the words of the reader's language."""
        shared = {
            "t": words(request),
            "token": form_token(request),
            "editor": getattr(request.state, "editor", None),
            "here": request.url.path,
            "switch": _switch(request),
            "may": _may(getattr(request.state, "editor", None)),
        }
        return HTMLResponse(environment().get_template(f"redactie/{template}").render({**shared, **names}), status)

    def changed(self, to: str) -> RedirectResponse:
        """Send the browser on after a committed change, and tell the index about it meanwhile."""
        return RedirectResponse(to, status_code=303, background=BackgroundTask(self._drain))

    def _drain(self) -> None:
        try:
            self.drain()
        except Exception:
            # The marks stay: the next drain takes them. The editor's change is stored and answered already.
            log.exception("drain_after_edit_failed")

    def signed_in(self, request: Request) -> Editor:
        """The editor of this request, for pages about the own account. Raises SignInFirst."""
        editor = current_editor(request, self.engine)
        if editor is None:
            raise SignInFirst
        request.state.editor = editor
        return editor

    def reader(self, request: Request) -> Editor:
        """Everybody may look; only editors may send forms. Raises SignInFirst, AccountFirst or NotAllowed."""
        editor = self.signed_in(request)
        # Who signs in through a province's provider has its second factor, if it asks for one.
        own = sessions.provider_of(request) is None
        if editor.renew or (self.strict and own and editor.totp is None):
            raise AccountFirst
        if request.method not in READING:
            require_role(editor, Role.EDITOR)
        return editor

    def everywhere(self, request: Request) -> Editor:
        """As `reader`, for what all portals see: only editors of all portals may send forms."""
        editor = self.reader(request)
        if request.method not in READING:
            require_all_portals(editor)
        return editor

    def administrator(self, request: Request) -> Editor:
        """Only administrators of all portals, also for looking."""
        editor = self.reader(request)
        require_all_portals(editor, Role.ADMINISTRATOR)
        return editor

    def error_page(self, request: Request, error: PageError) -> HTMLResponse:
        """The page that explains `error`."""
        response = self.page(request, "error.html", {"key": error.key, "retry_after": error.retry_after}, error.status)
        if error.retry_after is not None:
            response.headers["Retry-After"] = str(error.retry_after)
        return response


def _may(editor: Editor | None) -> Mapping[str, bool]:
    """What the pages offer; what they do not offer is refused as well."""
    if editor is None:
        return {"edit": False, "everywhere": False, "administer": False}
    edit, everywhere = editor.role != Role.VIEWER, editor.portals is None
    mighty = everywhere and editor.role == Role.ADMINISTRATOR
    return {"edit": edit, "everywhere": edit and everywhere, "administer": mighty}


@cache
def environment() -> Environment:
    """Templates that escape every value and stop at a name that nobody gave them."""
    loader = FileSystemLoader(TEMPLATES)
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def words(request: Request) -> Texts:
    """The words of the language asked for with `?lang=`, which the session remembers; Dutch otherwise."""
    asked = request.query_params.get("lang")
    if asked in LANGUAGES and asked != request.session.get("language"):
        request.session["language"] = asked
    language = request.session.get("language")
    return texts(language if language in LANGUAGES else LANGUAGES[0])


def _switch(request: Request) -> str | None:
    """This page in the other language; None for the answer to a form, which has no address to come back to."""
    if request.method != "GET":
        return None
    other = "en" if words(request).language == "nl" else "nl"
    # What a provider sends along when somebody comes back is for nobody's page.
    query = {key: value for key, value in request.query_params.items() if key not in ("code", "state")}
    query |= {"lang": other}
    return f"?{urlencode(query)}"


def sign_in_address(request: Request) -> str:
    """The sign-in page, which comes back to this page; a form cannot be sent again, so then to the list."""
    if request.method != "GET":
        return "/redactie/inloggen"
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return f"/redactie/inloggen?next={quote(here, safe='/')}"
