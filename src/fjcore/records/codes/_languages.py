"""HUD's language codes and BCP 47 tags, each said by the other."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from fjcore.records.codes._code_list import How, Step


@cache
def _tags() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Give the tag of each code, and the code of each tag in lower case."""
    path = files("fjcore.records").joinpath("data/languages.toml")
    table = tomllib.loads(path.read_text("utf-8"))
    tags, also = table["tags"], table["also"]
    back = {tag.lower(): code for code, tag in tags.items() if code not in also}
    return MappingProxyType(tags), MappingProxyType(back)


def language_tag(code: str) -> Step:
    """Give the BCP 47 tag of a code of ``hud.language``.

    ``none`` where the language has no tag of its own, or the code names none.
    Source: ``data/languages.toml`` (reviewed: false).

    >>> language_tag("367").to
    'es'
    """
    tag = _tags()[0].get(code)
    return Step(How.EXACT, tag) if tag else Step(How.NONE)


def language_code(tag: str) -> Step:
    """Give the code of ``hud.language`` of a BCP 47 tag, however it is capitalized.

    ``broader`` where HUD has the language but not the region, script or variant that
    the tag also names, ``none`` where HUD has neither.
    Source: ``data/languages.toml`` (reviewed: false); RFC 4647, section 3.4.

    >>> language_code("es-MX")
    Step(how=<How.BROADER: 'broader'>, to='367')
    """
    parts = tag.lower().split("-")
    for kept in range(len(parts), 0, -1):
        code = _tags()[1].get("-".join(parts[:kept]))
        if code is not None:
            whole = kept == len(parts)
            return Step(How.EXACT if whole else How.BROADER, code)
    return Step(How.NONE)
