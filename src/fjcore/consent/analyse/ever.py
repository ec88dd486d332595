"""What could ever be seen: the greatest view, a world that gives it, or why not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType

from attrs import evolve, field, frozen

from fjcore.consent.analyse.asker import askers_of
from fjcore.consent.analyse.ceiling import Ceiling, Spot, ceiling
from fjcore.consent.analyse.classes import classes, signature
from fjcore.consent.analyse.sources import source_of
from fjcore.consent.analyse.witness import Witness, witness
from fjcore.consent.parties import Limit, Policy
from fjcore.consent.view import View
from fjcore.consent.vocabulary import BasisKind, Purpose, Reason
from fjcore.records.categories import category as leaf

#: Grounds in the order in which a way is looked for: the survivor's own word first.
GROUNDS = (
    BasisKind.CLIENT_RELEASE,
    *(kind for kind in BasisKind if kind is not BasisKind.CLIENT_RELEASE),
)


@frozen(kw_only=True)
class Binding:
    """A rule of the law or a limit that keeps a view down, and on which grounds.

    ``purposes`` is empty where it does so for every purpose that was asked about.
    """

    rule: str
    reason: Reason
    statement: str
    citation: str
    bases: tuple[BasisKind, ...]
    purposes: tuple[Purpose, ...] = ()


@frozen(kw_only=True)
class Ever:
    """The greatest view that somebody can ever have of a category.

    ``view`` is what ``witness`` really gives. ``at_most``: no facts, evidence or
    releases give more; ``bindings`` say why, where it is not all. ``opaque`` are rules
    in code: what they let pass was tried, and is not known for any other question.
    """

    recipient: str
    category: str
    item: str
    view: View
    at_most: View
    witness: Witness | None = field(repr=False)
    bindings: tuple[Binding, ...] = field(repr=False)
    opaque: tuple[str, ...] = ()

    @property
    def answer(self) -> str:
        """Say ``open``, ``closed``, or ``possibly open`` where code has a say."""
        if self.at_most <= View.MARKED:
            return "closed"
        return "possibly open" if self.opaque else "open"


def can_ever(
    policy: Policy,
    recipient: str,
    category: str,
    *,
    bases: Collection[BasisKind] | None = None,
    purposes: Collection[Purpose] | None = None,
    exemptions: bool = True,
    fields: Mapping[str, str] = MappingProxyType({}),
) -> Ever:
    """Give the greatest view that a recipient can ever have of a category.

    ``recipient`` is a partner's id, the holder's own for its staff, or a kind of
    agency: then any agency of that kind, in the policy or yet to come. ``category`` may
    be a field of ``fields`` by name. Exact but for rules in code, which only narrow.
    ``exemptions``: as in a question; without them nothing counts that a statute gives
    beside the ground.
    Raises: UnknownPartner, UnknownCategory.
    """
    name = leaf(fields.get(category, category)).id
    grounds = [b for b in GROUNDS if bases is None or b in bases]
    every = [p for p in Purpose if purposes is None or p in purposes]
    wanted = _spots(policy, recipient, name, grounds, every, exemptions)
    found = list(_looked(policy, wanted))
    at_most = max((top.view for _, top, _ in found), default=View.MARKED)
    best = _best(policy, category, fields, found)
    bound = [one for one in found if one[1].view < View.FULL]
    return Ever(
        recipient=recipient,
        category=name,
        item=category,
        view=View.MARKED if best is None else best[0],
        at_most=at_most,
        witness=None if best is None else best[1],
        bindings=() if at_most is View.FULL else _bindings(policy, bound, len(every)),
        opaque=tuple(rule_ids(policy)),
    )


def rule_ids(policy: Policy) -> Iterator[str]:
    """Name the rules in code of a policy; one that cannot say its name has none."""
    for rule in policy.rules:
        name = "rule"
        try:
            name = str(rule.id)
        except Exception:  # a rule's own fault, told when it is asked
            name = "rule"
        yield name


Found = tuple[Spot, Ceiling, tuple[Purpose, ...]]


def _looked(
    policy: Policy, spots: Iterable[tuple[Spot, tuple[Purpose, ...]]]
) -> Iterator[Found]:
    """Give the ceiling of each spot; once all is open, no other can be higher."""
    for spot, alike in spots:
        top = ceiling(policy, spot)
        yield spot, top, alike
        if top.view is View.FULL and not policy.rules:
            return


def _spots(
    policy: Policy,
    recipient: str,
    category: str,
    grounds: Iterable[BasisKind],
    purposes: list[Purpose],
    exemptions: bool,
) -> Iterator[tuple[Spot, tuple[Purpose, ...]]]:
    """Give every spot to look at, one for all purposes that nothing tells apart."""
    askers = askers_of(policy, recipient)
    alike = purpose_classes(policy.limits, purposes)
    for basis in grounds:
        for asker in askers:
            if basis not in asker.bases():
                continue
            for group in alike:
                for participant in (False, True):
                    yield (
                        Spot(
                            asker=asker,
                            basis=basis,
                            purpose=group[0],
                            category=category,
                            participant=participant,
                            exemptions=exemptions,
                        ),
                        group,
                    )


def purpose_classes(
    limits: Iterable[Limit], purposes: Iterable[Purpose]
) -> tuple[tuple[Purpose, ...], ...]:
    """Give purposes in groups that neither the law nor any limit tells apart."""
    listed = [limit.purposes for limit in limits if limit.purposes]

    def told(purpose: Purpose) -> tuple[object, ...]:
        return (signature("purpose", purpose), tuple(purpose in s for s in listed))

    return classes(purposes, told)


def _best(
    policy: Policy, item: str, fields: Mapping[str, str], found: list[Found]
) -> tuple[View, Witness] | None:
    """Give the most that a world really gives: of those that promise most, the first.

    Rules in code are asked in each world that is tried, for every purpose.
    """
    best: tuple[View, Witness] | None = None
    for spot, top, alike in sorted(found, key=lambda one: -one[1].view):
        if top.way is None or top.view <= (best[0] if best else View.MARKED):
            continue
        for purpose in alike if policy.rules else alike[:1]:
            here = evolve(spot, purpose=purpose)
            made = witness(policy, here, top.way, item, fields)
            view = made.view()
            if view > (best[0] if best else View.MARKED):
                best = (view, made)
            if view >= top.view:
                break
    return best


def _bindings(policy: Policy, found: list[Found], asked: int) -> tuple[Binding, ...]:
    """Give each rule that binds, with the grounds and purposes on which it does."""
    grounds: dict[tuple[str, Reason], list[BasisKind]] = {}
    purposes: dict[tuple[str, Reason], set[Purpose]] = {}
    for spot, top, alike in found:
        for bar in top.bars:
            key = (bar.rule, bar.reason)
            listed = grounds.setdefault(key, [])
            if spot.basis not in listed:
                listed.append(spot.basis)
            purposes.setdefault(key, set()).update(alike)
    return tuple(
        Binding(
            rule=rule,
            reason=reason,
            statement=source_of(policy, rule)[0],
            citation=source_of(policy, rule)[1],
            bases=tuple(bases),
            purposes=_some(purposes[rule, reason], asked),
        )
        for (rule, reason), bases in grounds.items()
    )


def _some(purposes: set[Purpose], asked: int) -> tuple[Purpose, ...]:
    return () if len(purposes) == asked else tuple(sorted(purposes))
