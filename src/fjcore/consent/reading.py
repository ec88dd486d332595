"""Releases to and from plain data, strictly: one refusal lists every fault."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

import attrs
from attrs import field, frozen

from fjcore.consent._ends import end_faults
from fjcore.consent.release import Release, Signer
from fjcore.consent.view import GRANTABLE, View
from fjcore.consent.vocabulary import Purpose
from fjcore.errors import BadId, Malformed, Problem, ReleaseRefused
from fjcore.records.categories import is_known
from fjcore.records.checks import instant_text
from fjcore.records.codec import structure_settings
from fjcore.values import parse_id, parse_name

_HASH = re.compile(r"[0-9a-f]{64}")
_PERSON = re.compile(r"[a-z0-9_.:-]{1,64}(#[a-z0-9_.:-]{1,64})?")
_PATH = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
_YEARS = range(1900, 3000)
_TIMES = ("signed_at", "effective_at", "expires_at")
_WALLS = ("expires_on", "expires_local")
FORMS = frozenset({"vawa", "hipaa", "part2", "psychotherapy", "ferpa"})
SIGNATURES = frozenset({"wet", "electronic", "none"})
METHODS = frozenset({"verbal", "written", "electronic"})
ROLES = frozenset(
    {"subject", "parent", "court_guardian", "state_guardian", "poa", "de_facto"}
)
_CODES: Mapping[str, Collection[str]] = {
    "forms": FORMS,
    "methods": METHODS,
    "purpose": frozenset(map(str, Purpose)),
}


@frozen(kw_only=True)
class _Signer:
    id: str
    role: str

    def __repr__(self) -> str:
        return "<_Signer>"


@frozen(kw_only=True)
class _File:
    """A release as it is written down; what is left out is False or none."""

    id: str
    form_id: str
    form_version: str
    form_sha256: str
    scope: tuple[str, ...]
    recipients: tuple[str, ...]
    purpose: tuple[str, ...]
    methods: tuple[str, ...]
    signed_at: str
    signers: tuple[_Signer, ...]
    signature: str
    forms: tuple[str, ...] = ()
    language: str = ""
    interpreter: bool = False
    exclude: tuple[str, ...] = ()
    views: Mapping[str, str] = field(factory=dict)
    effective_at: str = ""
    expires_at: str = ""
    expires_on: str = ""
    expires_local: str = ""
    duration_days: int | None = None
    expires_event: str = ""
    written: bool = False
    complete: bool = False
    informed: bool = False
    voluntary: bool = False
    covers_future_records: bool = False
    survives_death: bool = False
    privilege_ack: bool = False
    redisclosure: bool = False
    max_uses: int | None = None

    def __repr__(self) -> str:
        return "<_File>"


def release_from(
    data: object, *, fields: Collection[str] | None = (), signed: bool = True
) -> Release:
    """Read a signed release; ``fields`` are the narratives that may be named in it.

    None takes any field name, and an end that leaves no time: for a release on file,
    whose form may be gone since, and which must stay readable.
    Without ``signed`` it may be a form that nobody has signed yet.

    Raises: ReleaseRefused, with the path and code of every fault: ``naive_time``,
    ``end_before_start``, ``no_expiry``, ``two_ends``, ``blanket``, and others.
    """
    fault: ReleaseRefused
    try:
        return _release(data, fields, signed)
    except ReleaseRefused as error:
        fault = error.with_traceback(None)
    del data  # a traceback may print what its frames hold
    raise fault


def _release(
    data: object, fields: Collection[str] | None, signed: bool = True
) -> Release:
    problems: list[Problem] = []
    if not signed and type(data) is dict:
        data = {"signed_at": "", **data}
    try:
        found = structure_settings(data, _File)
    except Malformed as error:
        problems = list(error.problems)
        found = None
    if found is None:
        raise ReleaseRefused("release", problems=tuple(problems))
    times = {name: _instant(getattr(found, name), name, problems) for name in _TIMES}
    walls = {name: _wall(getattr(found, name), name, problems) for name in _WALLS}
    _shape(found, problems, signed)
    _who(found, problems)
    _scope(found, fields, problems)
    problems += end_faults(found, times, walls, new=fields is not None)
    if problems:
        raise ReleaseRefused("release", problems=tuple(sorted(set(problems))))
    read: dict[str, Any] = {
        name: getattr(found, name)
        for name in attrs.fields_dict(_File)
        if name not in (*_TIMES, *_WALLS, "signers", "views")
    }
    read.update(times)
    local, day = walls["expires_local"], walls["expires_on"]
    return Release(
        **read,
        expires_on=day.date() if day else None,
        expires_local=local,
        signers=tuple(Signer(row.id, row.role) for row in found.signers),
        views={item: View[name] for item, name in found.views.items()},
    )


def release_to(release: Release) -> dict[str, Any]:
    """Give a release as plain data that ``release_from`` reads."""
    said: dict[str, Any] = {}
    for name in attrs.fields_dict(_File):
        value = getattr(release, name)
        if value is None or value == "":
            continue
        said[name] = _plain(value)
    said["signers"] = [{"id": s.id, "role": s.role} for s in release.signers]
    said["views"] = {item: view.name for item, view in release.views.items()}
    return said


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant_text(value) if value.tzinfo else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    return list(value) if isinstance(value, tuple) else value


def _read(text: str, path: str, problems: list[Problem]) -> datetime | None:
    if not text:
        return None
    found = None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        problems.append(Problem(path, "format"))
    if found is not None and found.year not in _YEARS:
        problems.append(Problem(path, "range"))
        return None
    return found


def _instant(text: str, path: str, problems: list[Problem]) -> datetime | None:
    found = _read(text, path, problems)
    if found is not None and found.tzinfo is None:
        problems.append(Problem(path, "naive_time"))
        return None
    return found


def _wall(text: str, path: str, problems: list[Problem]) -> datetime | None:
    """Read a local day, or a local time without its offset."""
    found = _read(text, path, problems)
    day = len(text) == len("2026-03-31")
    if found is not None and (found.tzinfo or day is not (path == "expires_on")):
        problems.append(Problem(path, "format"))
        return None
    return found


def _shape(found: _File, problems: list[Problem], signed: bool) -> None:
    try:
        parse_id(found.id)
    except BadId:
        problems.append(Problem("id", "format"))
    if not _HASH.fullmatch(found.form_sha256):
        problems.append(Problem("form_sha256", "format"))
    for name in ("scope", "recipients", "purpose", "methods", "signed_at", "form_id"):
        if not getattr(found, name) and (signed or name != "signed_at"):
            problems.append(Problem(name, "required"))
    if found.signature not in SIGNATURES:
        problems.append(Problem("signature", "unknown_code"))
    for name, known in _CODES.items():
        for index, item in enumerate(getattr(found, name)):
            if item not in known:
                problems.append(Problem(f"{name}.{index}", "unknown_code"))


def _who(found: _File, problems: list[Problem]) -> None:
    for index, item in enumerate(found.recipients):
        if item == "*":
            problems.append(Problem(f"recipients.{index}", "blanket"))
        elif not _PERSON.fullmatch(item):
            problems.append(Problem(f"recipients.{index}", "format"))
    for index, signer in enumerate(found.signers):
        if signer.role not in ROLES:
            problems.append(Problem(f"signers.{index}.role", "unknown_code"))
        try:
            parse_name(signer.id)
        except BadId:
            problems.append(Problem(f"signers.{index}.id", "format"))


def _scope(
    found: _File, fields: Collection[str] | None, problems: list[Problem]
) -> None:
    for name in ("scope", "exclude", "views"):
        for index, item in enumerate(getattr(found, name)):
            path = name if name == "views" else f"{name}.{index}"
            if item == "*" and name == "scope":
                problems.append(Problem(path, "blanket"))
            elif not (is_known(item) or _named(item, fields)):
                problems.append(Problem(path, "unknown_category"))
    for view in found.views.values():
        if view not in {step.name for step in GRANTABLE}:
            problems.append(Problem("views", "unknown_code"))
    if not set(found.views) <= set(found.scope):
        problems.append(Problem("views", "out_of_scope"))


def _named(item: str, fields: Collection[str] | None) -> bool:
    if fields is None:
        return _PATH.fullmatch(item) is not None
    return item in fields
