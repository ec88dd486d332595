"""What a form promises and the law voids: told before anybody signs it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Protocol

import attrs
from attrs import field, frozen

from fjcore.consent.analyse.ever import rule_ids
from fjcore.consent.analyse.matrix import highest
from fjcore.consent.analyse.simulate import if_signed, with_releases
from fjcore.consent.analyse.sources import source_of
from fjcore.consent.decide import decide
from fjcore.consent.facts import SubjectFacts
from fjcore.consent.floor import law
from fjcore.consent.parties import LimitQuestion, Policy
from fjcore.consent.question import Basis, Question
from fjcore.consent.release import Release
from fjcore.consent.state import SubjectState
from fjcore.consent.view import View
from fjcore.consent.vocabulary import BasisKind, Purpose, Reason
from fjcore.errors import UnknownPartner
from fjcore.records.categories import CATEGORIES, covers
from fjcore.values import utc

#: An adult of whom nothing else is known: what her forms can give is the most.
ANYBODY = SubjectFacts(birth_date=date(1970, 1, 1))


class Promising(Protocol):
    """What a form says, signed or not: a release, or the terms of one to be signed."""

    @property
    def scope(self) -> Iterable[str]:
        """What is to be shared: categories, parents of them, fields by name."""
        ...

    @property
    def recipients(self) -> Iterable[str]:
        """With whom: ``agency`` or ``agency#person``."""
        ...

    @property
    def purpose(self) -> Iterable[str]:
        """What for."""
        ...

    @property
    def methods(self) -> Iterable[str]:
        """How."""
        ...


@frozen(kw_only=True)
class VoidPromise:
    """One thing that a form says and that will not hold, or not in full.

    ``rule`` is a rule of the law, or a limit by its id. ``view`` is what is left:
    above ``MARKED`` the form gives less than it says. ``purposes`` and ``methods`` are
    those of the form for which it is so.
    """

    recipient: str
    name: str
    items: tuple[str, ...]
    purposes: tuple[str, ...]
    methods: tuple[str, ...]
    reason: Reason
    rule: str
    statement: str = field(repr=False)
    citation: str = field(repr=False)
    view: View = View.MARKED


def void_promises(
    form: Promising,
    policy: Policy,
    *,
    at: datetime,
    state: SubjectState | None = None,
    subject: str = "",
    forms: Collection[str] = (),
    fields: Mapping[str, str] = MappingProxyType({}),
) -> tuple[VoidPromise, ...]:
    """Give what a form promises and the law, or a limit here, will not let hold.

    It is looked at as if it were signed as it should be: at ``at``, or when it begins,
    by the person of ``state``; without one, by an adult of whom nothing else is known.
    Struck items are no promise. ``forms`` are what terms are besides, such as
    ``part2``: their template says it.
    Raises: UnknownPartner, when it names an agency that the policy does not know;
    NaiveTime; what ``decide`` raises.
    """
    held = SubjectState(facts=ANYBODY) if state is None else state
    draft = as_release(form, forms)
    who = subject or _own(draft)
    release = if_signed(draft, who, at)
    # A form is looked at from when it begins: before that it gives nothing to anybody.
    when = max([utc(at), *(one for one in [release.start()] if one is not None)])
    look = _Look(
        policy=policy,
        state=with_releases(attrs.evolve(held, releases=()), (release,)),
        release=release,
        subject=who,
        at=when,
        fields=fields,
    )
    found = [
        one
        for entry in release.recipients
        for purpose in release.purpose
        for method in release.methods
        for one in look.voids(entry, purpose, method)
    ]
    return tuple(_grouped(policy, found))


def as_release(form: Promising, forms: Collection[str] = ()) -> Release:
    """Give the release that a form would be, unsigned, from whatever of one it says.

    ``forms`` are what it is besides, such as ``part2``, where it does not say itself.
    """
    if isinstance(form, Release):
        return form
    said: dict[str, Any] = {
        a.name: getattr(form, a.name)
        for a in attrs.fields(Release)
        if hasattr(form, a.name)
    }
    # Whether a box is marked is known only once she has the form before her.
    usual = {"forms": forms, "privilege_ack": True}
    return Release(**{**usual, **said, "id": "form", "signed_at": None})


def _own(release: Release) -> str:
    own = (one.id for one in release.signers if one.role == "subject")
    return next(own, "subject")


@frozen
class _Void:
    """One item that will not hold, for one recipient, purpose and way."""

    entry: str
    name: str
    item: str
    purpose: str
    method: str
    reason: Reason
    rule: str
    view: View


@frozen(kw_only=True)
class _Look:
    """One form, looked at as it would be on file."""

    policy: Policy
    state: SubjectState
    release: Release
    subject: str
    at: datetime
    fields: Mapping[str, str]

    def voids(self, entry: str, purpose: str, method: str) -> Iterator[_Void]:
        """Give every item that one recipient would not get, or not as it is said."""
        if entry == "*":
            blanket = (Reason.BLANKET, law().rule_of[Reason.BLANKET], View.MARKED)
            for item in self.promised():
                yield _Void(entry, entry, item, purpose, method, *blanket)
            return
        agency = entry.partition("#")[0]
        if agency not in self.policy.partners:
            raise UnknownPartner("recipients")
        name = self.policy.partners[agency].name
        question = self.question(entry, purpose, method)
        found = decide(self.policy, self.state, question, fields=self.fields)
        for item, promised in self.promised().items():
            verdict = found.named.get(item) or found.verdicts[item]
            left = highest(verdict)
            if left < promised:
                rule, reason = verdict.rule, verdict.reason or Reason.LIMITED
                if verdict.granted:
                    rule = self.lowered(question, item, left)
                yield _Void(entry, name, item, purpose, method, reason, rule, left)

    def question(self, entry: str, purpose: str, method: str) -> Question:
        """Give what a recipient would ask."""
        agency, _, person = entry.partition("#")
        return Question(
            subject=self.subject,
            recipient=agency,
            person=person or None,
            purpose=Purpose(purpose),
            basis=Basis(BasisKind.CLIENT_RELEASE),
            at=self.at,
            method=method,
            categories=frozenset(self.fields.get(i, i) for i in self.promised()),
            exemptions=False,
        )

    def promised(self) -> dict[str, View]:
        """Give every category and field that the form lists, with the view it says.

        A word for several promises each that it can reach: not one that has to be named
        by itself, as forms say.
        """
        found: dict[str, View] = {}
        for item in self.release.scope:
            view = self.release.views.get(item, View.FULL)
            for leaf in self.leaves(item):
                found[leaf] = max(view, found.get(leaf, View.SILENT))
        struck = self.release.exclude
        return {
            leaf: view
            for leaf, view in found.items()
            if "*" not in struck
            and not any(
                leaf == one or covers(one, self.fields.get(leaf, leaf))
                for one in struck
            )
        }

    def leaves(self, item: str) -> tuple[str, ...]:
        """Give the categories or the field that an item of a form is about."""
        own = (item,) if item in CATEGORIES or item in self.fields else ()
        if item == "*":
            return tuple(CATEGORIES)
        below = (n for n in CATEGORIES if n != item and covers(item, n))
        return (*own, *(n for n in below if not CATEGORIES[n].explicit_only))

    def lowered(self, question: Question, item: str, left: View) -> str:
        """Name the limit by which a view is lower than the form says; else the code."""
        agency = self.policy.partners[question.recipient]
        asked = LimitQuestion(
            recipient=agency.id,
            recipient_kind=agency.kind,
            purpose=question.purpose,
            basis=question.basis.kind,
            category=self.fields.get(item, item),
            acp_participant=self.state.facts.acp_participant,
        )
        limits = [one for one in self.policy.limits if one.matches(asked)]
        named = [one.id for one in limits if one.cap <= left]
        return named[0] if named else next(rule_ids(self.policy), "")


def _grouped(policy: Policy, found: Iterable[_Void]) -> Iterator[VoidPromise]:
    """Put together what is void for one reason, for the same purposes and ways."""
    ways: dict[tuple[Any, ...], tuple[dict[str, None], dict[str, None]]] = {}
    for one in found:
        key: tuple[Any, ...] = (one.entry, one.name, one.reason, one.rule, one.view)
        key = (*key, one.item)
        purposes, methods = ways.setdefault(key, ({}, {}))
        purposes[one.purpose] = methods[one.method] = None
    alike: dict[tuple[Any, ...], list[str]] = {}
    for key, (purposes, methods) in ways.items():
        group = (*key[:-1], tuple(purposes), tuple(methods))
        alike.setdefault(group, []).append(key[-1])
    for (entry, name, reason, rule, view, *said), items in alike.items():
        statement, citation = source_of(policy, rule)
        yield VoidPromise(
            recipient=entry,
            name=name,
            items=tuple(items),
            purposes=said[0],
            methods=said[1],
            reason=reason,
            rule=rule,
            statement=statement,
            citation=citation,
            view=view,
        )
