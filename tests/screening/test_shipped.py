"""What ships: pinned logic, vectors that kill, and every definition of the sample."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from screening.sample import DATA, SHIPPED

from fjcore.errors import DefinitionRefused, UnknownInstrument
from fjcore.screening import instruments, load, parse
from fjcore.screening._parts import instrument
from fjcore.screening._shape import BadShape
from fjcore.screening.lint import lint
from fjcore.screening.parse import read
from fjcore.screening.vectors import differences, vector

#: A changed hash is a changed score: it needs a new revision, and results say so.
PINNED = {
    "fjcore-strangulation-event": (
        "b0cc210a16d3e952d921c7d37789ed042b20bfc391e3c2e80b51d18bc16b38ca"
    ),
    "hark": "16c91fafebd09636edfb9b54ba1ad0d9690681a82ee6f900455252a10a36ef0e",
    "lap-11": "59da26035b0cc039e7741472ca917e48c70e47a91428b5132db6cddde2e6ac86",
}
#: What the shipped definitions add to the sample's, beside limits and vectors.
ADDED = {
    "fjcore-strangulation-event": {"category"},
    "hark": {"category"},
    "lap-11": {"category", "outcome_rule", "outcome_if_nothing_answered"},
}


def test_three_instruments_ship() -> None:
    """The first cut should ship HARK, the lethality screen, the strangulation form."""
    assert tuple(sorted(SHIPPED)) == instruments()
    assert all(load(name).id == name for name in SHIPPED)


@pytest.mark.parametrize("name", ["nothing", "", "../hark", "hark.json", "HARK", "h\n"])
def test_an_unknown_instrument_is_refused(name: str) -> None:
    """An instrument that does not ship should be refused, whatever its name."""
    with pytest.raises(UnknownInstrument):
        load(name)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_logic_hash_is_pinned(name: str) -> None:
    """The hash of what decides should not move: kept results stay comparable."""
    assert PINNED[name] == load(name).logic_hash


@pytest.mark.parametrize("name", SHIPPED)
def test_what_ships_scores_as_the_sample_does(name: str) -> None:
    """A shipped definition should decide as the sample does, but for what it adds."""
    given, ships = copy.deepcopy(DATA[name]), read(name)
    for key in ADDED.get(name, ()):
        given[key] = ships[key]

    assert parse(given).logic_hash == load(name).logic_hash
    assert [item["id"] for item in given["items"]] == [i.id for i in load(name).items]


@pytest.mark.parametrize("name", sorted(DATA))
def test_every_definition_of_the_sample_can_be_read(name: str) -> None:
    """Every definition of the sample should be read, with all of its items."""
    made = parse(DATA[name])

    assert [item["id"] for item in DATA[name]["items"]] == [i.id for i in made.items]
    assert len(DATA[name].get("triggers", [])) == len(made.triggers)
    assert not made.reviewed


@pytest.mark.parametrize("name", sorted(DATA))
def test_a_definition_without_vectors_does_not_ship(name: str) -> None:
    """A definition without vectors should be refused where they are asked for."""
    with pytest.raises(DefinitionRefused) as caught:
        parse(DATA[name], tested=True)

    assert ("tests", "E11") in caught.value.problems
    assert name == caught.value.where


def labels_changed(data: dict[str, Any]) -> dict[str, Any]:
    """Give a definition with other words and the same logic."""
    other = copy.deepcopy(data)
    for key in ("title", "version", "source", "licence_of_wording", "subject"):
        other[key] = "in other words"
    for item in other["items"]:
        item["neutral_label"] = "in other words"
        for option in item.get("options", []):
            option["label"] = "in other words"
    for row in [*other.get("bands", []), *other["triggers"]]:
        row["action" if "action" in row else "label"] = "in other words"
    return other


@pytest.mark.parametrize("name", sorted(DATA))
def test_other_words_leave_the_logic_hash(name: str) -> None:
    """Labels, sources and the name of the edition should not change the logic hash."""
    data = DATA[name]

    assert parse(data).logic_hash == parse(labels_changed(data)).logic_hash


def numbers(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the path of each number that decides."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key in ("score", "ge", "at_least", "min", "max") and type(value) is int:
                yield (*path, key)
            else:
                yield from numbers(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from numbers(value, (*path, index))


def edited(data: dict[str, Any], path: tuple[Any, ...], change: Any) -> dict[str, Any]:
    """Give a definition with one place changed by a function."""
    other = copy.deepcopy(data)
    at: Any = other
    for key in path[:-1]:
        at = at[key]
    change(at, path[-1])
    return other


def swapped(at: Any, key: str) -> None:
    """Turn any into all and back."""
    at["all" if key == "any" else "any"] = at.pop(key)


def places(data: Any, keys: tuple[str, ...], path: tuple[Any, ...] = ()) -> Any:
    """Give the path of each key that is one of some."""
    pairs = data.items() if isinstance(data, dict) else ()
    if isinstance(data, list):
        pairs = enumerate(data)
    for key, value in pairs:
        if key in keys:
            yield (*path, key)
        yield from places(value, keys, (*path, key))


def one_point(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give every definition that differs from one in a single point of its logic."""
    logic = {
        key: data.get(key, [])
        for key in ("items", "scores", "bands", "triggers", "outcome_rule")
    }
    for path in numbers(logic):
        for step in (-1, 1):

            def shift(at: Any, key: Any, by: int = step) -> None:
                at[key] += by

            yield f"{path} {step:+}", edited(data, path, shift)
    for path in places(logic, ("any", "all")):
        yield f"{path} swapped", edited(data, path, swapped)
    for path in places(logic, ("applies_if", "default")):
        yield f"{path} gone", edited(data, path, lambda at, key: at.pop(key))
    lists = [p for p in places(logic, ("any", "of", "items")) if p[0] != "items"]
    for path in [*lists, ("outcome_rule",)]:
        whole: Any = logic
        for key in path:
            whole = whole[key]
        for index in range(len(whole)):
            yield (
                f"{path} without {index}",
                edited(data, (*path, index), lambda at, key: at.pop(key)),
            )


def lives(data: dict[str, Any]) -> bool:
    """Whether a changed definition passes its lint and all of its vectors."""
    clean = {k: v for k, v in data.items() if k not in ("tests", "skip_logic")}
    try:
        made = instrument(clean)
    except BadShape:
        return False
    if lint(made):
        return False
    rows = [vector(row, "tests") for row in data["tests"]]
    return not any(differences(made, row) for row in rows)


#: Points that nothing reads: a changed one is the same instrument.
EQUIVALENT = {
    # When and how often are asked only if it happened, and no score or flag reads them.
    "fjcore-strangulation-event": {
        "('items', 1, 'applies_if') gone",
        "('items', 2, 'applies_if') gone",
    },
}
UNREAD = {"lap-11": "score", "fjcore-strangulation-event": "score", "hark": ""}


@pytest.mark.parametrize("name", SHIPPED)
def test_the_vectors_of_what_ships_kill_every_change(name: str) -> None:
    """A change in one point of the logic should be refused by lint or by a vector."""
    data = read(name)
    changes = [
        (what, other)
        for what, other in one_point(data)
        if not (what.startswith("('items'") and UNREAD[name] and "'score'" in what)
    ]
    left = {what for what, other in changes if lives(other)}

    assert lives(data)
    assert len(changes) > 10
    assert EQUIVALENT.get(name, set()) == left


def test_points_that_nothing_reads_are_equivalent() -> None:
    """The points left out above should be read by no score and by no condition."""
    for name, key in UNREAD.items():
        data = read(name)
        reads = "item_score" in json.dumps(data["triggers"]) or data["scores"]
        assert bool(reads) is not bool(key)
