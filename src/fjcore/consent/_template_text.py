"""A form as blocks, and as the one plain text whose hash a release names."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from attrs import frozen

from fjcore.consent._template_apart import said_apart
from fjcore.consent._template_elements import LISTS
from fjcore.consent._template_terms import Terms
from fjcore.consent._template_words import filled, marks
from fjcore.consent.template import FormSection, ReleaseTemplate
from fjcore.consent.view import View
from fjcore.records.categories import CATEGORIES
from fjcore.values import zone

#: Columns of the plain text: it fits Letter and A4 in a typewriter's letters.
WIDTH = 78

_BULLET = "* "


@frozen
class Block:
    """One piece of a form; ``kind``: title, heading, say, list, line, box."""

    kind: str
    text: str = ""
    items: tuple[str, ...] = ()
    small: bool = False


def blocks(template: ReleaseTemplate, terms: Terms, language: str) -> tuple[Block, ...]:
    """Give the blocks of a form in a language, filled in."""
    return tuple(_Filled(template, terms, language).whole())


class _Filled:
    """Fills in one form; what is put in is never looked at for places again."""

    def __init__(self, template: ReleaseTemplate, terms: Terms, language: str) -> None:
        self.template, self.terms, self.language = template, terms, language
        self.words = template.words[language]
        self.inline = dict(self._inline())

    def whole(self) -> Iterator[Block]:
        yield Block("title", self.template.title[self.language])
        for section in self.template.sections:
            yield from self.section(section)

    def section(self, section: FormSection) -> Iterator[Block]:
        yield Block("heading", section.heading[self.language])
        said = section.say[self.language]
        for bullet, texts in groupby(said, lambda text: text.startswith(_BULLET)):
            if bullet:
                plain = (text.removeprefix(_BULLET) for text in texts)
                yield Block("list", items=tuple(map(self.fill, plain)))
            else:
                yield from map(self.paragraph, texts)
        for line in section.lines:
            kind = "box" if line.kind == "box" else "line"
            yield Block(kind, line.label[self.language])

    def paragraph(self, text: str) -> Block:
        names = marks(text)
        if names and names[0] in LISTS:
            items = tuple(self.listed(names[0]))
            return Block("list", items=items, small=names[0] == "codes")
        return Block("say", self.fill(text))

    def fill(self, text: str) -> str:
        return filled(text, self.inline)

    def listed(self, name: str) -> Iterator[str]:
        terms, words = self.terms, self.words
        if name == "recipients":
            yield from map(self.recipient, terms.recipients)
        elif name == "scope":
            yield from (self.reached(leaf, item) for leaf, item in terms.shown())
        elif name == "struck":
            struck = dict.fromkeys(terms.struck())
            yield from map(self.named, struck)
            if not struck:
                yield words.say["struck_none"]
        elif name == "purposes":
            yield from (words.purposes[purpose] for purpose in terms.purpose)
        elif name == "methods":
            yield from (words.methods[method] for method in terms.methods)
        else:
            office = words.office
            yield from (f"{office[key]}: {t}" for key, t in terms.codes().items())
            review = "reviewed" if self.template.reviewed else "unreviewed"
            as_of = words.day(date.fromisoformat(self.template.as_of))
            yield words.said(review, as_of=as_of)

    def recipient(self, entry: str) -> str:
        agency, _, person = entry.partition("#")
        name = self.terms.names[agency]
        if not person:
            return name
        who = self.terms.names.get(entry, person)
        return self.words.said("person", agency=name, person=who)

    def reached(self, leaf: str, item: str) -> str:
        view = self.terms.views.get(item, View.FULL)
        what = self.named(leaf)
        if view is View.FULL:
            return what
        return self.words.said("partly", what=what, view=self.words.views[view.name])

    def named(self, leaf: str) -> str:
        if leaf in CATEGORIES:
            return self.words.categories[leaf]
        words = self.words
        what = words.categories[self.terms.fields[leaf]]
        apart = said_apart(leaf, words.language, what)
        if apart is not None:
            return apart
        said = leaf.replace(".", " ").replace("_", " ")
        return words.said("field", what=what, field=said)

    def _inline(self) -> Iterator[tuple[str, str]]:
        terms, words = self.terms, self.words
        yield "holder", terms.names[terms.holder]
        yield "language", words.called
        yield "start", self.start()
        yield "end", self.end()
        yield "future", words.say[f"future_{_yes(terms.covers_future_records)}"]
        death = "stays" if terms.survives_death else "ends"
        yield "after_death", words.say[f"death_{death}"]
        yield "uses", self.uses()
        form = {"id": self.template.id, "version": self.template.version}
        form |= {"language": words.called, "tag": words.language}
        yield "form", words.said("form", **form)

    def start(self) -> str:
        at, tz = self.terms.effective_at, zone(self.terms.tz)
        if at is None:
            return self.words.say["start_signing"]
        return self.words.said("start_at", **self.words.moment(at, tz))

    def end(self) -> str:
        terms, words, tz = self.terms, self.words, zone(self.terms.tz)
        event = terms.expires_event.strip()
        end = ""
        if terms.expires_on is not None:
            day = words.day(terms.expires_on)
            end = words.said("end_on", date=day, zone=words.zone(tz))
        elif terms.expires_at is not None:
            end = words.said("end_at", **words.moment(terms.expires_at, tz))
        elif terms.duration_days is not None:
            days = str(terms.duration_days)
            end = words.said("end_days", days=days, zone=words.zone(tz))
        if end and event:
            return words.said("end_sooner", end=end, event=event)
        return end or words.said("end_event", event=event)

    def uses(self) -> str:
        count, words = self.terms.max_uses, self.words
        if count is None:
            return words.say["uses_any"]
        return (
            words.said("uses_some", count=str(count))
            if count > 1
            else words.say["uses_one"]
        )


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def plain(found: Iterable[Block]) -> str:
    """Give the canonical plain text: NFC, lines of 78 columns, one line end at last."""
    text = "\n".join(line.rstrip() for block in found for line in _lines(block))
    return unicodedata.normalize("NFC", text.strip("\n") + "\n")


def digest(text: str) -> str:
    """Give the SHA-256 of a text, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _lines(block: Block) -> Iterator[str]:
    yield ""
    if block.kind == "title":
        yield from _wrapped(block.text, "", "")
        yield "=" * WIDTH
    elif block.kind == "heading":
        yield from ["", block.text, "-" * min(WIDTH, len(block.text))]
    elif block.kind == "list":
        for item in block.items:
            yield from _wrapped(item, "  - ", "    ")
    elif block.kind == "line":
        label = f"{block.text}: "
        yield label + "_" * max(20, WIDTH - len(label))
    elif block.kind == "box":
        yield from _wrapped(block.text, "[ ] ", "    ")
    else:
        yield from _wrapped(block.text, "", "")


def _wrapped(text: str, first: str, then: str) -> Iterator[str]:
    """Break a text at its spaces, and nowhere else, the same in every process."""
    line, empty = first, True
    for word in text.split():
        if not empty and len(line) + 1 + len(word) > WIDTH:
            yield line
            line, empty = then, True
        line += word if empty else f" {word}"
        empty = False
    yield line
