"""Asks an example application, in a process of its own, and prints each answer.

Run as ``asking.py NAME`` in the folder of the examples. Its input are the questions:
pairs of a query, after its method if that is not GET, and an ``Authorization`` header.
``broken`` as a query breaks a seal.
"""

from __future__ import annotations

import importlib
import json
import sys
import warnings
from collections.abc import Callable
from typing import Any

Answer = tuple[int, list[list[str]], str]
Ask = Callable[[str, str], Answer]

#: What is sent along with a method that has a body.
BODY = b"<script>x</script>" * 200_000


def by_wsgi(app: Any) -> Ask:
    """Ask a WSGI application, checked by the standard library for the protocol."""
    from io import BytesIO
    from wsgiref.util import setup_testing_defaults
    from wsgiref.validate import validator

    def ask(query: str, token: str) -> Answer:
        seen: list[Any] = []
        environ = {"SCRIPT_NAME": "", "PATH_INFO": "/disclosure"}
        method, _, environ["QUERY_STRING"] = query.rpartition(" ")
        environ["REQUEST_METHOD"] = method or "GET"
        body = BODY if method else b""
        environ |= {"wsgi.input": BytesIO(body), "HTTP_HOST": "records.example.org"}
        environ |= {"CONTENT_LENGTH": str(len(body))} if body else {}
        if token:
            environ["HTTP_AUTHORIZATION"] = token
        setup_testing_defaults(environ)

        def start(status: str, headers: list[Any], exc_info: Any = None) -> Any:
            seen.append((int(status[:3]), [list(pair) for pair in headers]))
            return lambda part: None

        parts = validator(app)(environ, start)
        answer = b"".join(parts)
        parts.close()
        return *seen[-1], answer.decode()

    return ask


def by_client(app: Any) -> Ask:
    """Ask an ASGI application by the client of its own framework."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from fastapi.testclient import TestClient

        client = TestClient(app, raise_server_exceptions=False)

    def ask(query: str, token: str) -> Answer:
        headers = {"Authorization": token} if token else {}
        method, _, asked = query.rpartition(" ")
        got = client.request(
            method or "GET",
            f"/disclosure?{asked}",
            headers=headers,
            content=BODY if method else None,
        )
        return got.status_code, sorted(map(list, got.headers.items())), got.text

    return ask


def break_seals() -> None:
    """Alter every sealed record, so that opening one fails."""
    import center

    for place, raw in center.STORED.items():
        center.STORED[place] = raw[:-1] + bytes([raw[-1] ^ 1])


def main(name: str) -> None:
    """Answer every question, and say how long the log then is."""
    sys.path.insert(0, ".")
    module = importlib.import_module(name)
    if name == "fastapi_app":
        ask = by_client(module.app)
    else:
        ask = by_wsgi(module.application() if name == "django_app" else module.app)
    import center

    answers = []
    for query, token in json.load(sys.stdin):
        if query == "broken":
            break_seals()
        else:
            answers.append(ask(query.replace("MARIA", center.MARIA), token))
    size = center.ENTRIES.head().size
    print(json.dumps({"answers": answers, "log": size}))


if __name__ == "__main__":
    main(sys.argv[1])
