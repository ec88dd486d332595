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
    """Whether a plain word, or one it is a form of, stands in nearly every note.

    A given name is no form of a word: Dolores is more than pains.
    """
    known = _everyday()
    if word in known or word in short_forms():
        return word in known
    return any(
        word.endswith(end) and word[: -len(end)] + instead in known
        for end, instead in _ENDINGS
    )


def _alike(name: str, language: str) -> set[str]:
    """Give what a name is also called by the rules of its language.

    English writes y for ie; Spanish makes names small: Nacho is Nachito.
    """
    if language == "en":
        if name.endswith("ie"):
            return {f"{name[:-2]}y"}
        return {f"{name[:-1]}ie"} if name.endswith("y") else set()
    stem = name.rstrip("aeo")
    return {f"{stem}ito", f"{stem}ita"} if len(stem) > 2 else set()


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
            forms = {form for name in group for form in _alike(name, language)}
            for name in group:
                found[name] |= forms - {name}
            for form in forms - group:
                found[form] |= group
    return MappingProxyType({name: frozenset(group) for name, group in found.items()})
