"""A browser without JavaScript: it keeps cookies and sends with a form what a real one sends."""

import re
from typing import Any

from starlette.testclient import TestClient

EMAIL, PASSWORD = "noor@example.nl", "lange-zin-met-water"
TOKEN = re.compile(r'name="token" value="([^"]+)"')
SAME_ORIGIN = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}


class Browser:
    """One person's browser."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(path, headers=headers, follow_redirects=False)

    def token(self, page: str) -> str:
        """The form token on a page."""
        found = TOKEN.search(self.get(page).text)
        assert found, f"no form on {page}"
        return found.group(1)

    def post(self, path: str, data: dict[str, str], headers: dict[str, str] | None = None) -> Any:
        """Exactly this; no token unless it is in `data`."""
        return self.client.post(path, data=data, headers=headers or {}, follow_redirects=False)

    def submit(self, page: str, path: str, **fields: str) -> Any:
        """Fill in a form that is on `page` and send it."""
        return self.post(path, {"token": self.token(page), **fields}, SAME_ORIGIN)

    def sign_in(self, email: str = EMAIL, password: str = PASSWORD, **fields: str) -> Any:
        page = "/redactie/inloggen"
        return self.submit(page, page, email=email, password=password, **fields)
