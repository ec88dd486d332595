"""What agencies, release forms and limits must be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import ClassVar

from fjcore.consent import (
    Agency,
    BasisKind,
    Limit,
    LimitQuestion,
    LimitRule,
    ObligationKind,
    Purpose,
    RecipientKind,
    ReleaseTemplate,
    View,
    parse_template,
)
from fjcore.records import CATEGORIES
from fjcore.records.categories import is_known
from fjcore.sdk._kept import keeps
from fjcore.testing.checks import check, must


class AgencySuite:
    """For agencies: name them."""

    agencies: ClassVar[Sequence[Agency]]

    @check("G01", since="0.1")
    def test_kind(self) -> None:
        """Its kind is of the closed list."""
        for one in self.agencies:
            must(type(one.kind) is RecipientKind, f"{one.id}: kind")

    @check("G02", since="0.1")
    def test_name(self) -> None:
        """It has a name that a survivor would know it by."""
        for one in self.agencies:
            must(one.name.strip() and one.name != one.id, f"{one.id}: name")

    @check("G03", since="0.1")
    def test_capabilities(self) -> None:
        """What it is able to honour is of the closed list of obligations."""
        for one in self.agencies:
            able = one.capabilities or frozenset()
            wrong = [kind for kind in able if type(kind) is not ObligationKind]
            must(not wrong, f"{one.id}: capabilities")


class ReleaseTemplateSuite:
    """For release forms: name them."""

    templates: ClassVar[Sequence[ReleaseTemplate]]

    @check("T01", since="0.1")
    def test_read(self) -> None:
        """It is as it reads from its own text: no part was put in besides."""
        for one in self.templates:
            must(parse_template(one.text) == one, f"{one.key}: its text says other")

    @check("T02", since="0.1")
    def test_languages(self) -> None:
        """It can be read in English and in another language."""
        for one in self.templates:
            spoken = set(one.languages)
            must("en" in spoken and len(spoken) > 1, f"{one.key}: languages")


class LimitSuite:
    """For limits and rules in code: name them."""

    limits: ClassVar[Sequence[Limit | LimitRule]]
    #: Agencies that the rules may know by their ids.
    recipients: ClassVar[Sequence[str]] = ("conformance_police",)

    @check("L01", since="0.1")
    def test_narrows(self) -> None:
        """A limit lowers something: its cap is below all there is."""
        for one in self._limits():
            must(one.cap < View.FULL, f"{one.id} narrows nothing")

    @check("L02", since="0.1")
    def test_cited(self) -> None:
        """A limit says what it does and on what ground, of categories that exist."""
        for one in self._limits():
            must(one.statement.strip() and one.citation.strip(), f"{one.id}: citation")
            must(all(map(is_known, one.categories)), f"{one.id}: categories")

    @check("L03", since="0.1")
    def test_gives_views(self) -> None:
        """A rule answers every question with a view, and raises nothing."""
        for rule, question in self._asked():
            must(type(rule.cap(question)) is View, f"{rule.id} gives no View")

    @check("L04", since="0.1")
    def test_same_twice(self) -> None:
        """A rule that is asked again, and in another order, answers the same."""
        pairs = list(self._asked())
        first = [rule.cap(question) for rule, question in pairs]
        again = [rule.cap(question) for rule, question in reversed(pairs)]
        must(first == again[::-1], "a rule answers otherwise the second time")

    @check("L05", since="0.1")
    def test_contract(self) -> None:
        """A rule has the contract's method and parameters."""
        for rule in self._rules():
            must(keeps(rule, LimitRule), f"{rule.id}: cap(question, /)")

    def _limits(self) -> Iterator[Limit]:
        return (one for one in self.limits if type(one) is Limit)

    def _rules(self) -> Iterator[LimitRule]:
        return (one for one in self.limits if not isinstance(one, Limit))

    def _asked(self) -> Iterator[tuple[LimitRule, LimitQuestion]]:
        purposes, bases = tuple(Purpose), tuple(BasisKind)
        rows = product(self.recipients, RecipientKind, CATEGORIES, (False, True))
        for number, (recipient, kind, category, safe) in enumerate(rows):
            question = LimitQuestion(
                recipient=recipient,
                recipient_kind=kind,
                purpose=purposes[number % len(purposes)],
                basis=bases[number % len(bases)],
                category=category,
                acp_participant=safe,
            )
            yield from ((rule, question) for rule in self._rules())
