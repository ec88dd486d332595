"""The terms of a disclosure that another agency sent, read from its bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from fjcore.consent import ObligationKind, Received, View
from fjcore.consent.received import MAX_HOPS
from fjcore.disclosure.build import NOTICES
from fjcore.disclosure.disclosure import _paths
from fjcore.disclosure.signature import FORMAT
from fjcore.disclosure.steps import item_of, steps_from
from fjcore.errors import FjcoreError, InputRefused, Problem
from fjcore.records import CORE_RECORDS
from fjcore.records.checks import instant
from fjcore.records.record import leaves
from fjcore.redaction import MAX_BODY_BYTES
from fjcore.values import canonical, parse_id, parse_name

_DUTIES = frozenset(map(str, ObligationKind))
_VIEWS = {view.name: view for view in View if view > View.MARKED}


def terms_of(
    body: bytes, *, recipient: str, types: Iterable[type] = CORE_RECORDS
) -> Received:
    """Read the terms on which a disclosure may be used: its views, duties and end.

    It may go to nobody but back to its sender, unless the body says that it may go
    onward; the steps that it took before bind it too.
    ``recipient`` is who received it; ``types`` are the records that can stand in it.
    Whether the sender sent these bytes is what ``envelope.open_disclosure`` checks.
    Raises: InputRefused, with the path and code of every fault; never a value.
    """
    problems: list[Problem] = []
    found = _read(body, recipient, types, problems)
    del body  # a traceback may print what its frames hold
    if found is None or problems:
        raise InputRefused("disclosure", problems=tuple(sorted(set(problems))))
    return found


def _read(
    body: bytes, recipient: str, types: Iterable[type], problems: list[Problem]
) -> Received | None:
    data: Any = None
    try:
        data = canonical.loads(body, max_bytes=MAX_BODY_BYTES)
    except FjcoreError as error:
        problems.append(Problem("", error.code))
    if type(data) is not dict or data.get("format") != FORMAT:
        problems.append(Problem("format", "unknown_code"))
        return None
    if data.get("recipient") != recipient:
        problems.append(Problem("recipient", "different"))
    problems += [Problem(name, "format") for name in _heads(data)]
    views = dict(_views(data, types, problems))
    if not views:
        problems.append(Problem("records", "required"))
    hops = steps_from(data.get("previous", []), views, problems, most=MAX_HOPS - 1)
    if problems:
        return None
    ends = data.get("expires")
    return Received(
        id=data["id"],
        origin=data["holder"],
        views=views,
        onward=data.get("onward", False),
        obligations=_duties(data),
        previous=hops,
        expires=None if ends is None else instant(ends),
    )


def _heads(data: Mapping[str, Any]) -> Iterator[str]:
    """Name the parts of a head that do not have their shape."""
    checks: dict[str, Callable[[Any], object]] = {
        "id": lambda said: parse_id(said, where="id"),
        "holder": lambda said: parse_name(said, where="holder"),
        "expires": lambda said: said is None or instant(said),
    }
    for name, read in checks.items():
        sound = False
        try:
            read(data.get(name))
            sound = True
        except (FjcoreError, ValueError, TypeError, AttributeError):
            pass
        if not sound:
            yield name
    for name in ("notices", "consents"):
        if type(data.get(name, [])) is not list:
            yield name
    if type(data.get("views", {})) is not dict:
        yield "views"
    if type(data.get("onward", False)) is not bool:
        yield "onward"
    duties = data.get("obligations", [])
    if type(duties) is not list or not all(
        type(one) is str and one in _DUTIES for one in duties
    ):
        yield "obligations"


def _views(
    data: Mapping[str, Any], types: Iterable[type], problems: list[Problem]
) -> Iterator[tuple[str, View]]:
    """Give the lowest view of each category received, and of each narrative by name."""
    known = {leaf.path: leaf for cls in types for leaf in leaves(cls)}
    said, records = data.get("views", {}), data.get("records")
    if type(records) is not dict or type(said) is not dict:
        problems.append(Problem("records", "type"))
        return
    lowest: dict[str, View] = {}
    for path in sorted(set(_paths(records, ""))):
        leaf, view = known.get(path), _VIEWS.get(str(said.get(path, "FULL")))
        if leaf is None or view is None:
            problems.append(
                Problem("records" if leaf is None else "views", "unknown_code")
            )
            continue
        item = item_of(leaf)
        lowest[item] = min(view, lowest.get(item, view))
    yield from lowest.items()


def _duties(data: Mapping[str, Any]) -> set[ObligationKind]:
    """Give the duties that came with it, by the notices and copies that it carries."""
    told = {text for text in data.get("notices", []) if type(text) is str}
    found = {kind for kind, text in NOTICES.items() if text in told}
    found |= set(map(ObligationKind, data.get("obligations", [])))
    return found | (
        {ObligationKind.PART2_CONSENT_COPY} if data.get("consents") else set()
    )
