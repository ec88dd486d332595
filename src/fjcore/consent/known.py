"""The facts that a rule can name: each looked up, true, false or not known.

Nothing here is believed from the caller but what only the caller can know, such as
why she needs to know. What is said of an order, a statute or a contract is what its
evidence on file says; without evidence on file it says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from fjcore.consent.evidence import FLAGS
from fjcore.consent.inquiry import Inquiry

Fact = Callable[[Inquiry, str], bool | None]

#: Ways of taking identifiers away that 45 CFR 164.514(b) knows.
_METHODS = frozenset({"safe_harbor", "expert"})


def _deceased(asked: Inquiry, _: str) -> bool:
    died = asked.state.facts.deceased_at
    return died is not None and died <= asked.question.at


def _staff_walled(asked: Inquiry, _: str) -> bool | None:
    walls, staff = asked.state.facts.conflict_walls, asked.question.staff
    if walls and not staff:
        return None
    return staff in walls


def _same_unit(asked: Inquiry, _: str) -> bool | None:
    unit = asked.question.unit
    return unit == asked.holder.unit if unit else None


def _deidentified(asked: Inquiry, _: str) -> bool | None:
    method = asked.question.deid_method
    return method in _METHODS if method else None


def _flag(name: str) -> Fact:
    return lambda asked, _: getattr(asked.evidence, name, False) is True


def _listed(asked: Inquiry, category: str) -> bool:
    return category in getattr(asked.evidence, "categories", ())


def _covered(asked: Inquiry, category: str) -> bool:
    return category in getattr(asked.evidence, "covered", ())


#: Every fact by its name.
FACTS: Mapping[str, Fact] = MappingProxyType(
    {
        "acp_participant": lambda asked, _: asked.state.facts.acp_participant,
        "covered": _covered,
        "deceased": _deceased,
        "deidentified": _deidentified,
        "disclosed_before": lambda asked, _: (
            asked.question.recipient in asked.state.sent_to
        ),
        "downstream_part2": lambda asked, _: asked.state.facts.downstream_part2,
        "listed": _listed,
        "need_to_know": lambda asked, _: asked.question.need_to_know,
        "on_file": lambda asked, _: asked.evidence is not None,
        "recipient_is_holder": lambda asked, _: (
            asked.question.recipient == asked.holder.agency
        ),
        "recipient_is_subject": lambda asked, _: (
            asked.question.recipient == asked.question.subject
        ),
        "same_unit": _same_unit,
        "staff_walled": _staff_walled,
        "use_against_subject": lambda asked, _: asked.state.facts.use_against_subject,
        **{name: _flag(name) for name in FLAGS},
    }
)
