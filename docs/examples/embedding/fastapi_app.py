"""FastAPI: consent as a dependency. Serve it with ``uvicorn fastapi_app:app``."""

from __future__ import annotations

from typing import Annotated

from center import disclosed
from fastapi import Depends, FastAPI, Header, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from fjcore.disclosure import Disclosure

NO_STORE = {"Cache-Control": "no-store"}


class Refused(Exception):
    """Nothing may leave; it says no reason, since a reason tells."""


def allowed(
    subject: str, purpose: str, authorization: Annotated[str, Header()] = ""
) -> Disclosure:
    """Give what may leave: a dependency of every route that gives something out."""
    found = None
    try:
        found = disclosed(authorization, subject, purpose)
    except Exception:  # its text could hold what was asked
        found = None
    if found is None:
        raise Refused
    return found


def refused(request: Request, error: Exception) -> Response:
    """Answer alike whatever went wrong: FastAPI's own answer repeats what was sent."""
    return Response(b'{"refused":true}', 404, NO_STORE, "application/json")


app = FastAPI(openapi_url=None)
for kind in (Refused, RequestValidationError, HTTPException):
    app.add_exception_handler(kind, refused)


@app.get("/disclosure")
def disclosure(made: Annotated[Disclosure, Depends(allowed)]) -> Response:
    """Serve the bytes of a disclosure: those that were checked, and no others."""
    return Response(made.body, 200, NO_STORE, "application/json")
