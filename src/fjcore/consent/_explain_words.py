"""The words of explanations: one table a language, whole or not at all."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from attrs import field, frozen

from fjcore.consent._explain_parts import CODES, ChangeKind
from fjcore.consent._template_words import Table, Words, filled, marks, shipped_words
from fjcore.consent.vocabulary import ObligationKind, Purpose
from fjcore.errors import OptionRefused, Problem

#: The languages that explanations come in.
LANGUAGES = ("en", "es")
#: What each sentence may hold; a closed list.
SAID: Mapping[str, Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "say": {
            "head": frozenset({"who", "purpose"}),
            "named": frozenset({"what"}),
            "could": frozenset({"change"}),
            **dict.fromkeys(("you", "nobody", "full", "part"), frozenset()),
            **dict.fromkeys(("none", "done"), frozenset()),
        },
        "codes": dict.fromkeys(CODES, frozenset()),
        "obligations": dict.fromkeys(map(str, ObligationKind), frozenset()),
        "changes": dict.fromkeys(map(str, ChangeKind), frozenset()),
        "staff": {
            "granted": frozenset({"view", "by"}),
            "withheld": frozenset({"code"}),
            "source": frozenset({"citation"}),
            "limited": frozenset({"by"}),
            **dict.fromkeys(("binding", "missing", "nearest"), frozenset({"items"})),
            **dict.fromkeys(("forbidden", "not_permitted"), frozenset()),
        },
    }
)


def _table(rows: Mapping[str, str]) -> Table:
    return MappingProxyType(dict(rows))


@frozen(kw_only=True)
class Messages:
    """The words of one language; categories and purposes are those of the forms."""

    language: str
    say: Table = field(converter=_table)
    codes: Table = field(converter=_table)
    obligations: Table = field(converter=_table)
    changes: Table = field(converter=_table)
    staff: Table = field(converter=_table)
    shared: Words = field(repr=False)

    def __repr__(self) -> str:
        return f"<Messages {self.language}>"

    def category(self, name: str) -> str:
        """Say a category in plain words."""
        return self.shared.categories[name]

    def purpose(self, name: Purpose) -> str:
        """Say a purpose in plain words."""
        return self.shared.purposes[name]

    def said(self, name: str, **parts: str) -> str:
        """Give one of the sentences, with its parts in place."""
        return filled(self.say[name], parts)

    def told(self, name: str, **parts: str) -> str:
        """Give one of the phrases for staff, with its parts in place."""
        return filled(self.staff[name], parts)


def faults(data: Mapping[str, Any]) -> Iterator[str]:
    """Give the path of every text that is missing, unknown or wrongly marked."""
    for name, wanted in SAID.items():
        rows = data.get(name, {})
        for key in sorted(rows.keys() ^ wanted.keys()):
            yield f"{name}.{key}"
        for key in sorted(rows.keys() & wanted.keys()):
            if set(marks(rows[key])) != wanted[key]:
                yield f"{name}.{key}"


@cache
def messages(language: str) -> Messages:
    """Give the words of a language.

    Raises: OptionRefused, naming ``language``, where explanations do not come in it.
    """
    shared = shipped_words(language, "1") if language in LANGUAGES else None
    if shared is None:
        problem = Problem("language", "unknown_code")
        raise OptionRefused("language", problems=(problem,))
    place = files("fjcore.consent").joinpath(f"data/explain/{language}.toml")
    data = tomllib.loads(place.read_text("utf-8"))
    return Messages(
        language=language,
        shared=shared,
        **{name: data[name] for name in SAID},
    )
