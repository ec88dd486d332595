"""Noninterference at length: a thousand variations of what is hidden, for each type."""

from __future__ import annotations

from random import Random
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from redaction.strategies import _sound, made
from support.records import values_of

from fjcore.consent import View
from fjcore.records import CORE_RECORDS, leaves
from fjcore.records.record import info_of, is_part, shape
from fjcore.redaction import cutter
from fjcore.values import Missing, canonical

#: So many records and plans of each type, and so many variations of each: a thousand
#: by night.
SIZES = [(1, 12), pytest.param((10, 100), marks=pytest.mark.nightly)]

#: Views that show everything or nothing, so that whatever else varies is hidden.
HIDDEN = (View.SILENT, View.MARKED, View.PLACEHOLDER)


def pool_of(attribute):
    """A few values of a field, among them a reason where there may be one."""
    return st.lists(values_of(attribute), min_size=4, max_size=4)


@st.composite
def pools(draw: st.DrawFn, cls: type, path: str) -> dict[str, list[Any]]:
    """For each field of a type, by its path, what it may hold."""
    found = {}
    for attribute in attrs.fields(cls):
        inner, _ = shape(attribute.type)
        here = f"{path}.{attribute.name}"
        if is_part(inner):
            found |= draw(pools(inner, here))
        else:
            found[here] = draw(pool_of(attribute))
    return found


def other(rng: Random, holder: Any, path: str, hidden: set[str], held: dict) -> Any:
    """The holder with its hidden fields changed, and its parts in another order."""
    changed, moved = {}, set()
    for attribute in attrs.fields(type(holder)):
        here, value = f"{path}.{attribute.name}", getattr(holder, attribute.name)
        inner, many = shape(attribute.type)
        if isinstance(value, Missing) and is_part(inner):
            continue
        if is_part(inner) and many:
            found = [other(rng, one, here, hidden, held) for one in value]
            if any(name.startswith(f"{here}.") for name in hidden):
                found += found[: rng.randrange(2)]
            rng.shuffle(found)
            changed[attribute.name] = tuple(found)
        elif is_part(inner):
            changed[attribute.name] = other(rng, value, here, hidden, held)
        elif here in hidden:
            changed[attribute.name] = rng.choice(held[here])
            moved.add(attribute.name)
    return _sound(holder, changed, moved)


@pytest.mark.parametrize("size", SIZES, ids=["some", "a thousand"])
@pytest.mark.parametrize("cls", CORE_RECORDS, ids=lambda cls: cls.__name__)
def test_variations_of_the_hidden(cls, size):
    """However the hidden varies, the bytes and what is told of them should not."""
    plans, each = size
    name, paths = info_of(cls).name, [leaf.path for leaf in leaves(cls)]

    @settings(
        max_examples=plans,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(made(cls), pools(cls, name), st.randoms(use_true_random=False))
    def varied(one, held, rng):
        views = {path: rng.choice((View.FULL, *HIDDEN)) for path in paths}
        hidden = {path for path, view in views.items() if view in HIDDEN}
        plain = cutter.__wrapped__(cls, tuple(views.items()))
        written = cutter.__wrapped__(cls, tuple(views.items()), warm=0)
        told = {canonical.dumps(plain(one))}
        for _ in range(each):
            told.add(canonical.dumps(written(other(rng, one, name, hidden, held))))

        assert 1 == len(told)

    varied()
