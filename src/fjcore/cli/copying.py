"""In which form a disclosure is shown or written, besides what its carrier takes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from fjcore.cli import show
from fjcore.cli.output import new_bytes, still_free, wrote
from fjcore.disclosure.forms import Form
from fjcore.errors import OptionRefused, Problem

As = Annotated[Form | None, typer.Option("--as", help="the form of it")]


def free_for(form: Form | None, out: Path | None, lang: str = "en") -> None:
    """Refuse what cannot be written in the end, before anything is sent.

    Raises: OptionRefused, InputRefused.
    """
    if form is None and (out is not None or lang != "en"):
        raise OptionRefused("--as", problems=(Problem("--as", "required"),))
    if form is Form.XLSX and out is None:
        raise OptionRefused("--out", problems=(Problem("--out", "required"),))
    if out is not None:
        still_free(out)


def given(raw: bytes, form: Form, out: Path | None) -> None:
    """Write a form to a new file, or print it; a text without what steers a terminal.

    Raises: InputRefused.
    """
    if out is not None:
        new_bytes(out, raw)
        wrote(out)
    elif form is Form.TEXT:
        print(show.plain(raw.decode()), end="")
    else:
        sys.stdout.write(raw.decode())
