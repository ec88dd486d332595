"""Tools that are recorded and not scored here: what was found elsewhere, by whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files

from attrs import field, frozen

from fjcore.errors import AnswerRefused
from fjcore.screening.parse import instruments
from fjcore.values import canonical, utc

#: What another tool found is a line, not a document.
MAX_RESULT = 4096
MAX_NAME = 128


@frozen(kw_only=True)
class ExternalResult:
    """What a tool found that may not or cannot be scored here, as it was told."""

    tool: str
    version: str
    result: str = field(repr=False)
    found_by: str
    found_at: datetime
    source: str | None = None


def external(
    tool: str,
    *,
    version: str,
    result: str,
    found_by: str,
    found_at: datetime,
    source: str | None = None,
) -> ExternalResult:
    """Record what a tool found elsewhere; nothing is worked out from it.

    Raises: AnswerRefused, for a tool that is scored here, or a part that is empty or
    too long; NaiveTime.
    """
    parts = {"tool": tool, "version": version, "found_by": found_by}
    parts |= {} if source is None else {"source": source}
    for name, text in parts.items():
        if not _told(text, MAX_NAME):
            raise AnswerRefused(name)
    if not _told(result, MAX_RESULT):
        raise AnswerRefused("result")
    if tool in instruments():
        raise AnswerRefused("tool")
    return ExternalResult(
        tool=tool,
        version=version,
        result=result,
        found_by=found_by,
        found_at=utc(found_at),
        source=source,
    )


def _told(text: object, limit: int) -> bool:
    if type(text) is not str or not text.strip() or len(text) > limit:
        return False
    return not any("\ud800" <= sign <= "\udfff" for sign in text)


@cache
def external_tools() -> Mapping[str, str]:
    """Give the tools that are known and not scored here, each with the reason why."""
    raw = files("fjcore.screening").joinpath("external.json").read_bytes()
    rows = canonical.loads(raw, where="external.json")["tools"]
    return {row["id"]: row["why"] for row in rows}
