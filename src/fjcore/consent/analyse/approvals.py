"""Widenings that somebody answers for: a file of rows, read strictly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from attrs import frozen

from fjcore.consent.analyse.asker import ANY
from fjcore.consent.view import GRANTABLE, View
from fjcore.consent.vocabulary import BasisKind, Purpose, RecipientKind
from fjcore.errors import ApprovalsRefused, BadId, Malformed, Problem
from fjcore.records.categories import covers, is_known
from fjcore.records.codec import structure_settings
from fjcore.values import parse_name
from fjcore.values.plaintoml import plain_toml

#: A file of approvals is written by hand; more than this is none.
MAX_APPROVALS_BYTES = 1 << 20


@frozen(kw_only=True)
class Approval:
    """What somebody approved: an end that a policy may come to, not a step to it.

    Either ``recipients`` may come to see ``categories`` (``*``: every one) up to
    ``view``, on ``bases`` and for ``purposes``, where an empty set is all; or
    ``setting`` may become ``value``. ``by`` whom, ``on`` which day, ``why``.
    """

    by: str
    on: str
    why: str
    recipients: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    view: str = ""
    bases: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    setting: str = ""
    value: str = ""

    def covers(
        self, recipient: str, category: str, view: View, basis: str, purpose: str
    ) -> bool:
        """Whether it approves that a recipient sees so much of a category."""
        return (
            recipient in self.recipients
            and any(one == "*" or covers(one, category) for one in self.categories)
            and view <= View[self.view]
            and (not self.bases or basis in self.bases)
            and (not self.purposes or purpose in self.purposes)
        )


@frozen(kw_only=True)
class _File:
    """A file of approvals as it is written."""

    approved: tuple[Approval, ...] = ()


def approvals_from(text: str, *, where: str = "approvals") -> tuple[Approval, ...]:
    """Read a file of approvals from TOML: ``[[approved]]`` rows.

    Raises: ApprovalsRefused, naming ``where``, with the path and code of every fault.
    """
    problems: tuple[Problem, ...] = (Problem("", "format"),)
    found: _File | None = None
    data = _toml(text)
    if data is not None:
        try:
            found = structure_settings(data, _File)
            problems = tuple(_problems(found))
        except Malformed as error:
            problems = error.problems
    if found is None or problems:
        raise ApprovalsRefused(where, problems=problems)
    return found.approved


def _toml(text: str) -> dict[str, Any] | None:
    return None if len(text) > MAX_APPROVALS_BYTES else plain_toml(text)


def _problems(found: _File) -> Iterator[Problem]:
    for index, row in enumerate(found.approved):
        at = f"approved.{index}"
        for name in ("by", "why"):
            if not getattr(row, name).strip():
                yield Problem(f"{at}.{name}", "required")
        if not _is_day(row.on):
            yield Problem(f"{at}.on", "format")
        if bool(row.setting) is bool(row.recipients):
            yield Problem(f"{at}.recipients", "conflict")
        elif row.setting:
            yield from _setting(row, at)
        else:
            yield from _row(row, at)


def _setting(row: Approval, at: str) -> Iterator[Problem]:
    if not row.value:
        yield Problem(f"{at}.value", "required")
    for name in ("categories", "view", "bases", "purposes"):
        if getattr(row, name):
            yield Problem(f"{at}.{name}", "conflict")


def _row(row: Approval, at: str) -> Iterator[Problem]:
    if row.value:
        yield Problem(f"{at}.value", "conflict")
    if not row.categories:
        yield Problem(f"{at}.categories", "required")
    if row.view not in {view.name for view in GRANTABLE}:
        yield Problem(f"{at}.view", "unknown_code")
    for index, name in enumerate(row.recipients):
        if not _is_recipient(name):
            yield Problem(f"{at}.recipients.{index}", "format")
    for index, item in enumerate(row.categories):
        if item != "*" and not is_known(item):
            yield Problem(f"{at}.categories.{index}", "unknown_category")
    yield from _words(row.bases, BasisKind, f"{at}.bases")
    yield from _words(row.purposes, Purpose, f"{at}.purposes")


def _words(said: tuple[str, ...], known: Iterable[str], at: str) -> Iterator[Problem]:
    words = set(map(str, known))
    for index, word in enumerate(said):
        if word not in words:
            yield Problem(f"{at}.{index}", "unknown_code")


def _is_recipient(name: str) -> bool:
    if name.startswith(ANY):
        return name.removeprefix(ANY) in set(RecipientKind)
    try:
        parse_name(name)
    except BadId:
        return False
    return True


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
