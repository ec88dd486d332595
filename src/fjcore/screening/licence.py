"""Who may show which words, in which context; not legal advice."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from attrs import field, frozen

from fjcore.errors import LicenceRefused


class Use(StrEnum):
    """The context in which words are shown; a product that is sold is commercial."""

    CLINICAL = "clinical"
    RESEARCH = "research"
    EDUCATION = "education"
    COMMERCIAL = "commercial"


@frozen(kw_only=True)
class Permission:
    """A letter by which an owner allowed what the licence does not.

    It is a declaration that is kept with the result, not a protection against copying.
    """

    letter: str
    dated: str
    declared_by: str


@frozen(kw_only=True)
class Licence:
    """What an owner is known to allow; ``reviewed`` once a person checked it.

    ``tier``: A ships with wording, B as logic with neutral labels, C is recorded and
    not scored, ``own`` is in words of this project. ``contexts`` says ``yes``, ``no``
    or ``ask`` for each use.
    """

    holder: str
    tier: str = "B"
    contexts: Mapping[str, str] = field(factory=dict)
    terms_url: str | None = None
    may_alter: bool = False
    training_required: bool = False
    attribution: str | None = None
    evidence: str | None = None
    dated: str | None = None
    reviewed: bool = False

    def allows(self, use: Use, permission: Permission | None = None) -> bool:
        """Whether words may be shown: where it says yes, or by an owner's letter."""
        return self.contexts.get(use) == "yes" or permission is not None


def permit(
    licence: Licence | None, use: Use, permission: Permission | None, where: str
) -> None:
    """Go on only where the words may be shown.

    Raises: LicenceRefused, also where no licence is stated.
    """
    if licence is None or not licence.allows(use, permission):
        raise LicenceRefused(where)
