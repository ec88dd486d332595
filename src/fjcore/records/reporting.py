"""What local fields count for in a funder's report: lines, and the records that do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from attrs import frozen

from fjcore.records._answers import split
from fjcore.records._formtypes import core_kinds
from fjcore.records.form import Form
from fjcore.records.record import info_of
from fjcore.values import Missing


@frozen
class ReportLine:
    """One field of a form that counts in a line of a report.

    ``path`` is the field's, ``codes`` and ``code`` name the line: a core list, and a
    code of it.
    """

    path: str
    codes: str
    code: str

    @property
    def name(self) -> str:
        """The line as a form file names it, such as ``voca.service:A3``."""
        return f"{self.codes}:{self.code}"


def report_lines(forms: Iterable[Form]) -> tuple[ReportLine, ...]:
    """Give every field of these forms that counts in a report, in their order."""
    return tuple(
        ReportLine(leaf.target, *leaf.report.split(":", 1))
        for form in forms
        for leaf in form.fields
        if leaf.report
    )


def counted(forms: Iterable[Form], records: Iterable[object]) -> dict[str, int]:
    """Count by line the records with an answer in a field that counts in it.

    A record counts once in a line, however many answers it has for it. To a yes-or-no
    question only yes counts; a reason for a missing answer, or none chosen of several,
    never does. The counts are not fit to be published: small ones tell.
    """
    forms = tuple(forms)
    lines = report_lines(forms)
    kinds = {*core_kinds(), *(info_of(form.record_type).name for form in forms)}
    found = dict.fromkeys((line.name for line in lines), 0)
    places = [(line.name, *split(line.path, kinds)) for line in lines]
    for record in records:
        name = info_of(type(record)).name
        hit = {
            line
            for line, (kind, *inside), field in places
            if kind == name and any(map(_counts, _held(record, [*inside, field])))
        }
        for line in hit:
            found[line] += 1
    return found


def _held(record: Any, names: list[str]) -> Iterator[Any]:
    """Give what a record holds in a field, of each of the parts that it lies in."""
    held = getattr(record, names[0])
    if len(names) == 1:
        yield held
        return
    for item in held if isinstance(held, tuple) else (held,):
        if not isinstance(item, Missing):
            yield from _held(item, names[1:])


def _counts(value: Any) -> bool:
    return not isinstance(value, Missing) and value is not False and value != ()
