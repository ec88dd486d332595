"""The words of a form: texts by language, and words for codes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from fjcore.records import checks
from fjcore.records.codes import CodeList

_LANG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")

#: Most characters of one wording.
_WORDING = 1000


def wording(value: object) -> bool:
    """Whether a value says something by language, in English at least."""
    return type(value) is dict and "en" in value and spoken(value)


def spoken(table: Mapping[str, Any]) -> bool:
    """Whether every key of a table is a language and every value a text."""
    return all(_LANG.fullmatch(lang) and said(t) for lang, t in table.items())


def language(name: str) -> bool:
    """Whether a name has the shape of a language's tag."""
    return _LANG.fullmatch(name) is not None


def said(text: object) -> bool:
    """Whether a value is a text that says something."""
    try:
        return bool(checks.text(text, _WORDING).strip())
    except checks.Fault:
        return False


def reworded(row: Any, core: CodeList) -> tuple[str, str] | None:
    """Look through other words for the codes of a core list: words, and no more."""
    if type(row) is not dict or set(row) != {"label"}:
        return "", "unknown_key"
    return words_fault(row["label"], core.readable, whole=False)


def words_fault(
    tables: Any, codes: frozenset[str], *, whole: bool
) -> tuple[str, str] | None:
    """Give the place and code of a fault in words for codes, by language."""
    if type(tables) is not dict:
        return ".label", "type"
    for lang, words in tables.items():
        where = f".label.{lang if language(lang) else '?'}"
        if not language(lang) or type(words) is not dict:
            return where, "format"
        if not all(map(said, words.values())):
            return where, "format"
        if not words.keys() <= codes:
            return where, "unknown_code"
    if whole and any(words.keys() != codes for words in tables.values()):
        return ".label", "required"
    return None
