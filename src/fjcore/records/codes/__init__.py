"""Code lists: closed sets of answers, each with an id, a version and its history."""

from __future__ import annotations

from fjcore.records.codes._code_list import CodeList, How, Step
from fjcore.records.codes._crossing import Crossed, cross
from fjcore.records.codes._languages import language_code, language_tag
from fjcore.records.codes._replaced import Replaced, replaced_lists
from fjcore.records.codes._shipped import core_list, core_lists, versions_of
from fjcore.records.codes._words import code_words

__all__ = [
    "CodeList",
    "Crossed",
    "How",
    "Replaced",
    "Step",
    "code_words",
    "core_list",
    "core_lists",
    "cross",
    "language_code",
    "language_tag",
    "replaced_lists",
    "versions_of",
]
