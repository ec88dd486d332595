"""Erasing a person by her keys, and what becomes of her certificate."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from fjcore.cli.files import named_file
from fjcore.cli.keys import console, keys
from fjcore.cli.output import instant, new_file
from fjcore.cli.show import counted
from fjcore.crypto import Certificate, Pending, Standing
from fjcore.errors import FjcoreError, InputRefused, Problem
from fjcore.values import canonical, parse_id, parse_name, utc

FORMAT = "fjcore/erasure/1"

_LIMIT = 1 << 20
_TEXTS = ("id", "at", "subject", "wraps_until")
_LISTS = ("keys", "epochs", "approved_by")

#: Why an erasure is not final yet, in words.
WHY: Mapping[Pending, str] = {
    Pending.WRAP_BACKUPS: "a backup of the key store may still hold her keys",
    Pending.CUSTODY_EPOCH: "a custody key over them is not destroyed: fjcore keys "
    "rotate, and a minute later --finish",
    Pending.ROOT_BACKUPS: "a backup may still hold the wraps of those custody keys",
}

Files = Annotated[list[Path], typer.Argument(help="certificates, as they were written")]


def erase(
    context: typer.Context,
    subject: Annotated[str, typer.Argument(help="id of the person, 32 hex digits")],
    approved_by: Annotated[
        list[str], typer.Option(help="a staff member who may approve; say two")
    ],
    out: Annotated[Path, typer.Option(help="write the certificate to this new file")],
    backup_days: Annotated[
        int, typer.Option(help="how long backups of the key store are kept")
    ] = 14,
) -> None:
    """Destroy a person's keys for good; the accounts of what was disclosed stay."""
    if out.exists():
        raise InputRefused(out.name, problems=(Problem(out.name, "duplicate"),))
    with context.obj.vault() as (vault, actor):
        done = vault.key_desk.erase(
            subject, actor=actor, approved_by=approved_by, backup_days=backup_days
        )
        found = vault.key_desk.standing(done)
    text = json.dumps(plain(done), indent=1) + "\n"
    try:
        new_file(out, text)
    except FjcoreError:
        # It cannot be made again: nobody may lose it to a full disk.
        print(text)
        raise
    _told(done, found)


@keys.command("erasure")
def erasure(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="a certificate, as it was written")],
    roots_until: Annotated[
        str,
        typer.Option(help="when the last backup of the root's wraps is past"),
    ] = "",
) -> None:
    """Say how far an erasure has come: final, or what is still pending."""
    when = instant(roots_until, "--roots-until")
    certificate = read(file)
    with context.obj.vault() as (vault, _):
        found = vault.key_desk.standing(certificate, roots_until=when)
    _told(certificate, found)


@keys.command("erase-again")
def erase_again(context: typer.Context, files: Files) -> None:
    """Destroy again what a restored backup brought back; do this first of all."""
    certificates = [read(path) for path in files]
    with context.obj.vault() as (vault, actor):
        again = vault.key_desk.erase_again(certificates, actor=actor)
    console.print(f"{counted(again, 'key')} destroyed again")


def _told(certificate: Certificate, found: Standing) -> None:
    console.print(f"{counted(len(certificate.key_ids), 'key')} destroyed")
    console.print(f"{counted(certificate.index_rows, 'index row')} deleted")
    if found.final:
        console.print(
            "final: unreadable, also from backups, as far as their times hold"
        )
    for one in found.pending:
        console.print(f"pending: {WHY[one]}")
    if not found.final:
        until = certificate.wraps_until.isoformat(timespec="minutes")
        console.print(f"final at the latest when backups of before are past: {until}")
    console.print("what others were given, and what staff read, is untouched")


def plain(certificate: Certificate) -> dict[str, Any]:
    """Give a certificate as plain data."""
    return {
        "format": FORMAT,
        "id": certificate.id,
        "at": certificate.at.isoformat(),
        "subject": certificate.subject_id,
        "keys": [key_id.hex() for key_id in certificate.key_ids],
        "epochs": list(certificate.epochs),
        "index_rows": certificate.index_rows,
        "approved_by": list(certificate.approved_by),
        "wraps_until": certificate.wraps_until.isoformat(),
    }


def read(path: Path) -> Certificate:
    """Read a certificate's file strictly.

    Raises: InputRefused, naming the file.
    """
    raw, found = named_file(path, _LIMIT), None
    try:
        found = _certificate(canonical.loads(raw, max_bytes=_LIMIT))
    except (FjcoreError, ValueError):
        pass
    if found is None:
        raise InputRefused(path.name, problems=(Problem(path.name, "format"),))
    return found


def _certificate(said: Any) -> Certificate | None:
    keys_of = {"format", "index_rows", *_TEXTS, *_LISTS}
    if type(said) is not dict or said.keys() != keys_of or said["format"] != FORMAT:
        return None
    if any(type(said[name]) is not str for name in _TEXTS):
        return None
    if any(type(said[name]) is not list for name in _LISTS):
        return None
    if any(type(n) is not int or n < 0 for n in (said["index_rows"], *said["epochs"])):
        return None
    return Certificate(
        id=parse_id(said["id"]),
        at=utc(datetime.fromisoformat(said["at"])),
        subject_id=parse_id(said["subject"]),
        key_ids=tuple(bytes.fromhex(parse_id(one)) for one in said["keys"]),
        epochs=tuple(said["epochs"]),
        index_rows=said["index_rows"],
        approved_by=tuple(parse_name(one) for one in said["approved_by"]),
        wraps_until=utc(datetime.fromisoformat(said["wraps_until"])),
    )
