"""nginx on a free loopback port, with the pages under as many addresses as are asked for."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.crawl.pages import write

CONFIG = """
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off; etag on; types {{ text/html html; text/xml xml; text/plain txt; }} default_type text/html;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{
    listen 127.0.0.1:{port}; root {folder}; keepalive_requests 100000;
    location ~ "^/opleidingen/lassen-[0-9]*([0-9][0-9][0-9])$" {{ try_files /pages/$1.html =404; }}
  }}
}}
"""


@contextmanager
def serving(folder: Path, addresses: int) -> Iterator[str]:
    """The origin of a running server whose sitemap lists that many addresses; `/dated.xml` dates them too."""
    if shutil.which("nginx") is None:
        raise SystemExit(
            "bench.crawl needs nginx: install Debian's package `nginx-light` (apt-get install nginx-light)"
        )
    write(folder / "pages")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    origin = f"http://127.0.0.1:{port}"
    (folder / "robots.txt").write_text(f"User-agent: *\nSitemap: {origin}/sitemap.xml\n")
    for name, told in (("sitemap.xml", ""), ("dated.xml", "<lastmod>2026-01-12</lastmod>")):
        listed = "".join(f"<url><loc>{url}</loc>{told}</url>" for url in urls(origin, addresses))
        (folder / name).write_text(f'<?xml version="1.0"?><urlset>{listed}</urlset>')
    (folder / "nginx.conf").write_text(CONFIG.format(folder=folder, port=port))
    folder.chmod(0o755)
    process = subprocess.Popen(["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)])
    try:
        _wait(port)
        yield origin
    finally:
        process.terminate()
        process.wait()


def urls(origin: str, count: int) -> Iterator[str]:
    """The addresses of the first pages."""
    return (f"{origin}/opleidingen/lassen-{number:06}" for number in range(count))


def _wait(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("nginx does not start: see error.log in its folder")
