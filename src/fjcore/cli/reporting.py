"""How an analysis is shown: as text, as data, or as one page; here or in a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from fjcore.cli import show
from fjcore.cli.output import new_file
from fjcore.consent import Policy
from fjcore.consent.analyse import LANGUAGES, Wording, void_review, wording
from fjcore.errors import OptionRefused, Problem
from fjcore.values import SystemClock
from fjcore.values.page import Report

Json = Annotated[bool, typer.Option("--json", help="for a machine to read")]
Html = Annotated[bool, typer.Option("--html", help="one page, to look at or print")]
Out = Annotated[Path | None, typer.Option("--out", help="a new file to write it to")]
Lang = Annotated[str, typer.Option("--lang", help="the language: en or es")]


def words_of(lang: str) -> Wording:
    """Give the words of a language that was asked for.

    Raises: OptionRefused.
    """
    if lang.split("-", maxsplit=1)[0] not in LANGUAGES:
        raise OptionRefused("--lang", problems=(Problem("--lang", "unknown_code"),))
    return wording(lang)


def review_in(policy: Policy, lang: str) -> Callable[..., Iterator[str]]:
    """Give what tells, as of now, which parts of a form will not hold.

    In English where there are no words in its language.
    """
    words = wording(lang if lang in LANGUAGES else "en")
    return void_review(policy, words, at=SystemClock().now())


def one_of(*formats: bool) -> None:
    """Refuse to show one thing in two ways at once.

    Raises: OptionRefused.
    """
    if sum(formats) > 1:
        raise OptionRefused("--json", problems=(Problem("--json", "conflict"),))


def say(
    report: Report,
    plain: Callable[[], Any],
    as_json: bool,
    as_html: bool,
    out: Path | None,
) -> None:
    """Show a report in the way asked for; ``plain`` gives it as data."""
    if as_json:
        write(show.json_text(plain()) + "\n", out)
    elif as_html:
        write(report.html(), out)
    else:
        write(show.plain(report.text()), out)


def write(text: str, out: Path | None) -> None:
    """Print a text, or write it to a new file.

    Raises: InputRefused, naming the file.
    """
    if out is None:
        print(text, end="")
    else:
        new_file(out, text)
