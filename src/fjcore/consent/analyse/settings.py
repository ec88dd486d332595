"""What else changed between two policies: numbers, the holder, partners, code."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from fjcore.consent.analyse.ever import rule_ids
from fjcore.consent.parties import FAMILY, OTHER_REGIMES, Agency, Policy
from fjcore.consent.signers import MAJORITY

#: No count below this is published, whatever a site says (rule X1).
FLOOR_CELL = 5

WIDENED, NARROWED, EITHER = "widened", "narrowed", "either"


@frozen(kw_only=True)
class SettingChange:
    """One setting that changed: ``effect`` is widened, narrowed, or either.

    Where the effect hangs on the facts it is either, and has to be approved as well.
    """

    setting: str
    before: str
    after: str
    effect: str

    @property
    def widens(self) -> bool:
        """Whether more could be seen by it."""
        return self.effect != NARROWED


def setting_changes(old: Policy, new: Policy) -> Iterator[SettingChange]:
    """Give every setting whose change no table of categories shows."""
    yield from _numbers(old, new)
    yield from _holder(old, new)
    for name in sorted(old.partners.keys() & new.partners.keys()):
        yield from _partner(old.partners[name], new.partners[name])
    yield from _rules(old, new)


def _numbers(old: Policy, new: Policy) -> Iterator[SettingChange]:
    if old.holder.family or new.holder.family:
        yield from _number(
            "max_release_days", old.max_release_days, new.max_release_days, up=WIDENED
        )
    least = (max(FLOOR_CELL, old.min_cell), max(FLOOR_CELL, new.min_cell))
    yield from _number("min_cell", *least, up=NARROWED)


def _number(name: str, old: int, new: int, *, up: str) -> Iterator[SettingChange]:
    if old != new:
        down = WIDENED if up == NARROWED else NARROWED
        effect = up if new > old else down
        yield SettingChange(
            setting=name, before=str(old), after=str(new), effect=effect
        )


def _holder(old: Policy, new: Policy) -> Iterator[SettingChange]:
    read = FAMILY | OTHER_REGIMES
    was, now = old.holder, new.holder
    said = {
        "holder.agency": (was.agency, now.agency),
        "holder.unit": (was.unit, now.unit),
        "holder.tz": (was.tz, now.tz),
        "holder.regimes": (_joined(was.regimes & read), _joined(now.regimes & read)),
    }
    if MAJORITY.get(was.state) != MAJORITY.get(now.state):
        said["holder.state"] = (was.state, now.state)
    for name, (before, after) in said.items():
        if before != after:
            yield SettingChange(setting=name, before=before, after=after, effect=EITHER)


def _partner(old: Agency, new: Agency) -> Iterator[SettingChange]:
    if old.kind is not new.kind:
        yield SettingChange(
            setting=f"partners.{old.id}.kind",
            before=str(old.kind),
            after=str(new.kind),
            effect=EITHER,
        )
    was, now = old.capabilities, new.capabilities
    if was != now:
        # What a partner can honour is not known: then nothing is held back for it.
        if now is None or (was is not None and was < now):
            effect = WIDENED
        else:
            effect = NARROWED if was is None or now < was else EITHER
        yield SettingChange(
            setting=f"partners.{old.id}.capabilities",
            before="all" if was is None else _joined(was),
            after="all" if now is None else _joined(now),
            effect=effect,
        )


def _rules(old: Policy, new: Policy) -> Iterator[SettingChange]:
    was, now = set(rule_ids(old)), set(rule_ids(new))
    for name in sorted(was ^ now):
        gone = name in was
        yield SettingChange(
            setting=f"rules.{name}",
            before="there" if gone else "not there",
            after="not there" if gone else "there",
            effect=WIDENED if gone else NARROWED,
        )


def _joined(words: frozenset[str]) -> str:
    return " ".join(sorted(map(str, words)))
