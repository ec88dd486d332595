"""What happens to a form beside its signing: each act of it goes on file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from fjcore.cli import show
from fjcore.cli.output import instant
from fjcore.cli.session import Settings, watched
from fjcore.cli.templates import again
from fjcore.consent import (
    CoSigned,
    Declined,
    Drafted,
    EndEventOccurred,
    Invalidated,
    Narrowed,
    OralNoted,
    Release,
    Resumed,
    Revoked,
    Signer,
    Superseded,
    Suspended,
)
from fjcore.errors import OptionRefused, Problem
from fjcore.values import new_id
from fjcore.vault import read_file

Many = list[str] | None
Subject = Annotated[str, typer.Argument(help="id of the person, 32 hex digits")]
Id = Annotated[str, typer.Argument(help="id of the release")]
Form = Annotated[Path, typer.Argument(help="what `release form --draft` wrote")]
When = Annotated[str, typer.Option("--at", help="when it was so; else now")]
Words = Annotated[
    str, typer.Option("--template", help="the TOML file of a template not shipped")
]

#: Acts that need nothing said but the release: what is done, and what is printed.
SIMPLE: Mapping[str, tuple[Any, str, str]] = {
    "suspend": (
        Suspended,
        "Put a release in doubt: whether she could, did, or was pressed to sign.",
        "it gives nothing until it is resumed",
    ),
    "resume": (Resumed, "Record that she confirmed a release in doubt.", "it holds"),
    "revoke": (
        Revoked,
        "Record that an authority ended a release, such as a court.",
        "it gives nothing more",
    ),
    "invalidate": (
        Invalidated,
        "Record that a release was never good.",
        "it never gave anything",
    ),
    "ended": (
        EndEventOccurred,
        "Record that the event has come with which a release ends.",
        "it gives nothing more",
    ),
}

#: Forms that nobody has signed: what is recorded, and what is printed.
UNSIGNED: Mapping[str, tuple[Any, str, str]] = {
    "drafted": (Drafted, "Put a form that waits to be signed on file.", "drafted"),
    "declined": (Declined, "Record that she said no to a form.", "declined"),
    "oral": (
        OralNoted,
        "Record that she agreed out loud, and is still to sign.",
        "agreed out loud; it gives nothing until it is signed",
    ),
}


def cosign(
    context: typer.Context,
    subject: Subject,
    release: Id,
    by: Annotated[str, typer.Option(help="who signed as well: ROLE:ID")],
    at: When = "",
) -> None:
    """Record that somebody signed a release as well, such as a guardian."""
    role, mark, name = by.partition(":")
    if not mark or not name:
        raise OptionRefused("--by", problems=(Problem("--by", "format"),))
    parts = {"release_id": release, "signer": Signer(name, role)}
    _recorded(context.obj, subject, at, CoSigned, parts)
    print(f"{release}: signed by {role} as well")


def narrow(
    context: typer.Context,
    subject: Subject,
    release: Id,
    recipient: Annotated[Many, typer.Option(help="not to this one; again")] = None,
    purpose: Annotated[Many, typer.Option(help="not for this; again")] = None,
    method: Annotated[Many, typer.Option(help="not in this way; again")] = None,
    category: Annotated[Many, typer.Option(help="not this; again")] = None,
    at: When = "",
) -> None:
    """Record what a release shall no longer reach; the rest of it stays."""
    parts = {
        "release_id": release,
        "recipients": tuple(recipient or ()),
        "purposes": tuple(purpose or ()),
        "methods": tuple(method or ()),
        "categories": tuple(category or ()),
    }
    if not any(part for name, part in parts.items() if name != "release_id"):
        names = ("--recipient", "--purpose", "--method", "--category")
        problems = tuple(Problem(name, "required") for name in names)
        raise OptionRefused("release narrow", problems=problems)
    _recorded(context.obj, subject, at, Narrowed, parts)
    print(f"{release}: narrowed")


def supersede(
    context: typer.Context,
    subject: Subject,
    release: Id,
    by: Annotated[str, typer.Option(help="id of the newer release")] = "",
    at: When = "",
) -> None:
    """Record that a newer release took the place of one."""
    parts = {"release_id": release, "by": by}
    _recorded(context.obj, subject, at, Superseded, parts)
    print(f"{release}: it gives nothing more")


def list_releases(
    context: typer.Context,
    subject: Subject,
    as_json: Annotated[
        bool, typer.Option("--json", help="for a machine to read")
    ] = False,
) -> None:
    """List a person's forms, and what each is now."""
    with context.obj.vault() as (vault, actor):
        found = vault.ledger.on_file(subject, actor=actor)
    if as_json:
        show.as_json(dict(found.releases))
        return
    for name, state in found.releases.items():
        print(f"{name}: {state}")
    if not found.releases:
        print("No form is on file.")


def _simple(name: str) -> Callable[..., None]:
    kind, says, done = SIMPLE[name]

    def act(
        context: typer.Context, subject: Subject, release: Id, at: When = ""
    ) -> None:
        _recorded(context.obj, subject, at, kind, {"release_id": release})
        print(f"{release}: {done}")

    act.__doc__ = says
    return act


def _unsigned(name: str) -> Callable[..., None]:
    kind, says, done = UNSIGNED[name]

    def act(
        context: typer.Context,
        file: Form,
        subject: Subject,
        at: When = "",
        template: Words = "",
    ) -> None:
        made = again(watched(context.obj.load()), read_file(file), template)
        found = Release(
            id=new_id(),
            forms=made.template.forms,
            form_id=made.template.id,
            form_version=made.template.version,
            form_sha256=made.sha256,
            language=made.language,
            signed_at=None,
            **made.terms.parts(),
        )
        _recorded(context.obj, subject, at, kind, {"release": found})
        print(f"{found.id}: {done}")

    act.__doc__ = says
    return act


def _recorded(
    settings: Settings,
    subject: str,
    at: str,
    kind: Any,
    parts: Mapping[str, Any],
) -> None:
    """Record one event; when nothing was said, as of now."""
    when = instant(at, "--at")
    with settings.vault() as (vault, actor):
        now: datetime = vault.clock.now()
        stamped = {"effective_at": when or now, "recorded_at": now, "actor": actor}
        vault.ledger.release(subject, kind(**parts, **stamped), actor=actor)


def add_to(group: typer.Typer) -> None:
    """Put these commands into the group of releases."""
    for name in SIMPLE:
        group.command(name)(_simple(name))
    for name in UNSIGNED:
        group.command(name)(_unsigned(name))
    for name, command in (
        ("cosign", cosign),
        ("list", list_releases),
        ("narrow", narrow),
        ("supersede", supersede),
    ):
        group.command(name)(command)
