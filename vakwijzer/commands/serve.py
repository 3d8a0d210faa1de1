"""`vakwijzer serve`."""

import socket
from typing import Annotated

import typer
import uvicorn

from search_api.app import create_app
from vakwijzer.context import Context, Stop, open_catalogue, open_engine, say

PortOption = Annotated[int | None, typer.Option(help="Port to listen on (default: PORT, else 8080).")]
HostOption = Annotated[str | None, typer.Option(help="Address to listen on (default: VAKWIJZER_HOST, else 127.0.0.1).")]


def serve(port: PortOption = None, host: HostOption = None) -> None:
    """Serve the API, the portals' pages and the editors' pages."""
    context = open_catalogue()
    where = host or context.settings.host
    listener = listen(where, context.settings.port if port is None else port)
    with listener, open_engine(context) as address:
        say(f"Vakwijzer listens on {url_of(listener)}")
        run(context, address, listener)


def run(context: Context, address: object, listener: socket.socket) -> None:
    """Serve on an open socket until the process is asked to stop."""
    app = create_app(context.settings, context.database, address)  # type: ignore[arg-type]
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=5
    )
    uvicorn.Server(config).run(sockets=[listener])


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises `Stop` for a busy port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as refused:
        listener.close()
        raise Stop(
            f"port {port} on {host} cannot be used ({refused.strerror}): choose another with --port"
        ) from refused
    listener.listen(1024)
    return listener


def url_of(listener: socket.socket) -> str:
    """The URL that a person opens."""
    host, port = listener.getsockname()[:2]
    return f"http://{host}:{port}"
