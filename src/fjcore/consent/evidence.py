"""What shows that a legal ground is there: each kind a type, none of it believed.

Evidence is recorded as an event by whoever examined the paper, under a reference. A
question names the reference; the engine looks the evidence up as of its instant. What
evidence does not say, it says against disclosure: not verified, not bound, not listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

import attrs
from attrs import field, frozen

from fjcore.consent._convert import name_set
from fjcore.consent.vocabulary import BasisKind
from fjcore.errors import EventRefused, Malformed
from fjcore.records.categories import CATEGORIES
from fjcore.records.codec import structure_settings

#: An emergency is one for so long, and then has to be declared anew.
EMERGENCY = timedelta(hours=4)


def _names(default: Iterable[str] = ()) -> Any:
    return field(default=frozenset(default), converter=name_set)


@frozen(kw_only=True, repr=False)
class CourtOrder:
    """An order of a court; ``verified``: counsel found that it binds the holder.

    ``categories`` are those it lists, by name. ``part2_compliant``: it was made under
    42 CFR part 2, subpart E.
    """

    categories: frozenset[str] = _names()
    verified: bool = False
    stayed: bool = False
    in_camera: bool = False
    part2_compliant: bool = False


@frozen(kw_only=True, repr=False)
class SearchWarrant:
    """A search warrant; what is said of a ``CourtOrder`` is said of it."""

    categories: frozenset[str] = _names()
    verified: bool = False
    stayed: bool = False
    in_camera: bool = False
    part2_compliant: bool = False


@frozen(kw_only=True, repr=False)
class GrandJurySubpoena:
    """A subpoena of a grand jury."""


@frozen(kw_only=True, repr=False)
class Subpoena:
    """A subpoena that no judge signed.

    ``satisfactory_assurance``: she was given notice, or a protective order is sought
    (45 CFR 164.512(e)(1)(ii)).
    """

    satisfactory_assurance: bool = False


@frozen(kw_only=True, repr=False)
class Mandate:
    """A statute that demands a report, as found for this role in this state.

    ``covered`` are the categories it asks for. ``hipaa_512c``: the report is one of
    45 CFR 164.512(c), so that she must be told of it. ``trigger`` and ``recipient``
    say what is reported and to whom, by which a pack's row is found again.
    """

    statute: str = ""
    trigger: str = ""
    recipient: str = ""
    covered: frozenset[str] = _names()
    holder_is_mandated: bool = False
    hipaa_512c: bool = False


@frozen(kw_only=True, repr=False)
class PermissiveStatute:
    """A statute that permits a report without demanding it; see ``Mandate``."""

    statute: str = ""
    trigger: str = ""
    recipient: str = ""
    covered: frozenset[str] = _names()
    hipaa_conditions: bool = False


@frozen(kw_only=True, repr=False)
class Emergency:
    """Somebody found that help is needed at once; it lasts four hours at most."""


@frozen(kw_only=True, repr=False)
class OralAgreement:
    """She agreed out loud, to a person who wrote it down."""


@frozen(kw_only=True, repr=False)
class AgentContract:
    """A contract under which somebody works for the holder.

    ``bound`` by it to confidence; ``tie_to_abuser``: to the person causing harm.
    """

    bound: bool = False
    tie_to_abuser: bool = False


@frozen(kw_only=True, repr=False)
class FatalityReview:
    """The six conditions of 34 U.S.C. 12291(b)(2)(H), each as counsel found it."""

    categories: frozenset[str] = _names()
    permitted_by_local_law: bool = False
    purposes_prevent_safety_accountability: bool = False
    protects_identity_incl_children: bool = False
    effort_personal_rep: bool = False
    effort_children_or_nonabuser_guardian: bool = False
    limited_to_necessary: bool = False


LegalEvidence = (
    CourtOrder
    | SearchWarrant
    | GrandJurySubpoena
    | Subpoena
    | Mandate
    | PermissiveStatute
    | Emergency
    | OralAgreement
    | AgentContract
    | FatalityReview
)

#: The type of evidence that each basis rests on.
EVIDENCE: Mapping[BasisKind, type[Any]] = MappingProxyType(
    {
        BasisKind.COURT_ORDER: CourtOrder,
        BasisKind.SEARCH_WARRANT: SearchWarrant,
        BasisKind.GRAND_JURY_SUBPOENA: GrandJurySubpoena,
        BasisKind.SUBPOENA: Subpoena,
        BasisKind.STATUTORY_MANDATE: Mandate,
        BasisKind.STATUTE_PERMISSIVE: PermissiveStatute,
        BasisKind.EMERGENCY: Emergency,
        BasisKind.ORAL_AGREEMENT: OralAgreement,
        BasisKind.AGENT_CONTRACT: AgentContract,
        BasisKind.FATALITY_REVIEW: FatalityReview,
    }
)
_KINDS = {cls: str(kind) for kind, cls in EVIDENCE.items()}

#: Every yes or no that some evidence says.
FLAGS: tuple[str, ...] = tuple(
    sorted({a.name for cls in _KINDS for a in attrs.fields(cls) if a.default is False})
)


@frozen(kw_only=True)
class Exhibit:
    """Evidence on file, with the span in which it holds, half-open."""

    evidence: LegalEvidence = field(repr=False)
    since: datetime
    until: datetime | None = None

    def at(self, instant: datetime) -> LegalEvidence | None:
        """Give the evidence at an instant, or None before and after its span."""
        end = self.end
        if instant < self.since or (end is not None and instant >= end):
            return None
        return self.evidence

    @property
    def end(self) -> datetime | None:
        """The instant from which it shows nothing more."""
        ends = [] if self.until is None else [self.until]
        if isinstance(self.evidence, Emergency):
            ends.append(self.since + EMERGENCY)
        return min(ends, default=None)


def in_force(
    exhibit: Exhibit | None, kind: BasisKind, at: datetime
) -> LegalEvidence | None:
    """Give what an exhibit shows at an instant, if it is evidence of that basis."""
    wanted = EVIDENCE.get(kind)
    found = None if exhibit is None else exhibit.at(at)
    return found if wanted is not None and type(found) is wanted else None


def evidence_to(evidence: LegalEvidence) -> dict[str, Any]:
    """Give evidence as plain data, with its basis as ``kind``."""
    said = {a.name: getattr(evidence, a.name) for a in attrs.fields(type(evidence))}
    plain = {k: sorted(v) if type(v) is frozenset else v for k, v in said.items()}
    return {"kind": _KINDS[type(evidence)], **plain}


def evidence_from(data: object) -> LegalEvidence:
    """Read evidence from plain data.

    Raises: EventRefused, with the path and code of every fault.
    """
    kinds = {name: cls for cls, name in _KINDS.items()}
    name = data.get("kind") if type(data) is dict else None
    kind = kinds.get(name) if type(name) is str else None
    if kind is None or type(data) is not dict:
        raise EventRefused("event.evidence")
    found: Any = None
    problems: tuple[Any, ...] = ()
    try:
        found = structure_settings({k: v for k, v in data.items() if k != "kind"}, kind)
    except Malformed as error:
        problems = error.problems
    del data  # a traceback may print what its frames hold
    if found is None:
        raise EventRefused("event.evidence", problems=problems)
    for place in ("categories", "covered"):
        if not set(CATEGORIES) >= getattr(found, place, frozenset()):
            raise EventRefused(f"event.evidence.{place}")
    return found  # type: ignore[no-any-return]
