"""The rules that no lawyer has reviewed, and that the agencies of a center meet."""

from __future__ import annotations

from collections.abc import Iterator

from fjcore.consent.center.matters import Matters
from fjcore.consent.center.ways import Held
from fjcore.consent.floor import FLOOR
from fjcore.consent.lawbook import FloorRule

#: What is least sure goes first.
_READ = ("memory", "part", "full")

#: Checks of a release that are about one kind of record or of holder alone.
_SPECIAL = {
    "C15a": "sud",
    "C15b": "psychotherapy_notes",
    "C15c": "education",
    "C15d": "advocacy_notes",
    "C15e": "location.shelter",
}


def met_rules(found: Matters) -> tuple[tuple[FloorRule, tuple[str, ...]], ...]:
    """Give each unreviewed rule that a file of the center meets, and whose files.

    Those not settled, and of which least was read, go first.
    """
    met = [
        (rule, names)
        for rule in FLOOR
        if not rule.reviewed and (names := tuple(_met_by(found, rule)))
    ]
    return tuple(
        sorted(met, key=lambda one: (one[0].settled, _READ.index(one[0].read)))
    )


def _met_by(found: Matters, rule: FloorRule) -> Iterator[str]:
    for held in found.held:
        if rule.id in held.rules or _by_release(held, rule):
            yield held.standing.agency.name


def _by_release(held: Held, rule: FloorRule) -> bool:
    """Whether a check of releases is met: where a release opens something at all."""
    if rule.id == "C15c" and "ferpa" not in held.standing.names:
        return False
    if not rule.id.startswith(("C", "D")) and rule.id not in ("H1", "T1", "-"):
        return False
    if rule.id == "D4":
        return bool(held.standing.family)
    special = _SPECIAL.get(rule.id)
    return any(
        way.rule == "C16"
        for column in held.columns
        for name, ways in column.cells.items()
        if special in (None, name)
        for way in ways
    )
