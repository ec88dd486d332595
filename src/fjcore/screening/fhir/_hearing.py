"""A QuestionnaireResponse of FHIR R4 as answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from attrs import evolve

from fjcore.screening import _shape as shape
from fjcore.screening._closing import TOTAL
from fjcore.screening.definition import Instrument
from fjcore.screening.elements import Item
from fjcore.screening.fhir._asked import mode, present, wording
from fjcore.screening.fhir._beside import facts, profile, totals
from fjcore.screening.fhir._meta import Told, meta, when
from fjcore.screening.fhir._reading import MAX_DEPTH, Reader
from fjcore.screening.fhir._terms import ABSENT, canonical, coding
from fjcore.screening.fhir._terms import STATUSES as REASONS
from fjcore.screening.response import STATUSES, Response
from fjcore.screening.result import Status, Step


def from_response(
    made: Instrument,
    data: Any,
    *,
    by: str = "imported",
    at: datetime | None = None,
    strict: bool = True,
) -> Response:
    """Read the answers of a form to this very edition of an instrument.

    What is unknown, stands twice or contradicts itself is never used: it is refused,
    and where ``strict`` is false it is told in ``problems`` and the rest is given.
    ``by`` and ``at`` say who took the answers and when, where the form does not.
    Raises: ExchangeRefused; a form of another edition, or of none, always.
    """
    reader = Reader()
    row = reader.table(data, "")
    heard = _Heard(reader, made, row, by, at)
    heard.head()
    reader.done(made.id)
    found = heard.response()
    if strict:
        reader.done(made.id)
    return evolve(found, problems=tuple(dict.fromkeys(reader.problems)))


class _Heard:
    def __init__(
        self,
        reader: Reader,
        made: Instrument,
        row: dict[str, Any],
        by: str,
        at: datetime | None,
    ) -> None:
        self.reader = reader
        self.made = made
        self.row = row
        self.by = by
        self.authored = when(reader, row.get("authored"), "authored")
        self.at = self.authored or at
        self.links: set[str] = set()
        #: What stands more than once; none of its answers counts.
        self.twice: set[str] = set()

    def head(self) -> None:
        """Note what shows that this is no form of the instrument."""
        reader, row, made = self.reader, self.row, self.made
        kind = reader.needed(row, "resourceType", "")
        if kind not in (None, "QuestionnaireResponse"):
            reader.refuse("resourceType", "other")
        said = reader.needed(row, "questionnaire", "")
        if said is not None and "|" not in said:
            # Without its version nobody can know what was asked.
            reader.refuse("questionnaire", "required")
        elif said not in (None, canonical(made)):
            reader.refuse("questionnaire", "other")
        status = reader.needed(row, "status", "")
        if status not in (None, *STATUSES):
            reader.refuse("status", "unknown_code")
        logic = reader.own(row, "", "logic-hash")
        if logic not in (None, made.logic_hash):
            reader.refuse("extension", "other")

    def response(self) -> Response:
        """Give all that could be used."""
        told = [
            *self.items(self.row, "", 0),
            *totals(self.reader, self.made, self.row, self.links, self.twice),
        ]
        whole = [one for one in told if one.item not in self.twice]
        order = sorted(enumerate(whole), key=lambda pair: (pair[1].seq, pair[0]))
        steps = [step for _, one in order if (step := self.step(one)) is not None]
        if any(s.item.startswith(TOTAL) for s in steps) and any(
            not s.item.startswith(TOTAL) for s in steps
        ):
            # Beside single answers a total says the same twice, or another thing.
            self.reader.refuse("extension", "conflict")
            steps = [step for step in steps if not step.item.startswith(TOTAL)]
        return Response(
            instrument=self.made.id,
            status=str(self.row["status"]),
            authored=self.authored,
            steps=tuple(steps),
            context=dict(facts(self.reader, self.row)),
            profile=profile(self.reader, self.made, self.row),
            mode=mode(self.reader, self.row),
            present=present(self.reader, self.row),
            wording=wording(self.reader, self.row),
        )

    def step(self, one: Told) -> Step | None:
        at = one.at or self.at
        if at is None:
            self.reader.refuse("authored", "required")
            return None
        by = one.by or self.by
        return Step(item=one.item, status=one.status, value=one.value, at=at, by=by)

    # --- items ------------------------------------------------------------------------

    def items(self, row: dict[str, Any], path: str, depth: int) -> Iterator[Told]:
        if depth > MAX_DEPTH:
            self.reader.refuse(path, "too_deep")
            return
        for where, one in self.reader.rows(row, "item", path):
            if len(self.links) > shape.MAX_ROWS:
                self.reader.refuse(where, "too_big")
                return
            yield from self.item(one, where, depth)

    def item(self, row: dict[str, Any], path: str, depth: int) -> Iterator[Told]:
        reader = self.reader
        link = reader.needed(row, "linkId", path)
        if link is None:
            return
        if link in self.links:
            reader.refuse(f"{path}.linkId", "duplicate")
            self.twice.add(link)
        self.links.add(link)
        for where, url, _ in reader.extensions(row, path):
            if url == ABSENT:
                # A reason stands inside the answer; here no reader would find it.
                reader.refuse(where, "format")
        item = self.made.by_id.get(link)
        group = any(one.id == link and one.occasions for one in self.made.items)
        if item is None and not group:
            reader.refuse(f"{path}.linkId", "unknown_item")
        elif item is not None and "answer" in row:
            found = self.answer(item, row, path)
            if found is not None:
                yield found
        elif group and "answer" in row:
            reader.refuse(f"{path}.answer", "unknown_item")
        for where, one in reader.rows(row, "answer", path):
            if "item" in one:
                yield from self.items(one, where, depth + 1)
        yield from self.items(row, path, depth + 1)

    def answer(self, item: Item, row: dict[str, Any], path: str) -> Told | None:
        """Read the one answer of an item: a value, or the reason for none."""
        reader = self.reader
        rows = reader.rows(row, "answer", path)
        if len(rows) != 1:
            code = "cardinality" if rows else "length"
            reader.refuse(f"{path}.answer", code)
            return None
        where, one = rows[0]
        said = meta(reader, one, where)
        reason = self.reason(one, where)
        value = self.value(item, one, where) if reason is None else None
        if reason is None and value is None:
            return None
        if reason == "not-applicable":
            return None
        status = Status.ANSWERED if reason is None else REASONS[str(reason)]
        if said.status is not None and reason is not None:
            status = said.status
        if (status is Status.ANSWERED) is (value is None):
            reader.refuse(where, "conflict")
            return None
        return Told.of(item.id, status, value, said)

    def reason(self, row: dict[str, Any], path: str) -> str | None:
        """Give the reason for which there is no answer."""
        reader = self.reader
        found = []
        for key in ("valueCoding", "_valueString", "_valueBoolean"):
            if key not in row:
                continue
            inner = reader.table(row[key], f"{path}.{key}")
            for where, url, one in reader.extensions(inner, f"{path}.{key}"):
                if url == ABSENT:
                    found.append((where, key, inner, one))
        if not found:
            return None
        where, key, inner, one = found[0]
        code = reader.needed(one, "valueCode", where)
        if len(found) > 1:
            reader.refuse(where, "duplicate")
        if "code" in inner or (key[0] == "_" and key[1:] in row):
            reader.refuse(where, "conflict")
        if code not in (*REASONS, "not-applicable"):
            reader.refuse(f"{where}.valueCode", "unknown_code")
            return "not-applicable"
        return code

    def value(self, item: Item, row: dict[str, Any], path: str) -> str | None:
        """Give the value of an answer, as the definition has it."""
        reader = self.reader
        keys = [key for key in row if key.startswith("value")]
        if len(keys) != 1:
            reader.refuse(path, "duplicate" if keys else "required")
            return None
        key, where = keys[0], f"{path}.{keys[0]}"
        value = row[key]
        if item.type == "text":
            text = value if key == "valueString" else None
            if text is None or not item.takes(text):
                reader.refuse(where, "type" if text is None else "format")
                return None
            return str(text)
        if key == "valueCoding":
            return self.coded(item, reader.table(value, where), where)
        plain = {"valueBoolean": bool, "valueString": str, "valueInteger": int}
        if type(value) is plain.get(key):
            text = str(value).lower() if key == "valueBoolean" else str(value)
            if text in item.points:
                return text
        known = key in plain
        reader.refuse(where, "unknown_code" if known else "type")
        return None

    def coded(self, item: Item, row: dict[str, Any], path: str) -> str | None:
        code = self.reader.needed(row, "code", path)
        system = self.reader.text(row, "system", path)
        for value in item.points if code is not None else ():
            ours = coding(self.made, item, value)
            exact = (system, code) == (ours["system"], ours["code"])
            if exact or (system is None and code == value):
                return value
        if code is not None:
            self.reader.refuse(path, "unknown_code")
        return None
