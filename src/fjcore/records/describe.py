"""A form as plain data that any interface can draw, in one language."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from fjcore.records._form import FormField, Section, Wording
from fjcore.records.codes import CodeList, code_words, core_lists
from fjcore.records.codes._words import LANGUAGES
from fjcore.records.expression import Expression
from fjcore.records.record import leaves
from fjcore.values import Missing

if TYPE_CHECKING:
    from fjcore.records.form import Form

#: The reasons that a person can give, where a form names none.
_OFFERED = (
    Missing.ASKED_UNKNOWN,
    Missing.ASKED_DECLINED,
    Missing.NOT_ASKED,
    Missing.UNSAFE_TO_ASK,
)


@cache
def _words() -> Mapping[str, Any]:
    path = files("fjcore.records").joinpath("data/form_words.toml")
    return tomllib.loads(path.read_text("utf-8"))


def words(lang: str) -> tuple[dict[str, Any], str]:
    """Give the words that every form shows, and the language that they are in.

    Source: ``data/form_words.toml`` (reviewed: false).
    """
    found = next((tag for tag in _closest(lang) if tag in _words()), "en")
    return dict(_words()[found]), found


def _closest(lang: str) -> Iterable[str]:
    """Give a language and what is nearest to it: ``es-MX`` is also ``es``."""
    parts = lang.split("-")
    return ["-".join(parts[:kept]) for kept in range(len(parts), 0, -1)]


def in_language(wording: Wording, lang: str) -> tuple[str, bool]:
    """Give a text in a language, and whether it is English for want of another."""
    for tag in _closest(lang):
        if tag in wording:
            return wording[tag], False
    return wording.get("en", ""), "en" in wording


def described(form: Form, lang: str) -> dict[str, Any]:
    """Give a form as plain data; see ``Form.describe``."""
    drawing = _Drawing(form, lang)
    title, english = in_language(form.title, lang)
    return {
        "form": form.id,
        "version": form.version,
        "lang": lang,
        "title": title,
        "untranslated": ["title"] if english else [],
        "sections": drawing.sections(),
    }


class _Drawing:
    def __init__(self, form: Form, lang: str) -> None:
        self.form = form
        self.lang = lang
        self.words, self.words_lang = words(lang)
        self.labels = {leaf.path: leaf.label for leaf in leaves(form.record_type)}
        self.native = self.words_lang in _closest(lang)

    def sections(self) -> list[dict[str, Any]]:
        """Give the sections that ask something; first what stands in none."""
        every = map(self.section, (Section("", {}), *self.form.sections))
        return [one for one in every if one["questions"]]

    def section(self, one: Section) -> dict[str, Any]:
        told = self.told({"title": one.title, "hint": one.hint})
        return {
            "name": one.name,
            **told,
            "when": _rule(one.when),
            "questions": self.questions(one.name),
        }

    def questions(self, section: str) -> list[dict[str, Any]]:
        return [
            self.question(item)
            for item in self.form.items
            if item.section == section and not item.hidden
        ]

    def told(self, wordings: Mapping[str, Wording]) -> dict[str, Any]:
        """Give texts in the language, and which of them are in English instead."""
        found = {key: in_language(said, self.lang) for key, said in wordings.items()}
        return {
            **{key: text for key, (text, _) in found.items()},
            "untranslated": [key for key, (_, english) in found.items() if english],
        }

    def question(self, item: FormField) -> dict[str, Any]:
        said = {"label": item.label, "hint": item.hint, "message": item.message}
        told = self.told(said)
        options, english = self.options(item)
        missing = self.missing(item)
        told["untranslated"] += ["options"] if english else []
        told["untranslated"] += ["missing"] if missing and not self.native else []
        return {
            "name": item.name,
            "type": item.type,
            **told,
            "required": item.required,
            "read_only": item.read_only,
            "default": item.default,
            "options": options,
            "missing": missing,
            "when": _rule(item.when),
            "constraint": _rule(item.constraint),
            "category": self.category(item),
            "report": item.report,
            "questions": [self.question(one) for one in item.fields if not one.hidden],
        }

    def category(self, item: FormField) -> str:
        """Give the category of a question of the form's own; core's are core's."""
        label = self.labels.get(item.target)
        return label.category if label else ""

    def missing(self, item: FormField) -> list[dict[str, str]]:
        if item.type == "note":
            return []
        offered: Iterable[Missing] = () if item.required else _OFFERED
        if item.missing is not None:
            offered = [one for one in Missing if one in item.missing]
        said = self.words["missing"]
        return [{"reason": one.value, "label": said[one.value]} for one in offered]

    def options(self, item: FormField) -> tuple[list[dict[str, str]], bool]:
        """Give the codes to choose from with their words; retired ones no more."""
        if item.type == "yes_no":
            both = [{"code": one, "label": self.words[one]} for one in ("yes", "no")]
            return both, not self.native
        if item.codes is None:
            return [], False
        found = [(code, *self.word(item.codes, code)) for code in item.codes.codes]
        options = [{"code": code, "label": text} for code, text, _ in found]
        return options, any(english for *_, english in found)

    def word(self, codes: CodeList, code: str) -> tuple[str, bool]:
        tables = self.form.wordings.get(codes.id, {})
        said = {lang: table[code] for lang, table in tables.items() if code in table}
        ours = {lang: table[code] for lang, table in _ours(codes) if code in table}
        return in_language({"en": codes.codes[code], **ours, **said}, self.lang)


def _ours(codes: CodeList) -> list[tuple[str, Mapping[str, str]]]:
    """Give core's own words for a list, by language; a form's list has none."""
    if codes.id not in core_lists():
        return []
    return [(lang, code_words(codes.id, lang)) for lang in LANGUAGES]


def _rule(found: Expression | None) -> dict[str, Any] | None:
    return None if found is None else {"text": found.text, "rule": found.plain()}
