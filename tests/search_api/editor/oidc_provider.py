"""A small OpenID Connect provider over real HTTP, with real RS256 tokens; each test says what it does wrong."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

CLIENT, SECRET = "vakwijzer", "een-geheim-van-de-provincie"


class OidcServer(ThreadingHTTPServer):
    """One person signs in without being asked. `person` is who; `claims`, `header` and `key` spoil the token."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.good_key, self.key = [RSAKey.generate_key(2048, {"kid": "one"}, private=True)] * 2
        self.alg = "RS256"
        self.person: dict[str, Any] = {"sub": "p-1", "email": "els@provincie.example", "name": "Els",
                                       "groups": ["redactie"]}  # fmt: skip
        self.claims: dict[str, Any] = {}
        self.metadata: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.issued: list[str] = []
        """Codes and tokens that went out: none may turn up in a log."""

    def approve(self, asked: dict[str, str]) -> str:
        """Where the browser goes back to."""
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        self.issued.append(code)
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, form: dict[str, str], basic: str) -> tuple[int, dict[str, Any]]:
        asked = self.codes.pop(form.get("code", ""), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest()).rstrip(b"=")
        known = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if asked is None or proof.decode() != asked["code_challenge"] or form["redirect_uri"] != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        if basic != f"Basic {known}":
            return 401, {"error": "invalid_client"}
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        claims = {name: value for name, value in {**claims, **self.person, **self.claims}.items() if value is not None}
        self.issued.append(self.signed(claims))
        return 200, {"access_token": secrets.token_urlsafe(), "token_type": "Bearer", "id_token": self.issued[-1]}

    def signed(self, claims: dict[str, Any]) -> str:
        if self.alg == "none":
            parts = [json.dumps(part).encode() for part in ({"alg": "none"}, claims)]
            return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts) + "."
        if self.alg == "HS256":  # the public key taken for a shared secret
            return jwt.encode(
                {"alg": "HS256"}, claims, OctKey.import_key(self.good_key.as_pem(private=False)), ["HS256"]
            )
        return jwt.encode({"alg": self.alg, "kid": str(self.key.kid)}, claims, self.key)


class Handler(BaseHTTPRequestHandler):
    server: OidcServer

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.path == "/authorize":
            self.send_response(302)
            self.send_header("Location", self.server.approve(dict(parse_qsl(address.query))))
            self.end_headers()
        elif address.path == "/keys":
            self._answer(200, KeySet([self.server.good_key]).as_dict(private=False))
        else:
            ours = {"issuer": "", "authorization_endpoint": "/authorize", "token_endpoint": "/token",
                    "jwks_uri": "/keys", "end_session_endpoint": "/out"}  # fmt: skip
            addresses = {name: self.server.issuer + path for name, path in ours.items()}
            self._answer(200, {**addresses, **self.server.metadata})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        self._answer(*self.server.token(dict(parse_qsl(body)), self.headers.get("authorization", "")))

    def _answer(self, status: int, body: Any) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_: Any) -> None: ...


@contextmanager
def serving() -> Iterator[OidcServer]:
    server = OidcServer()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()
