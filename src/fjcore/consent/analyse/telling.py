"""What would change and what will not hold, in plain words for a survivor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from fjcore.consent._template_terms import Terms
from fjcore.consent.analyse.promises import VoidPromise, void_promises
from fjcore.consent.analyse.simulate import MatrixChange, MatrixDiff
from fjcore.consent.analyse.wording import Wording, in_order
from fjcore.consent.parties import Policy
from fjcore.consent.template import ReleaseTemplate
from fjcore.consent.view import View
from fjcore.records.categories import CATEGORIES
from fjcore.values.page import Block, Paragraph, Points, Report


def simulate_report(
    found: MatrixDiff,
    words: Wording,
    *,
    tz: ZoneInfo,
    void: Iterable[VoidPromise] | None = None,
) -> Report:
    """Tell what would change, to be read to a survivor before she signs.

    ``void`` is what the form says in vain; None tells nothing of it.
    """
    blocks: list[Block] = []
    if void is not None:
        blocks += void_blocks(void, words)
    blocks += _changes(found, words, tz)
    if not found.changes:
        blocks.append(Paragraph(words.say["unchanged"]))
    if not words.reviewed:
        blocks.append(Paragraph(words.say["not_advice"]))
    return Report(words.say["title_simulate"], blocks, lang=words.language)


def void_blocks(found: Iterable[VoidPromise], words: Wording) -> Iterator[Block]:
    """Tell what a form says in vain, each with the rule by which it is."""
    rows = tuple(found)
    if not rows:
        yield Paragraph(words.say["void_none"])
        return
    yield Paragraph(words.say["void_some"])
    yield Points(void_line(one, words) for one in rows)


def void_review(
    policy: Policy, words: Wording, *, at: datetime
) -> Callable[[ReleaseTemplate, Terms], Iterator[str]]:
    """Give what ``render`` takes as ``review``: a line for each part that cannot hold.

    The permission of those who run a shelter is no release, and is not looked at.
    """

    def review(template: ReleaseTemplate, terms: Terms) -> Iterator[str]:
        if template.kind != "release":
            return
        for one in void_promises(
            terms, policy, at=at, forms=template.forms, fields=terms.fields
        ):
            yield void_line(one, words)

    return review


def void_line(one: VoidPromise, words: Wording) -> str:
    """Tell one thing that will not hold, in one line."""
    whole = set(one.items) >= set(CATEGORIES)
    items = ("*",) if whole else one.items
    what = "; ".join("*" if item == "*" else words.what(item) for item in items)
    why = words.why(one.reason)
    if one.view > View.MARKED:
        why = words.say["void_less"]
    line = words.say["void_line"].format(name=_named(one), what=what, why=why)
    return f"{line} [{one.rule}]" if one.rule else line


def _changes(found: MatrixDiff, words: Wording, tz: ZoneInfo) -> Iterator[Block]:
    opening = "newly" if found.added else "newly_taken"
    for key, changes in ((opening, found.newly), ("no_longer", found.no_longer)):
        for first, purposes, items in _alike(changes, words, tz):
            yield Paragraph(words.say[key].format(name=_named(first)))
            yield Points(items)
            said = [_purposes(purposes, words), *_span(first, found.at, words, tz)]
            yield Paragraph("; ".join(said))


def _alike(
    changes: Iterable[MatrixChange], words: Wording, tz: ZoneInfo
) -> Iterator[tuple[MatrixChange, list[str], tuple[str, ...]]]:
    """Give who would see what, all purposes together for which it is the same."""
    groups: dict[tuple[object, ...], list[MatrixChange]] = {}
    for one in changes:
        group = (one.recipient, one.purpose, one.since, one.until)
        groups.setdefault(group, []).append(one)
    alike: dict[tuple[Any, ...], list[MatrixChange]] = {}
    for rows in groups.values():
        first, by_name = rows[0], {one.category: one for one in rows}
        items = tuple(_item(by_name[n], words, tz) for n in in_order(by_name))
        alike.setdefault((first.recipient, first.since, first.until, items), []).append(
            first
        )
    for key, found in alike.items():
        yield found[0], [one.purpose for one in found], key[-1]


def _named(one: MatrixChange | VoidPromise) -> str:
    person = one.recipient.partition("#")[2]
    return f"{one.name} ({person})" if person else one.name


def _purposes(purposes: Iterable[str], words: Wording) -> str:
    named = [words.purposes.get(purpose, purpose) for purpose in purposes]
    return words.say["for_purpose"].format(purpose="; ".join(named))


def _item(one: MatrixChange, words: Wording, tz: ZoneInfo) -> str:
    key = "item"
    if one.later_to is not None:
        key = "item_later_to"
    elif one.later is not None:
        key = "item_later"
    elif not one.more and one.after > View.MARKED:
        key = "item_less"
    elif one.more and one.after is View.PLACEHOLDER:
        key = "item_fact"
    elif one.more and one.after is not View.FULL:
        key = "item_partly"
    day = "" if one.later_to is None else _when(one.later_to, tz)
    return words.say[key].format(what=words.what(one.category), day=day)


def _span(
    one: MatrixChange, at: datetime, words: Wording, tz: ZoneInfo
) -> Iterator[str]:
    if one.since > at:
        yield words.say["span_from"].format(since=_when(one.since, tz))
    if one.until is not None:
        yield words.say["span_until"].format(until=_when(one.until, tz))


def _when(at: datetime, tz: ZoneInfo) -> str:
    return f"{at.astimezone(tz):%Y-%m-%d %H:%M} ({tz.key})"
