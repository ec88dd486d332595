"""Why a partner may or may not see what of a person: for staff, for her, for it."""

from __future__ import annotations

from typing import Annotated

import typer

from fjcore.cli import show
from fjcore.cli.reporting import Html, Json, Out, one_of, write
from fjcore.consent import Audience, Explanation
from fjcore.errors import OptionRefused, Problem

Subject = Annotated[str, typer.Argument(help="id of the person, 32 hex digits")]


def explain(  # noqa: PLR0913, PLR0917 - each is an option of the command
    context: typer.Context,
    subject: Subject,
    to: Annotated[str, typer.Option(help="id of the recipient agency")],
    purpose: Annotated[str, typer.Option(help="what it is for")],
    person: Annotated[str, typer.Option(help="a person named at the agency")] = "",
    audience: Annotated[
        str, typer.Option(help="staff, survivor or recipient")
    ] = "staff",
    lang: Annotated[str, typer.Option(help="the language: en or es")] = "en",
    field: Annotated[
        list[str] | None,
        typer.Option(help="only this category or field; may be repeated"),
    ] = None,
    as_json: Json = False,
    as_html: Html = False,
    out: Out = None,
) -> None:
    """Say why a partner may see what, what holds the rest, and what would change it."""
    whom = _audience(audience)
    one_of(as_json, as_html)
    with context.obj.vault() as (vault, actor):
        found = vault.desk.explain(
            subject,
            to=to,
            purpose=purpose,
            person=person or None,
            audience=whom,
            language=lang,
            actor=actor,
        )
    if as_html:
        write(found.html(), out)
    elif as_json:
        write(f"{found.json()}\n", out)
    else:
        write(f"{show.plain(_said(found, tuple(field or ())))}\n", out)


def _audience(name: str) -> Audience:
    if name not in set(Audience):
        problem = Problem("--audience", "unknown_code")
        raise OptionRefused("--audience", problems=(problem,))
    return Audience(name)


def _said(found: Explanation, paths: tuple[str, ...]) -> str:
    """Give all of an explanation, or what it says of some categories and fields."""
    if not paths or found.audience is Audience.RECIPIENT:
        return found.text()
    if found.audience is Audience.STAFF:
        said = [found.why_not(path) or found.why(path) for path in paths]
    else:
        said = [found.why(path) for path in paths]
    return "\n".join(said)
