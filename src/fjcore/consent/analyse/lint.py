"""What a policy says in vain: limits that never speak, names of nothing, gaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from attrs import evolve, frozen

from fjcore.consent.analyse.asker import Asker, everyone
from fjcore.consent.analyse.ceiling import Spot, law_of
from fjcore.consent.analyse.cells import Grid, outline, speaks_to
from fjcore.consent.analyse.classes import classes
from fjcore.consent.analyse.ever import Ever, can_ever
from fjcore.consent.analyse.lawway import Bar
from fjcore.consent.analyse.matrix import partners
from fjcore.consent.analyse.witness import Witness
from fjcore.consent.parties import Agency, Limit, Policy
from fjcore.consent.view import View
from fjcore.consent.vocabulary import BasisKind, ObligationKind
from fjcore.records.categories import CATEGORIES, is_known

#: Duties that go with a release and that a recipient has to be able to keep.
HONOURED = frozenset(
    {
        ObligationKind.REDISCLOSURE_NOTICE,
        ObligationKind.PART2_NOTICE,
        ObligationKind.PART2_CONSENT_COPY,
    }
)


@frozen(kw_only=True)
class Finding:
    """One thing that a policy says in vain, or does not say.

    ``kind``: dead, shadowed, unlabelled or gap. ``what`` is a limit, a field, a
    partner or a category; ``code`` why; ``by`` the rules, names or duties it is by.
    """

    kind: str
    what: str
    code: str
    by: tuple[str, ...] = ()

    @property
    def fails(self) -> bool:
        """Whether a build should fail on it: a gap is only worth a look."""
        return self.kind != "gap"


def lint(
    policy: Policy, labels: Mapping[str, str] = MappingProxyType({})
) -> tuple[Finding, ...]:
    """Give everything that a policy says in vain, and its gaps.

    ``labels`` are the fields of the holder's forms with their categories.
    """
    return (
        *unlabelled(policy, labels),
        *dead_limits(policy),
        *shadowed(policy),
        *gaps(policy),
    )


def unlabelled(policy: Policy, labels: Mapping[str, str]) -> tuple[Finding, ...]:
    """Give names in limits that are no category, and fields whose label is none.

    A limit that names nothing narrows nothing, however it was meant.
    """
    found = []
    for limit in policy.limits:
        wrong = tuple(sorted(n for n in limit.categories if not is_known(n)))
        if wrong:
            found.append(_finding("unlabelled", limit.id, "unknown_category", wrong))
    for path, name in sorted(labels.items()):
        if name not in CATEGORIES:
            found.append(_finding("unlabelled", path, "no_label"))
    return tuple(found)


def dead_limits(policy: Policy) -> tuple[Finding, ...]:
    """Give limits without which every answer would be the same, even alone.

    ``caps_nothing``, ``no_category``, ``no_recipient`` (nobody here is what it names),
    or ``law_closes`` (the rules named shut all that it is about).
    """
    open_policy, grid = _opened(policy), Grid.of(policy.limits)
    return tuple(
        found
        for limit in policy.limits
        if (found := _dead(open_policy, limit, grid)) is not None
    )


def shadowed(policy: Policy) -> tuple[Finding, ...]:
    """Give limits that others, named, make idle: they leave as little everywhere.

    Of two that say the same the later one is told.
    """
    open_policy, grid = _opened(policy), Grid.of(policy.limits)
    found = []
    for index, limit in enumerate(policy.limits):
        if _dead(open_policy, limit, grid) is None:
            by = _shadows(open_policy, index, grid)
            if by:
                found.append(_finding("shadowed", limit.id, "others_leave_less", by))
    return tuple(found)


def gaps(policy: Policy) -> tuple[Finding, ...]:
    """Give partners and categories that no release can ever bring together.

    ``never_sent``: a partner that no release can send anything, by which rules.
    ``cannot_honour``: one that cannot keep a duty that comes with every release.
    ``never_seen``: a category that no release can send to any partner here.
    """
    found: list[Finding] = []
    seen: set[str] = set()
    for who in partners(policy):
        if who not in policy.partners:
            continue
        every = [_by_release(policy, who, name) for name in CATEGORIES]
        reached = {one.category for one in every if one.view > View.MARKED}
        seen |= reached
        if not reached:
            rules = {bound.rule for one in every for bound in one.bindings}
            by = tuple(sorted(rules))
            found.append(_finding("gap", who, "never_sent", by))
        for ever in every:
            lacking = _lacking(policy.partners[who], ever.witness)
            if lacking:
                found.append(_finding("gap", who, "cannot_honour", lacking))
                break
    if policy.partners:
        missing = [name for name in CATEGORIES if name not in seen]
        found += [_finding("gap", name, "never_seen") for name in missing]
    return tuple(found)


def _by_release(policy: Policy, who: str, name: str) -> Ever:
    basis = (BasisKind.CLIENT_RELEASE,)
    return can_ever(policy, who, name, bases=basis, exemptions=False)


def _lacking(partner: Agency, witness: Witness | None) -> tuple[str, ...]:
    """Name the duties of a disclosure that a partner cannot keep."""
    if partner.capabilities is None or witness is None:
        return ()
    wanted = HONOURED & witness.obligations()
    return tuple(sorted(map(str, wanted - partner.capabilities)))


def _finding(kind: str, what: str, code: str, by: Iterable[str] = ()) -> Finding:
    return Finding(kind=kind, what=what, code=code, by=tuple(by))


def _opened(policy: Policy) -> Policy:
    """Give a policy as it is when every rule plugin has loaded."""
    return evolve(policy, closed=False)


def _dead(policy: Policy, limit: Limit, grid: Grid) -> Finding | None:
    if limit.cap is View.FULL:
        return _finding("dead", limit.id, "caps_nothing")
    if limit.categories and not any(map(is_known, limit.categories)):
        return _finding("dead", limit.id, "no_category")
    askers = _askers(policy, limit)
    if not askers:
        return _finding("dead", limit.id, "no_recipient", sorted(limit.recipients))
    bars: set[str] = set()
    for spot in _spoken(limit, askers, grid):
        way = law_of(policy, spot)
        if not isinstance(way, Bar):
            return None
        bars.add(way.rule)
    return _finding("dead", limit.id, "law_closes", sorted(bars))


def _askers(policy: Policy, limit: Limit) -> list[Asker]:
    """Give those whom a limit can speak of, those told apart by nothing once."""
    every = [one for one in everyone(policy) if speaks_to(limit, one)]
    return [first for first, *_ in classes(every, lambda one: outline(policy, one))]


def _spoken(limit: Limit, askers: Iterable[Asker], grid: Grid) -> Iterator[Spot]:
    """Give every spot that a limit speaks to."""
    for cell in grid.cells():
        for asker in askers:
            if limit.matches(cell.spot(asker, BasisKind.NONE).question()):
                yield from (cell.spot(asker, basis) for basis in asker.bases())


def _shadows(policy: Policy, index: int, grid: Grid) -> tuple[str, ...]:
    """Name the limits that leave as little wherever one has anything to narrow."""
    limit = policy.limits[index]
    found: dict[str, None] = {}
    for spot in _spoken(limit, _askers(policy, limit), grid):
        if isinstance(law_of(policy, spot), Bar):
            continue
        asked = spot.question()
        over = [
            other.id
            for number, other in enumerate(policy.limits)
            if other.matches(asked) and _stronger(other, number, limit, index)
        ]
        if not over:
            return ()
        found[over[0]] = None
    return tuple(sorted(found))


def _stronger(other: Limit, number: int, limit: Limit, index: int) -> bool:
    if number == index:
        return False
    return other.cap < limit.cap or (other.cap == limit.cap and number < index)
