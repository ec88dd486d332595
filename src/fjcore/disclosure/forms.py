"""A disclosure in the forms that people and programs read; each searched once more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, tzinfo
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from fjcore.consent import Plan
from fjcore.disclosure.build import Held
from fjcore.disclosure.disclosure import Disclosure
from fjcore.disclosure.render import (
    disclosure_csv,
    disclosure_report,
    disclosure_sheets,
)
from fjcore.disclosure.words import words_in
from fjcore.errors import LeakFound
from fjcore.redaction import Env, leak, view_under
from fjcore.redaction.decoding import CSV, HTML, JSON, TEXT, XLSX, texts_in
from fjcore.values import canonical
from fjcore.values.workbook import workbook


class Form(StrEnum):
    """What a disclosure can be written as."""

    JSON = "json"
    TEXT = "text"
    HTML = "html"
    CSV = "csv"
    XLSX = "xlsx"


#: The media type by which the last check reads each form.
MEDIA: Mapping[Form, str] = MappingProxyType(
    {
        Form.JSON: JSON,
        Form.TEXT: TEXT,
        Form.HTML: HTML,
        Form.CSV: CSV,
        Form.XLSX: XLSX,
    }
)


def rendering(content: Mapping[str, Any], form: Form, lang: str = "en") -> bytes:
    """Give the content of a body as the bytes of a form: the same ones on any day.

    Shape: ``Disclosure.content`` or ``Checked.opened``. XLSX needs the extra
    ``intake``; its cells, and those of CSV, are texts that no spreadsheet runs.
    Raises: OptionRefused, for a language there are no words in; MissingExtra.
    """
    if form is Form.JSON:
        return canonical.dumps(dict(content))
    if form is Form.XLSX:
        return workbook(disclosure_sheets(content, lang))
    if form is Form.CSV:
        return disclosure_csv(content, lang).encode()
    report = disclosure_report(content, lang)
    return (report.html() if form is Form.HTML else report.text()).encode()


def copy_of(
    made: Disclosure,
    plan: Plan,
    held: Iterable[Held],
    form: Form,
    *,
    lang: str = "en",
    tz: tzinfo = UTC,
) -> bytes:
    """Give a disclosure in a form, searched in that form for what the plan withholds.

    Shape: ``held`` and ``tz`` as ``build`` had them.
    Raises: LeakFound, naming the field and not the value; what ``rendering`` raises.
    """
    raw = made.body if form is Form.JSON else rendering(made.content(), form, lang)
    views = [(one.record, view_under(plan, one.recorded_at)) for one in held]
    env = Env(tz, made.decided_at.astimezone(tz).year)
    said = frozenset(_around(made.content(), form, lang))
    where = leak(raw, views, said=said, env=env, media_type=MEDIA[form])
    del held, views  # a traceback may print what its frames hold
    if where is not None:
        del raw
        raise LeakFound(where)
    return raw


def _around(content: Mapping[str, Any], form: Form, lang: str) -> Iterator[str]:
    """Give every text that stands in a form whatever the records say: words of ours."""
    empty = {**content, "records": _emptied(content["records"])}
    yield from texts_in(rendering(empty, form, lang), MEDIA[form])
    yield from _texts({**content, "records": {}})
    words = words_in(lang)
    yield from (*words.say.values(), *words.missing.values())


def _emptied(value: Any) -> Any:
    if isinstance(value, dict) and value.keys() != {"?"}:
        return {name: _emptied(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_emptied(part) for part in value]
    return ""


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        yield from _texts(list(value.values()))
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
