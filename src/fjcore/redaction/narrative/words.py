"""Tables of words and of short forms of names; they never keep a name in a text."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any


def _table(name: str) -> dict[str, Any]:
    place = files("fjcore.redaction.narrative").joinpath(f"data/{name}.toml")
    return tomllib.loads(place.read_text("utf-8"))


@cache
def _listed(section: str) -> frozenset[str]:
    return frozenset(str(_table("words")[section]).split())


def is_grammar(word: str) -> bool:
    """Whether a plain word is one of grammar."""
    return word in _listed("grammar")


def is_both(word: str) -> bool:
    """Whether a word of grammar is a given name as well."""
    return word in _listed("both")


@cache
def _everyday() -> frozenset[str]:
    return _listed("grammar") | _listed("common")


#: Endings by which a word of every day is another form of one that is listed.
_ENDINGS = (
    ("ies", "y"),
    ("ing", ""),
    ("ing", "e"),
    ("ed", ""),
    ("ed", "e"),
    ("es", ""),
    ("ly", ""),
    ("s", ""),
    ("a", "o"),
    ("as", "o"),
    ("os", "o"),
)


def is_common(word: str) -> bool:
    """Whether a plain word, or one it is a form of, stands in nearly every note."""
    known = _everyday()
    if word in known:
        return True
    return any(
        word.endswith(end) and word[: -len(end)] + instead in known
        for end, instead in _ENDINGS
    )


@cache
def short_forms() -> Mapping[str, frozenset[str]]:
    """Give, for each given name and short form, the others for the same person."""
    table = _table("nicknames")
    found: dict[str, set[str]] = defaultdict(set)
    for language in ("en", "es"):
        for formal, said in table[language].items():
            group = {formal, *str(said).split()}
            for name in group:
                found[name] |= group - {name}
    return MappingProxyType({name: frozenset(group) for name, group in found.items()})
