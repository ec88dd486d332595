"""Plain WSGI: serve it with ``python -m wsgiref`` or any server of yours."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

from center import disclosed

Start = Callable[[str, list[tuple[str, str]]], object]
App = Callable[[dict[str, Any], Start], Iterable[bytes]]

#: One answer for everything that is not a disclosure.
REFUSED = b'{"refused":true}'
HEADERS = [("Content-Type", "application/json"), ("Cache-Control", "no-store")]


def consented(app: App) -> App:
    """Put what may leave into ``fjcore.disclosure``, or answer in place of the app."""

    def guard(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        found = None
        try:
            asked = parse_qs(environ.get("QUERY_STRING", ""), max_num_fields=8)
            if environ["REQUEST_METHOD"] == "GET":
                found = disclosed(
                    environ.get("HTTP_AUTHORIZATION", ""),
                    asked.get("subject", [""])[0],
                    asked.get("purpose", [""])[0],
                )
        except Exception:  # its text could hold what was asked
            found = None
        if found is None:
            start("404 Not Found", [*HEADERS, ("Content-Length", str(len(REFUSED)))])
            return [REFUSED]
        return app({**environ, "fjcore.disclosure": found}, start)

    return guard


@consented
def app(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    """Serve the bytes of a disclosure: those that were checked, and no others."""
    body: bytes = environ["fjcore.disclosure"].body
    start("200 OK", [*HEADERS, ("Content-Length", str(len(body)))])
    return [body]
