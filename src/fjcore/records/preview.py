"""A form as one page of HTML, to look at before anybody is asked anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from fjcore.records.describe import words
from fjcore.values.page import opened

if TYPE_CHECKING:
    from fjcore.records.form import Form

_STYLE = """
body { font: 1.05rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto;
  padding: 0 1rem; color: #1b1b1b; background: #fff; }
fieldset { border: 1px solid #767676; border-radius: .4rem; margin: 1rem 0;
  padding: .75rem 1rem; }
legend, .label { font-weight: 600; }
.question { margin: 1.25rem 0; }
.hint, .when { color: #4a4a4a; margin: .2rem 0; }
.choice { display: block; padding: .25rem 0; }
input:not([type=radio]):not([type=checkbox]), select, textarea { display: block;
  box-sizing: border-box; width: 100%; font: inherit; padding: .4rem;
  border: 1px solid #767676; border-radius: .3rem; margin: .3rem 0; }
:focus-visible { outline: .2rem solid #1a5fb4; outline-offset: .1rem; }
"""

#: What a text is typed into, by the type of the question.
_INPUTS: Mapping[str, str] = {
    "int": 'type="number" step="1"',
    "decimal": 'type="text" inputmode="decimal"',
    "money": 'type="text" inputmode="decimal"',
    "phone": 'type="tel"',
    "date": 'type="date"',
    "time": 'type="time"',
}

_FIELD = re.compile(r"\$\{([a-z0-9_]+)\}")

#: A code that an answer is compared with, and the question whose code it is.
_CODE = re.compile(r"(\$\{([a-z0-9_]+)\}\s*(?:=|!=|,)\s*)(?:'([^']*)'|\"([^\"]*)\")")

_AREAS = frozenset({"narrative", "texts"})


def preview(form: Form, lang: str = "en") -> str:
    """Give a form as one self-contained page of HTML, in a language.

    Every text is escaped; there is no script and no address in it. Each question is
    a labelled control or a group with a legend. A text that stands in English for
    want of another is marked so, for whoever has the page read aloud.
    """
    said = form.describe(lang)
    return "\n".join([*_Page(lang).whole(said), ""])


class _Page:
    """Writes the lines of one page; ids are counted, never made of a text."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.words, self.words_lang = words(lang)
        self.count = 0
        self.labels: dict[str, str] = {}
        self.options: dict[tuple[str, str], str] = {}

    def whole(self, said: Mapping[str, Any]) -> Iterator[str]:
        every = list(_every(q for s in said["sections"] for q in s["questions"]))
        self.labels = {one["name"]: one["label"] for one in every}
        self.options = {
            (one["name"], option["code"]): option["label"]
            for one in every
            for option in one["options"]
        }
        title = escape(said["title"])
        yield from opened(said["title"], self.lang, _STYLE)
        yield f"<h1{self.mark(said, 'title')}>{title}</h1>"
        yield self.own("p", "hint", self.words["preview"])
        yield '<form autocomplete="off">'
        for section in said["sections"]:
            yield from self.section(section)
        yield "</form></main></body></html>"

    def mark(self, said: Mapping[str, Any], key: str) -> str:
        """Mark the language of a text that is English for want of another."""
        return ' lang="en"' if key in said["untranslated"] else ""

    def own(self, tag: str, kind: str, text: str) -> str:
        """Write a text of the page's own, in whatever language it has it."""
        away = self.words_lang != self.lang.split("-")[0]
        mark = f' lang="{self.words_lang}"' if away else ""
        return f'<{tag} class="{kind}"{mark}>{escape(text)}</{tag}>'

    def section(self, said: Mapping[str, Any]) -> Iterator[str]:
        if said["name"]:
            mark = self.mark(said, "title")
            yield f"<fieldset><legend{mark}>{escape(said['title'])}</legend>"
            yield from self.notes(said)
        for question in said["questions"]:
            yield from self.question(question)
        if said["name"]:
            yield "</fieldset>"

    def notes(self, said: Mapping[str, Any]) -> list[str]:
        """Give what is said beside a question: its hint, its shape, its gate."""
        found = []
        if said["hint"]:
            mark = self.mark(said, "hint")
            found.append(f'<p class="hint"{mark}>{escape(said["hint"])}</p>')
        if shape := self.words.get(said.get("type", ""), ""):
            found.append(self.own("p", "hint", shape))
        if said.get("required"):
            found.append(self.own("p", "hint", self.words["required"]))
        if said["when"]:
            text = _CODE.sub(self.coded, said["when"]["text"])
            text = _FIELD.sub(self.named, text)
            found.append(self.own("p", "when", f"{self.words['when']}: {text}"))
        return found

    def named(self, found: re.Match[str]) -> str:
        """Name a question that a condition asks for by its own words."""
        return f"«{self.labels.get(found[1], found[1])}»"

    def coded(self, found: re.Match[str]) -> str:
        """Say a code that a condition names by its own words."""
        code = found[3] if found[3] is not None else found[4]
        word = self.options.get((found[2], code))
        return f"{found[1]}«{word}»" if word else found[0]

    def question(self, said: Mapping[str, Any]) -> Iterator[str]:
        self.count += 1
        number = f"q{self.count}"
        mark = self.mark(said, "label")
        label = f'<span id="{number}-label"{mark}>{escape(said["label"])}</span>'
        notes = self.notes(said)
        aside = f' aria-describedby="{number}-notes"' if notes else ""
        if notes:
            notes = [f'<div id="{number}-notes">', *notes, "</div>"]
        if said["type"] == "note":
            yield from ('<div class="question">', f"<p>{label}</p>", *notes, "</div>")
        elif said["options"] or said["questions"]:
            yield f'<fieldset class="question"{aside}><legend>{label}</legend>'
            yield from notes
            yield from self.group(said, number)
            yield from self.reasons(said, number)
            yield "</fieldset>"
        else:
            yield '<div class="question">'
            yield f'<label class="label" for="{number}">{label}</label>'
            yield from notes
            yield self.control(said, number, aside)
            yield from self.reasons(said, number)
            yield "</div>"

    def group(self, said: Mapping[str, Any], number: str) -> Iterator[str]:
        if said["type"] == "repeat":
            yield self.own("p", "hint", self.words["add"])
        for inner in said["questions"]:
            yield from self.question(inner)
        many = said["type"] == "codes"
        if many:
            yield self.own("p", "hint", self.words["choose_any"])
        chosen = _chosen(said)
        for option in said["options"]:
            on = " checked" if option["code"] in chosen else ""
            kind = "checkbox" if many else "radio"
            box = (
                f'<input type="{kind}" name="{number}" '
                f'value="{escape(option["code"])}"{on}{_held(said)}>'
            )
            text = escape(option["label"])
            mark = self.mark(said, "options")
            yield f'<label class="choice">{box} <span{mark}>{text}</span></label>'

    def control(self, said: Mapping[str, Any], number: str, aside: str) -> str:
        default = said["default"]
        names = f'id="{number}" name="{number}"{aside}'
        names += ' required aria-required="true"' if said["required"] else ""
        names += _held(said)
        if said["type"] in _AREAS:
            text = "\n".join(default) if type(default) is list else default or ""
            return f'<textarea {names} rows="4">{escape(text)}</textarea>'
        filled = "" if default is None else f' value="{escape(str(default))}"'
        kind = _INPUTS.get(said["type"], 'type="text"')
        return f"<input {kind} {names}{filled}>"

    def reasons(self, said: Mapping[str, Any], number: str) -> Iterator[str]:
        """Write the choice of a reason that may stand in place of an answer."""
        if not said["missing"]:
            return
        why = f"{number}-why"
        yield self.own("span", "hint", self.words["why"]).replace(
            "<span", f'<span id="{why}"', 1
        )
        yield f'<select name="{why}" aria-labelledby="{number}-label {why}">'
        yield f"<option selected>{escape(self.words['answered'])}</option>"
        for one in said["missing"]:
            code, text = escape(one["reason"]), escape(one["label"])
            yield f'<option value="{code}">{text}</option>'
        yield "</select>"


def _every(questions: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Give questions, and those of the parts among them."""
    for one in questions:
        yield one
        yield from _every(one["questions"])


def _chosen(said: Mapping[str, Any]) -> list[str]:
    default = said["default"]
    if type(default) is bool:
        return ["yes" if default else "no"]
    return default if type(default) is list else [default] if default else []


def _held(said: Mapping[str, Any]) -> str:
    """Keep a control from being changed where its answer is read only."""
    return " disabled" if said["read_only"] else ""
