"""Plan and records in, one checked Disclosure out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, tzinfo
from types import MappingProxyType
from typing import Any

from attrs import field, frozen

from fjcore.consent import ConsentCopy, ObligationKind, Plan, Step, View
from fjcore.disclosure.disclosure import _TOKEN, Disclosure
from fjcore.disclosure.disclosure import _paths as _stands
from fjcore.disclosure.signature import FORMAT, Signing, signed
from fjcore.disclosure.steps import came, step_to
from fjcore.errors import CutFailed, LeakFound
from fjcore.records.checks import instant_text
from fjcore.records.label import Label
from fjcore.records.record import info_of
from fjcore.redaction import (
    Env,
    Shape,
    ViewOf,
    cutter,
    fields_of,
    leak,
    operator,
    ordered,
    shape_of,
    view_under,
)
from fjcore.redaction.ordering import distinct
from fjcore.values import canonical, utc

#: What every recipient is told, whatever the plan.
FOOTER = (
    "This is part of a file. What is not here was withheld or never recorded. "
    "Do not share it further without the survivor's written permission."
)

#: Notices that travel with the payload, by the obligation they discharge.
NOTICES: Mapping[ObligationKind, str] = MappingProxyType(
    {
        ObligationKind.REDISCLOSURE_NOTICE: (
            "Federal law protects this information. You may not give it to anyone "
            "else without the survivor's own written, time-limited permission. "
            "(34 U.S.C. 12291(b)(2))"
        ),
        ObligationKind.PART2_NOTICE: (
            "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
        ),
    }
)


#: Duties about the payload: who receives it keeps them, and passes them on with it.
ATTACHED = frozenset({*NOTICES, ObligationKind.PART2_CONSENT_COPY})


@frozen(kw_only=True)
class Outgoing:
    """What a disclosure for another agency has besides what is cut.

    ``token``: the name that this recipient alone has for the person. ``decided_at``:
    when it was first made, of one that is made again to be delivered after all.
    """

    token: str = field(default="", repr=False)
    signing: Signing | None = None
    decided_at: datetime | None = None


@frozen(kw_only=True)
class Held:
    """One record as its holder keeps it, with the instant it was first recorded."""

    record: object
    recorded_at: datetime


#: Nothing besides: what staff of the program read.
INSIDE = Outgoing()


def build(
    plan: Plan,
    held: Iterable[Held],
    *,
    disclosure_id: str,
    holder: str,
    now: datetime,
    revision: int,
    tz: tzinfo = UTC,
    outgoing: Outgoing = INSIDE,
) -> Disclosure:
    """Cut the records by the plan, check the bytes, sign them, make the Disclosure.

    ``tz``: the time zone of the case, in which the day of an instant is told.
    Raises: StalePlan, NaiveTime, CutFailed, LeakFound; then nothing leaves.
    """
    plan.check(now, revision)
    first = now if outgoing.decided_at is None else outgoing.decided_at
    env = Env(tz, utc(first).astimezone(tz).year)
    views = [(item.record, view_under(plan, item.recorded_at)) for item in held]
    notices = (*_notices(plan), FOOTER)
    kinds = {one.kind for one in plan.obligations} & ATTACHED
    duties = tuple(sorted(map(str, kinds)))
    token, signing = outgoing.token, outgoing.signing
    about: dict[str, Any] = {
        "id": disclosure_id,
        "holder": holder,
        "recipient": plan.recipient,
        "purpose": str(plan.purpose),
        "basis": str(plan.basis),
    }
    head: dict[str, Any] = {
        "format": FORMAT,
        **about,
        "decided_at": instant_text(first),
        "releases": sorted(plan.release_ids),
        "notices": list(notices),
        **_besides(plan, token, duties),
    }
    return Disclosure(
        _TOKEN,
        {
            **about,
            "person": plan.person or "",
            "basis_ref": plan.basis_ref,
            "release_ids": tuple(sorted(plan.release_ids)),
            "decided_at": first,
            "expires": plan.expires,
            "policy_hash": plan.policy_hash,
            "notices": notices,
            "consents": plan.consents,
            "obligations": duties,
            "token": token,
            "key_id": signing.key_id if signing else "",
            "sealed": False,
            **_content(views, head, env, signing, plan.steps),
        },
    )


def _besides(plan: Plan, token: str, duties: tuple[str, ...]) -> dict[str, Any]:
    """Give those parts of a head that not every disclosure has."""
    ends = plan.expires
    parts: dict[str, Any] = {
        "person": plan.person,
        "basis_ref": plan.basis_ref,
        "expires": None if ends is None else instant_text(ends),
        "consents": [_terms(one) for one in plan.consents],
        "obligations": list(duties),
        "subject": token,
        "onward": plan.onward,
    }
    return {name: part for name, part in parts.items() if part}


def _terms(consent: ConsentCopy) -> dict[str, Any]:
    """Give a copy of a consent as it stands in the body (42 CFR 2.32)."""
    said = {
        "release": consent.release,
        "form": consent.form,
        "version": consent.version,
        "form_sha256": consent.form_sha256,
        "signed_at": instant_text(consent.signed_at),
        "recipient": consent.recipient,
        "purpose": consent.purpose,
        "categories": list(consent.categories),
    }
    ends = consent.expires
    return said if ends is None else {**said, "expires": instant_text(ends)}


def _content(
    views: list[tuple[object, ViewOf]],
    head: Mapping[str, Any],
    env: Env,
    signing: Signing | None,
    steps: tuple[Step, ...],
) -> dict[str, Any]:
    """Cut, write and check: what is granted, what is marked, and the bytes."""
    content, where = _written(views, head, env, steps)
    if where is not None:
        del content  # a traceback may print what its frames hold
        raise LeakFound(where)
    whole = content.pop("whole")
    if signing is not None:  # after the check: its digits are nobody's
        content["body"] = signed(whole, signing)
    return content


def _written(
    views: list[tuple[object, ViewOf]],
    head: Mapping[str, Any],
    env: Env,
    steps: tuple[Step, ...],
) -> tuple[dict[str, Any], str | None]:
    """Give what would leave, and the path of a withheld value that stands in it."""
    cuts: dict[str, list[dict[str, Any]]] = {}
    seen: dict[tuple[type, Shape], None] = {}
    for record, view_of in views:
        cls: type = type(record)
        shape = shape_of(cls, view_of)
        cut = None
        try:
            cut = cutter(cls, shape, env)(record)
        except CutFailed:
            cuts.clear()  # a traceback may print what its frames hold
            raise
        if cut is not None:
            cuts.setdefault(info_of(cls).name, []).append(cut)
            seen[cls, shape] = None
    granted, marked = _paths(seen, env)
    known = {path: leaf for cls, _ in seen for path, leaf in fields_of(cls).items()}
    labels = {path: _label(known[path].label) for path, _, _ in granted}
    whole = {**head, "marked": list(marked), "labels": labels}
    coarse = {path: view for path, view, _ in granted if view != View.FULL.name}
    if coarse:
        whole["views"] = coarse
    once = {info_of(cls).name for cls, shape in seen if not _whole(shape)}
    shown = {
        name: (distinct if name in once else ordered)(rows)
        for name, rows in cuts.items()
    }
    hops = tuple(came(steps, _stands(shown, ""), known))
    if hops:
        whole["previous"] = [step_to(hop) for hop in hops]
    full = {**whole, "records": shown}
    body = canonical.dumps(full)
    where = leak(body, views, said=_said(whole), env=env)
    parts = {"granted": granted, "marked": marked, "body": body, "whole": full}
    parts["previous"] = hops
    return parts, where


def _whole(shape: Shape) -> bool:
    """Whether a plan gives all of a record: then how many there are is given too."""
    return all(view is View.FULL for _, view in shape)


def _label(label: Label) -> dict[str, Any]:
    """Give the label of a granted field: what it is about and how it is guarded."""
    said: dict[str, Any] = {
        "category": str(label.category),
        "about": str(label.about),
        "identifying": str(label.identifying),
    }
    return (
        {**said, "privilege": sorted(map(str, label.privilege))}
        if label.privilege
        else said
    )


def _paths(
    seen: Iterable[tuple[type, Shape]], env: Env
) -> tuple[tuple[tuple[str, str, str], ...], tuple[str, ...]]:
    """Give the fields granted and the fields marked, of records that show something.

    A record that shows nothing must not change them: they would tell that it exists.
    """
    granted: dict[str, View] = {}
    categories: dict[str, str] = {}
    marked: set[str] = set()
    for cls, shape in seen:
        for path, view in shape:
            leaf = fields_of(cls)[path]
            if operator(leaf, view, env) is not None:
                granted[path] = max(view, granted.get(path, view))
                categories[path] = leaf.label.category
            elif view >= View.MARKED:
                marked.add(path)
    rows = ((p, view.name, categories[p]) for p, view in sorted(granted.items()))
    return tuple(rows), tuple(sorted(marked - granted.keys()))


def _said(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        yield from _said(list(value.values()))
    elif isinstance(value, list):
        for item in value:
            yield from _said(item)


def _notices(plan: Plan) -> list[str]:
    kinds = {obligation.kind for obligation in plan.obligations}
    return [text for kind, text in NOTICES.items() if kind in kinds]
