"""What another agency disclosed to us: its terms are put on file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from fjcore.cli import show
from fjcore.cli.files import named_file
from fjcore.consent import Received
from fjcore.redaction import MAX_BODY_BYTES

#: A sealed file is longer than its body by its outside and its padding.
MAX_BYTES = 2 * MAX_BODY_BYTES


def receive(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="the disclosure, as it came")],
    subject: Annotated[str, typer.Argument(help="id of the person, 32 hex digits")],
) -> None:
    """Put the terms of a disclosure from another agency on file: they bind us."""
    raw = named_file(file, MAX_BYTES)
    with context.obj.vault() as (vault, actor):
        terms = vault.desk.receive(subject, raw, actor=actor)
        zone = ZoneInfo(vault.site.holder().tz)
    for line in lines(terms, zone):
        print(show.plain(line))


def lines(terms: Received, zone: ZoneInfo) -> Iterator[str]:
    """Say what came, and what may be done with it."""
    yield f"on file: the terms of {terms.id} from {terms.origin}"
    for item, view in sorted(terms.views.items()):
        yield f"  {item}: never more than {view.name.lower()}"
    barred = [hop.origin for hop in terms.hops if not hop.onward]
    if barred:
        yield f"It may go to nobody but back to {', '.join(dict.fromkeys(barred))}."
    else:
        yield "It may go on, with a further written permission of hers."
    if terms.previous:
        came = " -> ".join(hop.origin for hop in terms.hops)
        yield f"It came by {came}."
    ends = terms.ends()
    if ends:
        yield f"Nothing of it goes on from {min(ends).astimezone(zone):%Y-%m-%d %H:%M}."
    for duty in sorted(map(str, terms.duties())):
        yield f"Owed with it: {duty}"
    yield "Its words are not kept: put what you need of them on file with fjcore keep."
