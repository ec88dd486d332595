"""A rendered form as plain data, and back: what was printed is what will be signed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from attrs import field, frozen

from fjcore.consent._template_signing import Rendered, render
from fjcore.consent._template_terms import Terms
from fjcore.consent.template import ReleaseTemplate, release_template
from fjcore.consent.view import View
from fjcore.errors import FjcoreError, Malformed, Problem, TemplateRefused
from fjcore.records.checks import instant_text
from fjcore.records.codec import structure_settings


@frozen(kw_only=True)
class _Terms:
    """Terms as they are written down; what is left out is none or False."""

    holder: str
    recipients: tuple[str, ...]
    names: Mapping[str, str]
    scope: tuple[str, ...]
    exclude: tuple[str, ...] = ()
    views: Mapping[str, str] = field(factory=dict)
    purpose: tuple[str, ...]
    methods: tuple[str, ...]
    effective_at: str = ""
    expires_at: str = ""
    expires_on: str = ""
    duration_days: int | None = None
    expires_event: str = ""
    covers_future_records: bool = False
    survives_death: bool = False
    max_uses: int | None = None
    tz: str
    fields: Mapping[str, str] = field(factory=dict)

    def __repr__(self) -> str:
        return "<_Terms>"


@frozen(kw_only=True)
class _Form:
    template: str
    language: str
    sha256: str
    terms: _Terms

    def __repr__(self) -> str:
        return "<_Form>"


def form_to(rendered: Rendered) -> dict[str, Any]:
    """Give a rendered form as plain data that ``form_from`` reads."""
    terms = rendered.terms
    said: dict[str, Any] = {}
    for name in _Terms.__annotations__:
        value = getattr(terms, name)
        if value is None or value == "" or value is False:
            continue
        said[name] = _plain(value)
    said["views"] = {item: view.name for item, view in terms.views.items()}
    agencies = {entry.partition("#")[0] for entry in terms.recipients}
    used = {terms.holder, *agencies, *terms.recipients}
    said["names"] = {k: name for k, name in terms.names.items() if k in used}
    listed = {*terms.scope, *terms.exclude}
    said["fields"] = {k: name for k, name in terms.fields.items() if k in listed}
    return {
        "template": rendered.template.key,
        "language": rendered.language,
        "sha256": rendered.sha256,
        "terms": said,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value


def form_from(
    data: object, *, find: Callable[[str], ReleaseTemplate] = release_template
) -> Rendered:
    """Read a form that was printed, and render it anew; ``find`` gives the template.

    Raises: TemplateRefused, with the path and code of every fault; ``different`` for
    ``sha256`` when the words, or what was filled in, are no longer those that were
    printed; UnknownTemplate; ReleaseRefused.
    """
    fault: FjcoreError
    try:
        return _rendered(data, find)
    except FjcoreError as error:
        fault = error.with_traceback(None)
    del data  # a traceback may print what its frames hold
    raise fault


def _rendered(data: object, find: Callable[[str], ReleaseTemplate]) -> Rendered:
    problems: tuple[Problem, ...] = ()
    found = None
    try:
        found = structure_settings(data, _Form)
    except Malformed as error:
        problems = error.problems
    if found is None:
        raise TemplateRefused("form", problems=problems)
    made = render(find(found.template), _terms(found.terms), found.language)
    if made.sha256 != found.sha256:
        raise TemplateRefused("form", problems=(Problem("sha256", "different"),))
    return made


def _terms(said: _Terms) -> Terms:
    problems: list[Problem] = []
    read: dict[str, Any] = {
        name: getattr(said, name) for name in _Terms.__annotations__
    }
    for name in ("effective_at", "expires_at"):
        read[name] = _instant(getattr(said, name), name, problems)
    read["expires_on"] = _day(said.expires_on, problems)
    known = View.__members__
    if not said.views.keys() <= set(said.scope) or not set(said.views.values()) <= set(
        known
    ):
        problems.append(Problem("terms.views", "unknown_code"))
    if problems:
        raise TemplateRefused("form", problems=tuple(problems))
    read["views"] = {item: known[name] for item, name in said.views.items()}
    return Terms(**read)


def _instant(text: str, name: str, problems: list[Problem]) -> datetime | None:
    if not text:
        return None
    found = None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        pass
    if found is None or found.tzinfo is None:
        code = "format" if found is None else "naive_time"
        problems.append(Problem(f"terms.{name}", code))
        return None
    return found


def _day(text: str, problems: list[Problem]) -> date | None:
    if not text:
        return None
    found = None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        problems.append(Problem("terms.expires_on", "format"))
    return found
