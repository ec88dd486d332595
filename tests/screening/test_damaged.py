"""A definition damaged anywhere is read or cleanly refused; nothing else happens."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from screening.parts import draft, nested
from screening.sample import DATA
from support.profiles import tried

from fjcore.errors import DefinitionRefused
from fjcore.screening import Instrument, evaluate
from fjcore.screening.parse import read


def paths(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the path of every place in a definition."""
    if path:
        yield path
    pairs: Any = ()
    if isinstance(data, (dict, list)):
        pairs = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in pairs:
        yield from paths(value, (*path, key))


PLACES = [(name, path) for name in sorted(DATA) for path in paths(DATA[name])]
PLACES += [(name, p) for name in ("hark", "lap-11") for p in paths(read(name))]
JUNK = [None, True, 0, -1, 1.5, 10**30, "", "canary-7f3a", "\ud800", [], [[]], {}]
JUNK += [{"canary-7f3a": 1}, {"any": []}, {"item": "q1", "eq": "yes"}, nested(30)]


@tried(80, 400)
@given(st.sampled_from(PLACES), st.sampled_from([*JUNK, "gone", "twice"]))
def test_a_damaged_definition_is_read_or_refused(place: Any, junk: Any) -> None:
    """A definition damaged anywhere should be read or cleanly refused, never crash."""
    name, path = place
    data = copy.deepcopy(DATA[name] if path[0] in DATA[name] else read(name))
    at: Any = data
    for key in path[:-1]:
        if key in at if isinstance(at, dict) else key < len(at):
            at = at[key]
    key = path[-1]
    if junk == "gone" and isinstance(at, dict):
        at.pop(key, None)
    elif junk == "twice" and isinstance(at, list):
        at.append(copy.deepcopy(at[0]))
    elif isinstance(at, dict):
        at[key] = junk
    elif at:
        at[min(key, len(at) - 1)] = junk

    found = read_or_refused(data)
    if isinstance(found, DefinitionRefused):
        assert found.problems
        assert found.__context__ is None
        assert "canary" not in str(found).replace(".canary-7f3a", "")
    else:
        assert evaluate(found, {}).complete in (True, False)
        assert 64 == len(found.logic_hash)


def read_or_refused(data: Any) -> Instrument | DefinitionRefused:
    """Read a definition, or give the one error by which it may be refused."""
    try:
        return draft(data)
    except DefinitionRefused as refused:
        return refused
