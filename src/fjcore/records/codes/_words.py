"""The words of core's codes in other languages than English."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from fjcore.errors import UnknownRecord
from fjcore.records.codes._shipped import core_lists

#: Languages that words of codes ship in beside English.
LANGUAGES = ("es",)


@cache
def _tables(lang: str) -> Mapping[str, Mapping[str, str]]:
    path = files("fjcore.records").joinpath(f"data/words_{lang}.toml")
    return MappingProxyType(tomllib.loads(path.read_text("utf-8")))


def code_words(name: str, lang: str) -> Mapping[str, str]:
    """Give the words of a core list's codes in a language; none where none ship.

    Shape: ``lang`` is ``en`` or one of those that ship, such as ``es``.
    Raises: UnknownRecord, naming the list, when core has no list of that id.
    Source: ``data/words_es.toml`` (reviewed: false).
    """
    found = core_lists().get(name)
    if found is None:
        raise UnknownRecord(name)
    if lang == "en":
        return found.codes
    table = _tables(lang).get(name, {}) if lang in LANGUAGES else {}
    return MappingProxyType(dict(table))
