"""The plain words of an analysis, by language; read on first use."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from attrs import field, frozen

from fjcore.consent._template_words import shipped_words
from fjcore.consent.view import View
from fjcore.consent.vocabulary import Reason
from fjcore.errors import OptionRefused, Problem
from fjcore.records.categories import CATEGORIES

#: The languages an analysis is told in.
LANGUAGES = ("en", "es")

#: The version of the words that forms and analyses share.
VERSION = "1"

Texts = Mapping[str, str]


def _table(rows: Mapping[str, str]) -> Texts:
    return MappingProxyType(dict(rows))


@frozen(kw_only=True)
class Wording:
    """What is said in one language: of categories, purposes, kinds, views, reasons.

    ``reviewed`` is False until a lawyer and survivors have read the words.
    """

    language: str
    reviewed: bool
    say: Texts = field(converter=_table, repr=False)
    categories: Texts = field(converter=_table, repr=False)
    purposes: Texts = field(converter=_table, repr=False)
    kinds: Texts = field(converter=_table, repr=False)
    views: Texts = field(converter=_table, repr=False)
    reasons: Texts = field(converter=_table, repr=False)

    def view(self, view: View) -> str:
        """Say how much a view shows."""
        if view <= View.MARKED:
            return self.views["none"]
        if view is View.PLACEHOLDER:
            return self.views["fact"]
        return self.views["full" if view is View.FULL else "part"]

    def what(self, name: str) -> str:
        """Name a category; a field that has no words of its own, by its path."""
        return self.categories.get(name, name)

    def why(self, reason: Reason) -> str:
        """Say in one sentence why something is not shared."""
        return self.reasons[str(reason)]


def in_order(names: Iterable[str]) -> list[str]:
    """Give categories as a form lists them, and fields by name after them."""
    return sorted(names, key=lambda name: (_PLACES.get(name, len(_PLACES)), name))


_PLACES = {name: place for place, name in enumerate(CATEGORIES)}


@cache
def wording(lang: str = "en") -> Wording:
    """Give the words of a language; ``es-MX`` is also ``es``.

    Source: ``data/analyse`` and ``data/words`` (reviewed: false).
    Raises: OptionRefused, for a language there are no words in.
    """
    tag = lang.split("-", maxsplit=1)[0]
    if tag not in LANGUAGES:
        raise OptionRefused("lang", problems=(Problem("lang", "unknown_code"),))
    text = files("fjcore.consent").joinpath(f"data/analyse/{tag}.toml")
    own, shared = tomllib.loads(text.read_text("utf-8")), shipped_words(tag, VERSION)
    if shared is None:
        raise OptionRefused("lang", problems=(Problem("lang", "unknown_code"),))
    return Wording(
        language=tag,
        reviewed=own["reviewed"],
        say=own["say"],
        categories=shared.categories,
        purposes=shared.purposes,
        kinds=own["kinds"],
        views=own["views"],
        reasons=own["reasons"],
    )
