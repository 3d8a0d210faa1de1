"""Names for what goes wrong on the network: one word that is counted, and a detail for a person."""

from OpenSSL import SSL
from scrapy import exceptions
from twisted.internet import error

NETWORK = (
    exceptions.IgnoreRequest,
    exceptions.DownloadTimeoutError,
    exceptions.CannotResolveHostError,
    exceptions.DownloadConnectionRefusedError,
    exceptions.DownloadCancelledError,
    exceptions.DownloadFailedError,
    exceptions.ResponseDataLossError,
    exceptions.UnsupportedURLSchemeError,
    exceptions.NotSupported,
    error.ConnectError,
    error.ConnectionClosed,
    error.DNSLookupError,
    SSL.Error,
)
"""What a server or the way to it can do to us. Anything else is our own fault and stops the crawl."""

NAMES: tuple[tuple[type[BaseException], str], ...] = (
    (exceptions.DownloadTimeoutError, "timeout"),
    (exceptions.CannotResolveHostError, "host_not_found"),
    (exceptions.DownloadConnectionRefusedError, "connection_refused"),
    (exceptions.DownloadCancelledError, "too_large"),
    (exceptions.ResponseDataLossError, "truncated"),
    (exceptions.UnsupportedURLSchemeError, "not_http"),
    (SSL.Error, "certificate"),
    (error.ConnectionClosed, "connection_lost"),
    (error.ConnectError, "connection_failed"),
)
SILENT = {"timeout", "host_not_found", "connection_refused", "connection_lost", "connection_failed"}
TLS_WORDS = ("certificate", "SSL", "tls", "VerificationError")


class NotFetched(exceptions.IgnoreRequest):
    """We did not ask, or cannot open what came.

    reason: `robots_txt`, `opted_out`, `private_host`, `other_host`, `not_http`, `bad_address`, `address_too_long`,
    `bad_compression`.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class CrawlFailed(Exception):
    """Nothing could be attempted, or the crawl was broken off: the run says nothing about the courses."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def named(problem: BaseException) -> tuple[str, str]:
    """(reason, detail) of a failed request."""
    if isinstance(problem, NotFetched):
        return problem.reason, problem.detail
    told = str(problem)[:300]
    if isinstance(problem, exceptions.IgnoreRequest):
        return _of_ignored(told), told
    if isinstance(problem, exceptions.DownloadFailedError):
        return ("certificate" if any(word in told for word in TLS_WORDS) else "connection_lost"), told
    reason = next((name for kind, name in NAMES if isinstance(problem, kind)), "failed")
    return reason, told or type(problem).__name__


def _of_ignored(told: str) -> str:
    """Scrapy raises one class for both; its words tell them apart, and tests pin the words."""
    if "redirection" in told:
        return "redirect_loop"
    return "too_large" if "MAXSIZE" in told else "ignored"
