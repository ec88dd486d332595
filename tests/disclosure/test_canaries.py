from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count

import attrs
import pytest
from disclosure.worlds import (
    SIGNED,
    Mailbox,
    admitted,
    built,
    plan_of,
    sent,
)
from support.frames import traced
from support.mending import mended

from fjcore.consent import View
from fjcore.disclosure import Held
from fjcore.errors import FjcoreError, LeakFound
from fjcore.records import CATEGORIES, CORE_RECORDS, FieldKind, leaves
from fjcore.records.record import declared, info_of, is_part, shape
from fjcore.redaction import normal
from fjcore.values import PartialDate

TOLD = sorted({leaf.label.category for cls in CORE_RECORDS for leaf in leaves(cls)})


def each(held):
    """What a field holds, one or several."""
    return held if isinstance(held, tuple) else (held,)


def planted(cls, tokens):
    """A record with a word or number of its own in every field, and those by path.

    A field whose shape a rule of its type says holds something else, and no token.
    """
    numbers = count(len(tokens) + 1)

    def fill(kind, path):
        held = {}
        for attribute in attrs.fields(kind):
            here = f"{path}.{attribute.name}"
            inner, many = shape(attribute.type)
            if is_part(inner):
                value = fill(inner, here)
            else:
                value = token(inner, declared(attribute).kind, next(numbers))
            held[attribute.name] = (value,) if many else value
        sound = mended(kind, held)
        for attribute in attrs.fields(kind):
            if not is_part(shape(attribute.type)[0]):
                tokens.setdefault(f"{path}.{attribute.name}", []).extend(
                    str(value)
                    for value in each(held[attribute.name])
                    if value in each(sound[attribute.name])
                )
        return kind(**sound)

    return fill(cls, info_of(cls).name)


def token(inner, kind, number):
    if inner is bool:
        return number % 2 == 0
    if inner in (int, Decimal):
        return inner(700_000 + number)
    if inner in (date, PartialDate):
        day = f"{1941 + number % 40}-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
        return (
            PartialDate.parse(day) if inner is PartialDate else date.fromisoformat(day)
        )
    if inner is datetime:
        return datetime(
            2024,
            number % 12 + 1,
            number % 28 + 1,
            number // 420,
            17,
            number % 60,
            tzinfo=UTC,
        )
    if kind is FieldKind.PHONE:
        return f"406-{300 + number}-0{100 + number % 100}"
    if kind is FieldKind.ZIP:
        return f"59{number:03d}"
    letters = "".join("abcdefghij"[int(digit)] for digit in f"{number:03d}")
    return f"Quokka{letters}zephyr"


def a_file():
    """Every core record, each field of it planted."""
    tokens = {}
    held = []
    for cls in CORE_RECORDS:
        record = planted(cls, tokens)
        held.append(Held(record=record, recorded_at=SIGNED))
    return held, tokens


HELD, TOKENS = a_file()
LEAVES = {leaf.path: leaf for cls in CORE_RECORDS for leaf in leaves(cls)}


def hidden_tokens(category):
    """What stands in fields of other categories, and in narratives: never to leave."""
    return {
        word
        for path, words in TOKENS.items()
        for word in words
        if word not in ("True", "False")
        and (
            LEAVES[path].label.category != category
            or LEAVES[path].kind is FieldKind.NARRATIVE
        )
    }


def shown_tokens(category):
    return {
        word
        for path, words in TOKENS.items()
        for word in words
        if LEAVES[path].label.category == category
        and LEAVES[path].kind is FieldKind.TEXT
    }


def test_every_field_is_planted():
    """The hunt should be for every field of every core record."""

    assert set(TOKENS) == set(LEAVES)
    words = [w for found in TOKENS.values() for w in found if "Quokka" in w]
    assert len(words) == len(set(words)) >= 40


@pytest.mark.parametrize("category", TOLD)
def test_no_withheld_word_leaves(category):
    """With one category granted, no word of any other should be in outgoing bytes."""
    plan = plan_of({category: View.FULL})
    made = built(plan, HELD)
    mailbox = Mailbox()
    admitted(made, plan)
    sent(mailbox, made)
    out = f"{mailbox.got} {made.body.decode()} {made!r} {made.granted} {made.marked}"

    assert [word for word in hidden_tokens(category) if word in out] == []
    assert [word for word in shown_tokens(category) if word not in out] == []


@pytest.mark.parametrize("view", [v for v in View if v < View.FULL])
def test_no_whole_word_leaves_below_full(view):
    """With every category below full, no word should leave whole."""
    made = built(plan_of(dict.fromkeys(CATEGORIES, view)), HELD)
    words = {
        w for found in TOKENS.values() for w in found if "Quokka" in w or "-0" in w
    }

    assert [word for word in words if word in made.body.decode()] == []


@pytest.mark.parametrize(
    "path",
    sorted(
        p
        for p, leaf in LEAVES.items()
        if leaf.label.identifying == "direct"
        and leaf.kind not in (FieldKind.NARRATIVE, FieldKind.DECIMAL)
        and TOKENS[p]
    ),
)
def test_no_word_is_told_by_an_error(path):
    """A planted leak should be refused without the word, in chain, text or locals."""
    word = TOKENS[path][0]
    incident = next(i for i in HELD if type(i.record).__name__ == "Incident")
    said = attrs.evolve(incident.record, narrative=f"He said {word} again.")
    rows = [i for i in HELD if i is not incident]
    rows.append(Held(record=said, recorded_at=SIGNED))
    plan = plan_of({}, {"incident.narrative": View.FULL})
    with pytest.raises(LeakFound) as caught:
        built(plan, rows)

    assert caught.value.where == path
    assert caught.value.__context__ is None
    assert normal(word) not in normal(traced(caught.value))


def test_no_word_is_told_by_a_failed_cut():
    """A value that cannot be cut should be refused without any word of the file."""
    naive = datetime(2024, 5, 3, 3, 17)  # noqa: DTZ001
    rows = [
        Held(record=attrs.evolve(i.record, started_at=naive), recorded_at=SIGNED)
        if hasattr(i.record, "started_at")
        else i
        for i in HELD
    ]
    with pytest.raises(FjcoreError) as caught:
        built(plan_of({"participation": View.FULL}), rows)

    assert caught.value.where == "service_encounter.started_at"
    assert "Quokka" not in traced(caught.value)
    assert "2024" not in traced(caught.value)


def test_the_hunt_finds_what_is_there():
    """The hunt itself should find a word that is granted."""
    made = built(plan_of({"identity.name": View.FULL}), HELD)

    assert TOKENS["person.names.text"][0] in made.body.decode()
