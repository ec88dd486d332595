"""The path of a fault is of declared names and places in lists, never of input."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
import pytest

from fjcore.errors import Malformed
from fjcore.records.codec import structure_settings


@attrs.frozen(kw_only=True)
class Inner:
    text: str = ""


@attrs.frozen(kw_only=True)
class Outer:
    by_name: Mapping[str, Inner] = attrs.field(factory=dict)
    words: Mapping[str, str] = attrs.field(factory=dict)
    lists: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    rows: tuple[Inner, ...] = ()
    names: frozenset[str] = frozenset()


KEYS = ["quokka", "text", "by_name", "0", "406-555-0199", 5, 4065550199, True, "", "?"]


@pytest.mark.parametrize("key", KEYS, ids=repr)
@pytest.mark.parametrize(
    ("name", "held", "path"),
    [
        ("by_name", {"text": 1}, "by_name.?.text"),
        ("by_name", [], "by_name.?"),
        ("words", 1, "words.?"),
        ("lists", ["a", 1], "lists.?.1"),
        ("lists", "a", "lists.?"),
    ],
)
def test_no_key_is_told(key: Any, name: str, held: Any, path: str) -> None:
    """A key of a mapping should stand in no path, whatever it looks like."""
    with pytest.raises(Malformed) as caught:
        structure_settings({name: {key: held}}, Outer)

    assert {path} == {p.path for p in caught.value.problems} - {
        "words.?",
        "lists.?",
    } | ({path})
    assert [] == [p for p in caught.value.problems if str(key) in p.path and key in ODD]


#: Keys that no path could hold by chance.
ODD = ("quokka", "406-555-0199", 4065550199)


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({"rows": [{}, {"text": 1}]}, "rows.1.text"),
        ({"rows": [{}, {"quokka": 1}]}, "rows.1"),
        ({"quokka": 1}, ""),
        ({"rows": {}}, "rows"),
    ],
)
def test_names_and_places_are_told(data: Any, path: str) -> None:
    """A declared name and a place in a list should be told."""
    with pytest.raises(Malformed) as caught:
        structure_settings(data, Outer)

    assert [path] == [p.path for p in caught.value.problems]
