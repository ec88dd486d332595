"""Release forms: print one to be signed, put the signed one on file, see templates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from fjcore.cli import happening, show
from fjcore.cli.output import instant, new_file
from fjcore.cli.reporting import review_in
from fjcore.cli.session import Settings, watched
from fjcore.cli.templates import again, template_of, templates
from fjcore.consent import (
    Agency,
    Rendered,
    Signer,
    Terms,
    View,
    draft,
    form_to,
    render,
)
from fjcore.consent.analyse import wording
from fjcore.errors import InputRefused, OptionRefused, Problem
from fjcore.vault import read_file

release = typer.Typer(help="Forms to sign on paper.", no_args_is_help=True)
release.add_typer(templates, name="templates")
happening.add_to(release)

Many = list[str] | None


@release.command("form")
def form(  # noqa: PLR0913, PLR0917 - each is an option of the form
    context: typer.Context,
    template: Annotated[
        str, typer.Option(help="id of a template, or a TOML file")
    ] = "fjcore.release",
    lang: Annotated[str, typer.Option(help="the language, such as es")] = "en",
    to: Annotated[Many, typer.Option(help="agency, or agency#person; again")] = None,
    scope: Annotated[Many, typer.Option(help="what is shared; again")] = None,
    strike: Annotated[Many, typer.Option(help="what is struck out; again")] = None,
    view: Annotated[Many, typer.Option(help="a coarser view: ITEM=VIEW; again")] = None,
    purpose: Annotated[Many, typer.Option(help="what it is for; again")] = None,
    method: Annotated[Many, typer.Option(help="how it is shared; again")] = None,
    start: Annotated[str, typer.Option(help="an instant; else the signing")] = "",
    until: Annotated[str, typer.Option(help="its last day, or an instant")] = "",
    days: Annotated[int | None, typer.Option(help="its days from the start")] = None,
    event: Annotated[str, typer.Option(help="an event that ends it, in words")] = "",
    uses: Annotated[int | None, typer.Option(help="how many disclosures")] = None,
    future: Annotated[bool, typer.Option("--future", help="later records too")] = False,
    after_death: Annotated[
        bool, typer.Option("--after-death", help="it outlives her")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(help="a new file to print: .html, or .txt")
    ] = None,
    draft_file: Annotated[
        Path | None,
        typer.Option("--draft", help="a new file for `release sign`, JSON"),
    ] = None,
) -> None:
    """Fill in a form in the survivor's language, to be signed on paper."""
    site = context.obj.load()
    registry = watched(site)
    day, ends_at = _end(until)
    holder, policy = site.holder(), registry.policy(site)
    own = Agency(holder.agency, kind=holder.kind, name=holder.name)
    terms = Terms(
        holder=holder.agency,
        names={p.id: p.name for p in (*policy.partners.values(), own)},
        recipients=_listed(to),
        scope=_listed(scope),
        exclude=_listed(strike),
        views=_views(_listed(view)),
        purpose=_listed(purpose),
        methods=_listed(method) or ("electronic",),
        effective_at=instant(start, "--start"),
        expires_on=day,
        expires_at=ends_at,
        duration_days=days,
        expires_event=event,
        covers_future_records=future,
        survives_death=after_death,
        max_uses=uses,
        tz=holder.tz,
        fields=registry.catalog().nameable(),
    )
    words = template_of(registry, template)
    made = render(words, terms, lang, review=review_in(policy, lang))
    _printed(made, out)
    if draft_file is not None:
        new_file(draft_file, show.json_text(form_to(made)) + "\n")


@release.command("sign")
def sign(  # noqa: PLR0913, PLR0917 - each is a word of those who were there
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="what `release form --draft` wrote")],
    subject: Annotated[str, typer.Argument(help="id of the person, 32 hex digits")],
    at: Annotated[str, typer.Option(help="when it was signed, with offset")],
    by: Annotated[
        Many, typer.Option(help="who signed: subject, or ROLE:ID; again")
    ] = None,
    complete: Annotated[
        bool, typer.Option("--complete", help="every blank was filled in")
    ] = False,
    informed: Annotated[
        bool, typer.Option("--informed", help="she was told what it means")
    ] = False,
    voluntary: Annotated[
        bool, typer.Option("--voluntary", help="nobody made her sign")
    ] = False,
    privilege_ack: Annotated[
        bool, typer.Option("--privilege-ack", help="the box on private talks is marked")
    ] = False,
    interpreter: Annotated[
        bool, typer.Option("--interpreter", help="an interpreter was there")
    ] = False,
    signature: Annotated[str, typer.Option(help="wet or electronic")] = "wet",
    template: Annotated[
        str, typer.Option(help="the TOML file of a template that does not ship")
    ] = "",
) -> None:
    """Put a printed form that was signed on file, and say what it gives."""
    signed_at = instant(at, "--at")
    if signed_at is None:
        raise OptionRefused("--at", problems=(Problem("--at", "required"),))
    made = again(watched(context.obj.load()), read_file(file), template)
    with context.obj.vault() as (vault, actor):
        _own(context.obj, made, file.name)
        found = draft(
            made,
            signers=tuple(_signer(text, subject) for text in by or ["subject"]),
            signed_at=signed_at,
            complete=complete,
            informed=informed,
            voluntary=voluntary,
            privilege_ack=privilege_ack,
            interpreter=interpreter,
            signature=signature,
        )
        signing = vault.sign(subject, found, actor=actor)
    for line in show.signing(signing, wording("en")):
        print(line)


def _own(settings: Settings, made: Rendered, where: str) -> None:
    """Refuse a form of another holder, or whose days end in another zone."""
    holder = settings.load().holder()
    problems = [
        Problem(f"terms.{name}", "different")
        for name, said, own in (
            ("holder", made.terms.holder, holder.agency),
            ("tz", made.terms.tz, holder.tz),
        )
        if said != own
    ]
    if problems:
        raise InputRefused(where, problems=tuple(problems))


def _printed(made: Rendered, out: Path | None) -> None:
    if out is None:
        print(made.text)
    else:
        if out.suffix not in (".html", ".txt"):
            raise OptionRefused("--out", problems=(Problem("--out", "format"),))
        new_file(out, made.html if out.suffix == ".html" else made.text)
    print(f"sha256 {made.sha256}")
    for warning in made.warnings:
        print(f"warning: {warning}")


def _listed(items: Iterable[str] | None) -> tuple[str, ...]:
    """Give the items of an option: said again, or with commas between."""
    return tuple(one.strip() for item in items or () for one in item.split(","))


def _views(items: Iterable[str]) -> dict[str, View]:
    found = {}
    for text in items:
        item, _, name = text.partition("=")
        if name not in View.__members__:
            raise OptionRefused("--view", problems=(Problem("--view", "unknown_code"),))
        found[item] = View[name]
    return found


def _signer(text: str, subject: str) -> Signer:
    role, _, name = text.partition(":")
    return Signer(subject if role == "subject" else name, role)


def _end(text: str) -> tuple[date | None, datetime | None]:
    """Read a last day, or an instant with its offset."""
    if len(text) != len("2026-03-31"):
        return None, instant(text, "--until")
    found = None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        pass
    if found is None:
        raise OptionRefused("--until", problems=(Problem("--until", "format"),))
    return found, None
