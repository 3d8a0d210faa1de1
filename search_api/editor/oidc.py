"""OpenID Connect, code flow with PKCE: what we ask a provider, and what we believe of its answer.

Only a signed token of the right issuer, for us, of this very sign-in (nonce) and not too old says who somebody is.
"""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests
import yaml
from authlib.common.security import generate_token
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import BaseModel, ConfigDict, Field, field_validator

from catalogue.people.identities import Person
from catalogue.tables import Role

ALGORITHMS = ("RS256", "PS256", "ES256")
"""Signatures with a key that only the provider has; never `none`, never a shared secret."""
TIMEOUT = 10  # seconds of one request
KEEP_SECONDS = 3600
LEEWAY = 30  # seconds that two clocks may lie apart
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class OidcProblem(Exception):
    """The sign-in cannot be believed, or the provider does not answer; the text names which rule, no secret."""


class Right(BaseModel):
    """What one value of the claim gives. `portals` None: all."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: Role
    portals: tuple[str, ...] | None = None


class Provider(BaseModel):
    """One province's sign-in, as `VAKWIJZER_OIDC_FILE` lists it."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,30}$")
    label: str = Field(min_length=1, max_length=80)
    issuer: str = Field(max_length=255)
    client_id: str = Field(min_length=1)
    client_secret: str = Field(min_length=1)
    claim: str = "groups"
    """Which claim tells what somebody may do; its values are the keys of `rights`."""
    rights: dict[str, Right] = Field(min_length=1)

    @field_validator("issuer")
    @classmethod
    def _issuer_is_safe(cls, issuer: str) -> str:
        if not _safe(issuer):
            raise ValueError("write https://…")
        return issuer

    def right_of(self, claims: Mapping[str, Any]) -> Right | None:
        """The first right of `rights`, in their order, that the claim gives."""
        said = claims.get(self.claim)
        values = said if isinstance(said, list) else [said]
        return next((right for value, right in self.rights.items() if value in values), None)


def _safe(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.netloc.split(":")[0] in LOOPBACK)


def providers(file: Path | None) -> dict[str, "Client"]:
    """The providers of a YAML file, by name; none without one. Raises OSError or ValidationError at start-up."""
    rows = yaml.safe_load(file.read_text(encoding="utf-8")) if file else []
    return {each.name: Client(each) for each in map(Provider.model_validate, rows)}


class Client:
    """Talks to one provider. What it publishes of itself is kept for an hour."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self._metadata: dict[str, Any] = {}
        self._keys: KeySet | None = None
        self._until = 0.0

    def begin(self, redirect_uri: str) -> tuple[str, dict[str, str]]:
        """The address to send the browser to, and what its session must keep until it comes back."""
        kept = {"state": generate_token(43), "nonce": generate_token(43), "verifier": generate_token(64)}
        with self._session(redirect_uri) as session:
            address, _ = session.create_authorization_url(
                self._told("authorization_endpoint"), state=kept["state"], nonce=kept["nonce"],
                code_verifier=kept["verifier"],
            )  # fmt: skip
        return str(address), kept

    def finish(self, code: str, kept: Mapping[str, str], redirect_uri: str) -> Person:
        """Who came back with this code. Raises OidcProblem."""
        try:
            with self._session(redirect_uri) as session:
                token = session.fetch_token(
                    self._told("token_endpoint"), code=code, code_verifier=kept["verifier"], timeout=TIMEOUT,
                    allow_redirects=False,
                )  # fmt: skip
        except (OAuthError, requests.RequestException, ValueError) as error:
            raise OidcProblem(f"token endpoint: {type(error).__name__}") from None
        claims = self._believed(str(token.get("id_token") or ""), kept["nonce"])
        right = self.provider.right_of(claims)
        return Person(
            issuer=self.provider.issuer, subject=claims["sub"], email=str(claims.get("email") or ""),
            name=str(claims.get("name") or ""), role=right.role if right else None,
            portals=right.portals if right else None,
        )  # fmt: skip

    def sign_out_address(self, back: str) -> str | None:
        """Where the provider's own session ends; None where it has no such address."""
        address = self._discovered().get("end_session_endpoint")
        if not isinstance(address, str) or not self._trusted(address):
            return None
        query = urlencode({"client_id": self.provider.client_id, "post_logout_redirect_uri": back})
        return f"{address}{'&' if '?' in address else '?'}{query}"

    def _session(self, redirect_uri: str) -> OAuth2Session:
        return OAuth2Session(
            self.provider.client_id, self.provider.client_secret, scope="openid email profile",
            redirect_uri=redirect_uri, code_challenge_method="S256",
        )  # fmt: skip

    def _believed(self, token: str, nonce: str) -> dict[str, Any]:
        rules = jwt.JWTClaimsRegistry(
            leeway=LEEWAY,
            iss={"essential": True, "value": self.provider.issuer},
            aud={"essential": True, "value": self.provider.client_id},
            nonce={"essential": True, "value": nonce},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        )
        try:
            claims = self._decoded(token)
            rules.validate(claims)
        except (JoseError, ValueError) as error:
            raise OidcProblem(f"id token: {type(error).__name__}") from None
        _refuse_other_party(claims, self.provider.client_id)
        if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= 255:
            raise OidcProblem("id token: sub")
        return claims

    def _decoded(self, token: str) -> dict[str, Any]:
        try:
            return dict(jwt.decode(token, self._key_set(), algorithms=list(ALGORITHMS)).claims)
        except JoseError:
            # The provider may have a new key since we looked.
            return dict(jwt.decode(token, self._key_set(anew=True), algorithms=list(ALGORITHMS)).claims)

    def _key_set(self, anew: bool = False) -> KeySet:
        if self._keys is None or anew:
            self._keys = KeySet.import_key_set(_asked(self._told("jwks_uri")))  # type: ignore[arg-type]
        return self._keys

    def _told(self, name: str) -> str:
        address = self._discovered().get(name)
        if not isinstance(address, str) or not self._trusted(address):
            raise OidcProblem(f"discovery: {name}")
        return address

    def _trusted(self, address: str) -> bool:
        """Only a provider on this machine itself, as in a test, may name an address without TLS."""
        return _safe(address) and (address.startswith("https:") or self.provider.issuer.startswith("http:"))

    def _discovered(self) -> dict[str, Any]:
        if time.monotonic() > self._until:
            found = _asked(f"{self.provider.issuer.rstrip('/')}/.well-known/openid-configuration")
            if found.get("issuer") != self.provider.issuer:
                raise OidcProblem("discovery: issuer")
            self._metadata, self._keys, self._until = found, None, time.monotonic() + KEEP_SECONDS
        return self._metadata


def _refuse_other_party(claims: Mapping[str, Any], client_id: str) -> None:
    """A token for several names must say that it was issued to us (OpenID Connect Core, 3.1.3.7)."""
    audience = claims["aud"]
    if isinstance(audience, list) and len(audience) > 1 and claims.get("azp") != client_id:
        raise OidcProblem("id token: azp")
    if claims.get("azp", client_id) != client_id:
        raise OidcProblem("id token: azp")


def _asked(address: str) -> dict[str, Any]:
    try:
        answer = requests.get(address, timeout=TIMEOUT, allow_redirects=False)
        found = answer.json() if answer.status_code == 200 else None
    except (requests.RequestException, ValueError) as error:
        raise OidcProblem(f"discovery: {type(error).__name__}") from None
    if not isinstance(found, dict):
        raise OidcProblem("discovery: no answer")
    return found
