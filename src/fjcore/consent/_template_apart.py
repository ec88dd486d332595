"""What a form says of the parts of a record that may be shared apart from the rest."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from fjcore.consent._template_words import filled
from fjcore.records.safety import APART


def said_apart(leaf: str, language: str, what: str) -> str | None:
    """Say that one part alone is shared; None where there are no words for it.

    ``what`` is the category in that language.
    """
    text = _words(language).get(leaf.rpartition(".")[2]) if leaf in APART else None
    return None if text is None else filled(text, {"what": what})


@cache
def _words(language: str) -> Mapping[str, str]:
    folder = files("fjcore.consent").joinpath("data/apart")
    known = {one.name: one for one in folder.iterdir()}
    found = known.get(f"{language}-1.toml")
    if found is None:
        return {}
    rows = tomllib.loads(found.read_text("utf-8"))
    return {key: text for key, text in rows.items() if type(text) is str}
