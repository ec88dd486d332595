"""Who may see what: recipients by categories, at one instant."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from attrs import evolve, field, frozen

from fjcore.consent.analyse.asker import everyone
from fjcore.consent.analyse.ever import can_ever
from fjcore.consent.analyse.glyphs import glyph
from fjcore.consent.decide import Decision, decide, recipient_of
from fjcore.consent.inquiry import Grant, Verdict
from fjcore.consent.parties import Policy
from fjcore.consent.question import Basis, Question
from fjcore.consent.state import SubjectState
from fjcore.consent.view import View
from fjcore.consent.vocabulary import BasisKind, Purpose
from fjcore.errors import UnknownPartner, UnknownPurpose
from fjcore.records.categories import CATEGORIES
from fjcore.values import utc

_NO_FIELDS: Mapping[str, str] = MappingProxyType({})


@frozen(kw_only=True)
class MatrixKey:
    """One row to be asked for: an agency or ``agency#person``, a purpose, a ground."""

    recipient: str
    purpose: str
    basis: Basis = field(factory=lambda: Basis(BasisKind.CLIENT_RELEASE))


@frozen(kw_only=True)
class MatrixRow:
    """What one recipient may see for one purpose, by category.

    ``views`` holds the highest view of each, ``verdicts`` all that was answered: which
    records a view reaches, and the reason where there is none. Both are empty for a
    recipient that is not in the policy, and in a matrix of what could ever be.
    """

    recipient: str
    name: str
    purpose: str
    views: Mapping[str, View]
    basis: str = str(BasisKind.CLIENT_RELEASE)
    verdicts: Mapping[str, Verdict] = field(factory=dict, repr=False)

    def grants(self, name: str) -> tuple[Grant, ...]:
        """Give each view of a category with the records that it reaches."""
        found = self.verdicts.get(name)
        return () if found is None else found.grants


@frozen(kw_only=True)
class Matrix:
    """Who may see what of one person at one instant.

    ``subject`` is empty, and ``at`` None, where it is what could ever be seen.
    """

    subject: str
    at: datetime | None
    rows: tuple[MatrixRow, ...]

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories that anybody may see something of, sorted."""
        return tuple(
            sorted(
                {
                    category
                    for row in self.rows
                    for category, view in row.views.items()
                    if view > View.MARKED
                }
            )
        )

    @staticmethod
    def glyph(view: View) -> str:
        """Draw a view as one character."""
        return glyph(view)

    def text(self) -> str:
        """Draw the matrix as plain text: a row per recipient and purpose."""
        wide = max([len(_named(row)) for row in self.rows] or [0])
        lines = [
            f"{number:>2} {name}" for number, name in enumerate(self.categories, 1)
        ]
        marks = [f"{number + 1:>3}" for number in range(len(self.categories))]
        lines.append(" " * wide + "".join(marks))
        for row in self.rows:
            cells = [
                f"{glyph(row.views.get(name, View.SILENT)):>3}"
                for name in self.categories
            ]
            lines.append(_named(row).ljust(wide) + "".join(cells))
        return "\n".join(lines)


def _named(row: MatrixRow) -> str:
    return f"{row.recipient} / {row.purpose}"


def released(state: SubjectState) -> tuple[MatrixKey, ...]:
    """Give a row for each recipient and purpose that a release on file names."""
    named = {
        (entry, purpose)
        for file in state.releases
        for entry in file.release.recipients
        for purpose in file.release.purpose
    }
    return tuple(MatrixKey(recipient=r, purpose=p) for r, p in sorted(named))


def matrix(
    policy: Policy,
    state: SubjectState,
    *,
    subject: str,
    at: datetime,
    keys: Iterable[MatrixKey] | None = None,
    methods: Collection[str] = ("electronic",),
    categories: Collection[str] | None = None,
    fields: Mapping[str, str] = _NO_FIELDS,
) -> Matrix:
    """Give what each recipient may see of a person at an instant.

    A row for each recipient and purpose of the releases, or those of ``keys``; what
    may be told in any of ``methods``. Nothing is counted that a statute allows whatever
    is signed.
    Raises: NaiveTime, UnknownPurpose, UnknownCategory; what ``decide`` raises.
    """
    at = utc(at)
    names = frozenset(CATEGORIES if categories is None else categories)
    wanted = released(state) if keys is None else tuple(keys)
    rows = []
    for key in wanted:
        asked = _questions(key, subject, at, names, methods)
        rows.append(_row(policy, state, key, asked, fields))
    return Matrix(subject=subject, at=at, rows=tuple(rows))


def _questions(
    key: MatrixKey,
    subject: str,
    at: datetime,
    names: frozenset[str],
    methods: Iterable[str],
) -> tuple[Question, ...]:
    agency, _, person = key.recipient.partition("#")
    return tuple(
        Question(
            subject=subject,
            recipient=agency,
            person=person or None,
            purpose=_purpose(key.purpose),
            basis=key.basis,
            at=at,
            method=method,
            categories=names,
            exemptions=False,
        )
        for method in methods
    )


def _purpose(name: str) -> Purpose:
    if name not in set(Purpose):
        raise UnknownPurpose("purpose")
    return Purpose(name)


def _row(
    policy: Policy,
    state: SubjectState,
    key: MatrixKey,
    asked: tuple[Question, ...],
    fields: Mapping[str, str],
) -> MatrixRow:
    kind = str(key.basis.kind)
    name, verdicts = key.recipient, {}
    try:
        name = recipient_of(policy, asked[0]).name
        verdicts = _either(decide(policy, state, one, fields=fields) for one in asked)
    except UnknownPartner:
        pass
    return MatrixRow(
        recipient=key.recipient,
        name=name,
        purpose=key.purpose,
        views={item: highest(verdict) for item, verdict in verdicts.items()},
        basis=kind,
        verdicts=verdicts,
    )


def _either(found: Iterable[Decision]) -> dict[str, Verdict]:
    """Give what any of several answers gives; where none gives anything, the first."""
    whole: dict[str, Verdict] = {}
    for one in found:
        for name, verdict in (*one.verdicts.items(), *one.named.items()):
            before = whole.get(name)
            if before is None or not before.granted:
                whole[name] = verdict if verdict.granted or not before else before
            else:
                both = dict.fromkeys((*before.grants, *verdict.grants))
                whole[name] = evolve(before, grants=tuple(both))
    return whole


def highest(verdict: Verdict) -> View:
    """Give the highest view of an answer."""
    return max((grant.view for grant in verdict.grants), default=View.MARKED)


def ceilings(
    policy: Policy,
    *,
    recipients: Iterable[str] | None = None,
    categories: Collection[str] | None = None,
    bases: Collection[BasisKind] | None = None,
) -> Matrix:
    """Give what could ever be seen: the greatest view of each recipient and category.

    Without ``recipients``, of every partner and of the holder's own staff. Where rules
    in code have a say, it is what they leave now.
    Raises: UnknownPartner, UnknownCategory.
    """
    names = sorted(CATEGORIES if categories is None else categories)
    wanted = partners(policy) if recipients is None else tuple(recipients)
    rows = []
    for who in wanted:
        found = {name: can_ever(policy, who, name, bases=bases) for name in names}
        views = {name: ever.view for name, ever in found.items()}
        own = policy.holder.name if who == policy.holder.agency else who
        agency = policy.partners.get(who)
        label = agency.name if agency else own
        rows.append(
            MatrixRow(recipient=who, name=label, purpose="", views=views, basis="")
        )
    return Matrix(subject="", at=None, rows=tuple(rows))


def partners(policy: Policy) -> tuple[str, ...]:
    """Give the id of every partner, and the holder's own for its staff."""
    return tuple(
        asker.label for asker in everyone(policy) if not asker.label.startswith("kind:")
    )
