"""The closed words a rule's condition is made of, and their truth in three values.

A condition is a set of memberships and named facts, all of which must hold; no code,
no negation of a rule. What is not known is neither true nor false: a grant needs what
is true, a limit leaves only what is false.
"""

from __future__ import annotations

from attrs import evolve, field, frozen

from fjcore.consent.inquiry import Inquiry, Setting
from fjcore.consent.known import FACTS

Words = frozenset[str]


@frozen(kw_only=True)
class Guard:
    """One condition; a set that is None says nothing.

    ``regimes_any`` and ``regimes_none`` are of the holder. ``holds`` and ``lacks`` are
    named facts. ``cells_from`` and ``cells_below`` are smallest counts, zero apart.
    Of ``any``, one condition at least must hold as well.
    """

    recipient: Words | None = None
    recipient_not: Words | None = None
    purpose: Words | None = None
    basis: Words | None = None
    basis_not: Words | None = None
    regimes_any: Words | None = None
    regimes_none: Words | None = None
    category: Words | None = None
    category_not: Words | None = None
    holds: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    cells_from: int | None = None
    cells_below: int | None = None
    any: tuple[Guard, ...] = field(default=())

    def fits(self, where: Setting) -> bool:
        """Whether a question's setting alone does not rule the condition out."""
        return (
            (self.recipient is None or where.recipient in self.recipient)
            and (
                self.recipient_not is None or where.recipient not in self.recipient_not
            )
            and (self.purpose is None or where.purpose in self.purpose)
            and (self.basis is None or where.basis in self.basis)
            and (self.basis_not is None or where.basis not in self.basis_not)
            and (self.regimes_any is None or bool(self.regimes_any & where.regimes))
            and (self.regimes_none is None or not self.regimes_none & where.regimes)
        )

    def left(self, where: Setting) -> Guard | None:
        """Give what is left to ask in a setting; None where it cannot hold there."""
        if not self.fits(where):
            return None
        others = [one.left(where) for one in self.any]
        kept = tuple(one for one in others if one is not None)
        if self.any and not kept:
            return None
        return evolve(
            _ASKED_LATER,
            category=self.category,
            category_not=self.category_not,
            holds=self.holds,
            lacks=self.lacks,
            cells_from=self.cells_from,
            cells_below=self.cells_below,
            any=() if _ASKED_LATER in kept else kept,
        )

    def truth(self, asked: Inquiry, name: str) -> bool | None:
        """Say whether what is left holds for a category; None when it is not known."""
        if self.category is not None and name not in self.category:
            return False
        if self.category_not is not None and name in self.category_not:
            return False
        said = [FACTS[fact](asked, name) for fact in self.holds]
        said += [_not(FACTS[fact](asked, name)) for fact in self.lacks]
        if self.cells_from is not None:
            said.append(asked.cells(self.cells_from))
        if self.cells_below is not None:
            said.append(_not(asked.cells(self.cells_below)))
        if self.any:
            said.append(_any([one.truth(asked, name) for one in self.any]))
        return _all(said)

    def speaks(self, asked: Inquiry, name: str = "") -> bool:
        """Whether the whole condition is not ruled out for a category."""
        if not self.fits(asked.setting):
            return False
        rest = self.left(asked.setting) if self.any else self
        return rest is not None and rest.truth(asked, name) is not False


_ASKED_LATER = Guard()


def _not(said: bool | None) -> bool | None:
    return None if said is None else not said


def _all(said: list[bool | None]) -> bool | None:
    if False in said:
        return False
    return None if None in said else True


def _any(said: list[bool | None]) -> bool | None:
    if True in said:
        return True
    return None if None in said else False
