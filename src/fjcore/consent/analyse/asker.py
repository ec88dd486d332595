"""Who may be asked for: partners, the holder's own staff, the survivor, any other."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve, frozen

from fjcore.consent.parties import Agency, Policy
from fjcore.consent.vocabulary import BasisKind, RecipientKind
from fjcore.errors import OptionRefused, Problem, UnknownPartner

#: Who the made-up survivor of an analysis is.
SUBJECT = "survivor"

#: What stands before a kind where any agency of that kind is meant, named or not.
ANY = "kind:"

#: What stands before an agency's id that is the word for a kind as well.
AGENCY = "agency:"


_EVERY, _INSIDE = tuple(BasisKind), (BasisKind.INTRA_PROGRAM,)


@frozen
class Asker:
    """One recipient as an analysis sees it.

    ``label`` is an agency's id, or ``kind:`` with a kind for any agency of it that no
    limit names. ``bases`` are the grounds on which this one can be asked for at all.
    """

    label: str
    agency: Agency
    is_subject: bool = False
    implied: bool = False

    def bases(self) -> tuple[BasisKind, ...]:
        """Give the grounds it can ask on: own staff that is no partner, only inside."""
        if self.implied and not self.is_subject:
            return _INSIDE
        return _EVERY

    def policy(self, policy: Policy) -> Policy:
        """Give a policy in which this recipient can be asked for."""
        if self.implied or self.agency.id in policy.partners:
            return policy
        return evolve(policy, partners={**policy.partners, self.agency.id: self.agency})


def askers_of(policy: Policy, recipient: str) -> tuple[Asker, ...]:
    """Give everybody who is meant by an agency's id or by a kind.

    ``kind:`` or ``agency:`` before it says which of the two.
    Raises: UnknownPartner; OptionRefused, for a word that is both.
    """
    kind, name = recipient.removeprefix(ANY), recipient.removeprefix(AGENCY)
    known = {policy.holder.agency, *policy.partners}
    if recipient in known and recipient in set(RecipientKind):
        problem = Problem("recipient", "ambiguous")
        raise OptionRefused("recipient", problems=(problem,))
    if kind in set(RecipientKind):
        return tuple(_any(policy, RecipientKind(kind)))
    if name in policy.partners:
        return (Asker(name, policy.partners[name]),)
    if name == policy.holder.agency:
        return (_staff(policy),)
    raise UnknownPartner("recipient")


def everyone(policy: Policy) -> Iterator[Asker]:
    """Give each partner, own staff, the survivor, and any other agency of each kind."""
    for name in sorted(policy.partners):
        yield Asker(name, policy.partners[name])
    if policy.holder.agency not in policy.partners:
        yield _staff(policy)
    for kind in RecipientKind:
        yield from _any(policy, kind, others=True)


def _staff(policy: Policy) -> Asker:
    holder = policy.holder
    staff = Agency(holder.agency, kind=RecipientKind.INTERNAL_STAFF, name=holder.name)
    return Asker(holder.agency, staff, implied=True)


def _any(
    policy: Policy, kind: RecipientKind, *, others: bool = False
) -> Iterator[Asker]:
    """Give whoever of a kind no limit can name, and whoever is more than that.

    What speaks of an agency by its id can only narrow what one without a name may see.
    """
    label = f"{ANY}{kind}"
    if kind is RecipientKind.SUBJECT:
        herself = Agency(unnamed(policy, SUBJECT), kind=kind, name="subject")
        yield Asker(label, herself, is_subject=True, implied=True)
    yield Asker(label, Agency(unnamed(policy, "agency"), kind=kind, name=str(kind)))
    if kind is RecipientKind.INTERNAL_STAFF and not others:
        own = policy.partners.get(policy.holder.agency)
        if own is None:
            yield _staff(policy)
        elif own.kind is kind:
            yield Asker(own.id, own)


def unnamed(policy: Policy, stem: str) -> str:
    """Give an id that no limit, partner or holder has."""
    taken = {policy.holder.agency, *policy.partners}
    taken |= {name for limit in policy.limits for name in limit.recipients}
    number, name = 0, stem
    while name in taken:
        number += 1
        name = f"{stem}{number}"
    return name
