"""Agencies, their staff and their projects: the holder's own record-keeping."""

from __future__ import annotations

from datetime import date
from typing import Any

from fjcore.records._declare import several
from fjcore.records.label import FieldKind
from fjcore.records.record import labelled, part, record
from fjcore.records.rule import in_order
from fjcore.values import Missing

_OPERATIONS = "operations"


def _ours(**said: Any) -> Any:
    return labelled(_OPERATIONS, about="holder", identifying="none", **said)


def _works(**said: Any) -> Any:
    return labelled(_OPERATIONS, about="staff", identifying="none", **said)


@part("agreement", rules=(in_order("starts_on", "ends_on"),))
class Agreement:
    """What two agencies agreed on; it grants nothing by itself."""

    partner: str = labelled(
        _OPERATIONS,
        about="holder",
        identifying="none",
        kind=FieldKind.ID,
        required=True,
        max_length=64,
    )
    scope: str | Missing = _ours()
    starts_on: date | Missing = _ours()
    ends_on: date | Missing = _ours()


@record("agency", 1)
class Agency:
    """An agency under the center's roof, or a partner outside it.

    ``victim_service_provider``: no client-level row of it ever goes to a shared
    homeless management information system. 42 U.S.C. 11363.
    """

    agency_id: str = labelled(
        _OPERATIONS,
        about="holder",
        identifying="none",
        kind=FieldKind.ID,
        required=True,
        max_length=64,
    )
    name: str = labelled(
        _OPERATIONS, about="holder", identifying="none", required=True, max_length=200
    )
    kind: str = labelled(
        _OPERATIONS,
        about="holder",
        identifying="none",
        codes="fj.recipient_kind",
        required=True,
    )
    victim_service_provider: bool = labelled(
        _OPERATIONS, about="holder", identifying="none", required=True
    )
    covered_by: tuple[str, ...] | Missing = _ours(codes="fj.regime")
    agreements: tuple[Agreement, ...] | Missing = several()


@record("staff", 1)
class Staff:
    """A person who works for an agency; staff can be survivors too."""

    staff_id: str = labelled(
        _OPERATIONS,
        about="staff",
        kind=FieldKind.ID,
        required=True,
        max_length=64,
    )
    name: str = labelled(
        _OPERATIONS,
        about="staff",
        kind=FieldKind.NAME,
        required=True,
        max_length=200,
    )
    agency: str = labelled(
        _OPERATIONS,
        about="staff",
        identifying="none",
        kind=FieldKind.ID,
        required=True,
        max_length=64,
    )
    roles: tuple[str, ...] | Missing = _works(codes="fj.staff_role")
    disciplines: tuple[str, ...] | Missing = _works(codes="fj.recipient_kind")
    confidentiality_agreement_on: date | Missing = _works()


@record("project", 1)
class Project:
    """A project of an agency, and who pays for it."""

    project_id: str = labelled(
        _OPERATIONS,
        about="holder",
        identifying="none",
        kind=FieldKind.ID,
        required=True,
        max_length=64,
    )
    name: str = labelled(
        _OPERATIONS, about="holder", identifying="none", required=True, max_length=200
    )
    kind: str = labelled(
        _OPERATIONS,
        about="holder",
        identifying="none",
        codes="hud.project_type",
        required=True,
    )
    funders: tuple[str, ...] | Missing = _ours(codes="fj.funder")
    hud_funders: tuple[str, ...] | Missing = _ours(codes="hud.funding_source")
