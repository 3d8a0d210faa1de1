"""All settings, read once at start-up and passed down. Each is an environment variable of the same name in capitals.

`VAKWIJZER_HOME` holds all data (default `var/`). Without `DATABASE_URL` the database is SQLite there; without
`MEILI_URL` a private engine runs there.
"""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

MIN_SECRET = 16  # characters; what Meilisearch asks of a production master key


class Settings(BaseSettings):
    """Settings of one process. Raises `pydantic.ValidationError` naming the variable that is wrong."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    home: Path = Field(default=Path("var"), alias="VAKWIJZER_HOME")
    environment: Literal["development", "production"] = Field(default="development", alias="VAKWIJZER_ENVIRONMENT")
    database_url: str | None = Field(default=None, alias="DATABASE_URL")
    meili_url: str | None = Field(default=None, alias="MEILI_URL")
    meili_master_key: str | None = Field(default=None, alias="MEILI_MASTER_KEY")
    secret_key: str | None = Field(default=None, alias="VAKWIJZER_SECRET_KEY")
    """Signs editors' sessions; made and kept under `home` in development."""
    port: int = Field(default=8080, alias="PORT", ge=0, le=65535)
    host: str = Field(default="127.0.0.1", alias="VAKWIJZER_HOST")
    allow_private_hosts: bool = Field(default=False, alias="VAKWIJZER_ALLOW_PRIVATE_HOSTS")
    crawl_delay: float = Field(default=1.0, alias="VAKWIJZER_CRAWL_DELAY", ge=0)
    """Seconds between two requests to one host."""
    engine_budget: float = Field(default=0.15, alias="VAKWIJZER_ENGINE_BUDGET", gt=0)
    """Seconds that a search waits for the engine before the database is asked as well."""
    rate_limit: int = Field(default=12_000, alias="VAKWIJZER_RATE_LIMIT", ge=0)
    """Requests that one client may make in a minute; 0: any number. A portal's server is one client."""
    trusted_proxies: int = Field(default=0, alias="VAKWIJZER_TRUSTED_PROXIES", ge=0)
    """Proxies of our own before the API, whose `X-Forwarded-For` tells the client."""
    contact: str = Field(default="redactie@vakwijzer.example", alias="VAKWIJZER_CONTACT")
    """Named in the crawler's user agent; the sender of alerts."""
    smtp_url: str | None = Field(default=None, alias="SMTP_URL", pattern=r"^smtps?://")
    """The mail server that sends alerts; without it there are none."""
    public_url: str | None = Field(default=None, alias="VAKWIJZER_PUBLIC_URL", pattern=r"^https?://[^/\s]+/?$")
    """Where readers find the portals; links in mails begin with it, never with what a request says of its host."""

    oidc_file: Path | None = Field(default=None, alias="VAKWIJZER_OIDC_FILE")
    """YAML file with the provinces' own sign-ins: `search_api.editor.oidc.Provider`."""

    @field_validator("smtp_url", "public_url", "oidc_file", mode="before")
    @classmethod
    def _empty_is_none(cls, value: str | None) -> str | None:
        return value or None

    @model_validator(mode="after")
    def _refuse_weak_secrets(self) -> Self:
        if self.environment == "production":
            for name, value in (("VAKWIJZER_SECRET_KEY", self.secret_key), ("MEILI_MASTER_KEY", self.meili_master_key)):
                if value is None or len(value) < MIN_SECRET:
                    raise ValueError(f"{name} needs at least {MIN_SECRET} characters in production")
        return self

    @model_validator(mode="after")
    def _links_need_an_address(self) -> Self:
        if self.smtp_url and not self.public_url:
            raise ValueError("SMTP_URL needs VAKWIJZER_PUBLIC_URL: links in mails begin with it")
        if self.oidc_file and not self.public_url:
            raise ValueError("VAKWIJZER_OIDC_FILE needs VAKWIJZER_PUBLIC_URL: people come back there")
        return self

    @property
    def database(self) -> str:
        """SQLAlchemy URL of the database; `postgres://` and `postgresql://` are read as psycopg's."""
        url = self.database_url or f"sqlite:///{(self.home / 'vakwijzer.sqlite3').resolve()}"
        scheme, _, rest = url.partition("://")
        return f"postgresql+psycopg://{rest}" if scheme in ("postgres", "postgresql") else url
