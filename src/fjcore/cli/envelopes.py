"""Signed and sealed disclosures on the command line; most of it needs no vault."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fjcore.cli import show
from fjcore.cli.copying import As, free_for, given
from fjcore.cli.files import named_file
from fjcore.cli.notes import Reviews, reviews_of
from fjcore.cli.output import new_file
from fjcore.cli.reporting import Html, Json, Lang, Out, one_of
from fjcore.cli.session import Settings
from fjcore.crypto import make_keys, open_keys
from fjcore.disclosure.cards import (
    MAX_CARD_BYTES,
    Card,
    card_from,
    card_of,
    card_text,
)
from fjcore.disclosure.envelope import Checked, is_sealed, open_disclosure, verify
from fjcore.disclosure.forms import Form, rendering
from fjcore.errors import InputRefused, OptionRefused, Problem
from fjcore.values import SystemClock, parse_name
from fjcore.vault.unsealing import senders

disclosure = typer.Typer(
    help="Disclosures: to open, to prove, to send again, to tell of a withdrawal.",
    no_args_is_help=True,
)

#: More than this no bundle may be: a payload of 64 MiB and what is around it.
MAX_FILE_BYTES = (64 << 20) + (1 << 20)

File = Annotated[Path, typer.Argument(help="a disclosure, .json or .fjcb")]
Senders = Annotated[
    list[Path] | None,
    typer.Option(
        "--sender",
        help="the card of an agency you trust; may be repeated; else the site file's",
    ),
]


@disclosure.command("new-key")
def new_key(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="a new file for your own keys")],
    agency: Annotated[str, typer.Option(help="your agency's id")],
    card: Annotated[Path, typer.Option(help="a new file for the card to give away")],
    name: Annotated[str, typer.Option(help="your agency's name, for people")] = "",
) -> None:
    """Make the keys of an agency that has no vault, and the card for its partners."""
    parse_name(agency, where="--agency")
    if card.exists():
        raise InputRefused(card.name, problems=(Problem(card.name, "duplicate"),))
    keys = make_keys(file, context.obj.passphrase(new=True))
    made = card_of(agency, name, keys)
    new_file(card, card_text(made).decode())
    print(f"keys in {file.name}: keep it and its passphrase to yourself")
    print(f"card in {card.name}: give it to your partners")
    print(f"fingerprint, to read to them by phone: {made.fingerprint}")


@disclosure.command("card")
def card(context: typer.Context, out: Out = None) -> None:
    """Give the card of this vault's agency: its public keys, for partners to pin."""
    with context.obj.vault() as (vault, actor):
        made = vault.card(actor=actor)
    if out is None:
        print(card_text(made).decode(), end="")
    else:
        new_file(out, card_text(made).decode())
        print(f"fingerprint, to read to them by phone: {made.fingerprint}")


@disclosure.command("pin")
def pin(
    file: Annotated[Path, typer.Argument(help="the card of a partner")],
) -> None:
    """Show a partner's card: what to compare by phone, and lines for the site file."""
    found = _card(file)
    print(f"{show.plain(found.agency)}: {show.plain(found.name) or '(no name)'}")
    print(f"fingerprint, to compare by phone before you pin it: {found.fingerprint}")
    print(f'sign_key = "{found.sign}"')
    keys = ", ".join(f'"{key}"' for key in found.receive)
    print(f"receive_keys = [{keys}]")


@disclosure.command("verify")
def verify_file(context: typer.Context, file: File, sender: Senders = None) -> None:
    """Say who signed a disclosure, and whether it is whole and still holds."""
    raw = named_file(file, MAX_FILE_BYTES)
    found = verify(raw, _senders(context.obj, sender), now=SystemClock().now())
    ended = "" if found.sealed else ", and its permission has not ended"
    print(f"signed by {found.holder}: whole{ended}")
    print(f"id {found.id}")
    if found.content is None:
        print("sealed: what is in it was not looked at; see fjcore disclosure open")
        return
    print(f"for {show.plain(str(found.content.get('recipient', '')))}")
    ends = found.content.get("expires")
    print(f"permission ends at {ends}" if ends else "no end is set")


@disclosure.command("open")
def open_file(  # noqa: PLR0913, PLR0917 - each is an option of its own
    context: typer.Context,
    file: File,
    key: Annotated[
        Path | None, typer.Option(help="the file of your own keys, if it is sealed")
    ] = None,
    sender: Senders = None,
    recipient: Annotated[
        str, typer.Option(help="your agency's id; one for others is refused")
    ] = "",
    form: As = None,
    as_json: Json = False,
    as_html: Html = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="for a spreadsheet")] = False,
    lang: Lang = "en",
    out: Out = None,
    signed: Annotated[
        Path | None, typer.Option(help="a new file for the signed form, as proof")
    ] = None,
) -> None:
    """Open a disclosure to you, once it is known who signed it; needs no vault."""
    one_of(as_json, as_html, as_csv, form is not None)
    chosen = form or _form(as_json, as_html, as_csv)
    free_for(chosen, out)
    found = _opened(context.obj, file, key, sender, recipient)
    shown = found.opened
    if chosen is Form.JSON:  # for a person's eyes: the signed bytes are --signed
        raw = (show.json_text(shown) + "\n").encode()
    else:
        raw = rendering(shown, chosen, lang)
    if signed is not None:
        new_file(signed, found.body.decode())
    given(raw, chosen, out)


def _form(as_json: bool, as_html: bool, as_csv: bool) -> Form:
    if as_json:
        return Form.JSON
    if as_html:
        return Form.HTML
    return Form.CSV if as_csv else Form.TEXT


def _opened(
    settings: Settings,
    file: Path,
    key: Path | None,
    sender: list[Path] | None,
    recipient: str,
) -> Checked:
    raw = named_file(file, MAX_FILE_BYTES)
    if is_sealed(raw) and key is None:
        raise OptionRefused("--key", problems=(Problem("--key", "required"),))
    cards = _senders(settings, sender)
    own = None if key is None else open_keys(key, settings.passphrase())
    keys = () if own is None else (own.receiving,)
    return open_disclosure(
        raw, cards, now=SystemClock().now(), keys=keys, recipient=recipient
    )


def _card(path: Path) -> Card:
    return card_from(named_file(path, MAX_CARD_BYTES), where=path.name)


def _senders(settings: Settings, cards: list[Path] | None) -> tuple[Card, ...]:
    """Give the cards named, or those that the site file pins.

    Raises: EnvelopeRefused; OptionRefused, where there is neither.
    """
    if cards:
        return tuple(map(_card, cards))
    if not settings.site.exists():
        raise OptionRefused("--sender", problems=(Problem("--sender", "required"),))
    return senders(settings.load())


@disclosure.command("retry")
def retry(
    context: typer.Context,
    subject: Annotated[str, typer.Argument(help="id of the person, 32 hex digits")],
    disclosure_id: Annotated[str, typer.Argument(help="id of the disclosure")],
    reviews: Reviews = None,
) -> None:
    """Deliver once more what may not have arrived: the same bytes, counted once."""
    with context.obj.vault() as (vault, actor):
        receipt = vault.retry(
            subject,
            disclosure_id,
            actor=actor,
            reviews=reviews_of(vault, subject, reviews or (), actor),
        )
    print(f"sent: {show.plain(receipt.reference)}")
