"""One record of a disclosure, taken field by field into a resource."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from fjcore_fhir.terms import ABSENT, EXTENSION, NotFHIR
from fjcore_fhir.values import (
    KNOWN,
    absent,
    concept,
    extensions,
    is_date,
    is_datetime,
    reason_of,
)

#: Said beside a code that FHIR requires and the disclosure does not state.
NOT_STATED = {
    "extension": [{"url": f"{EXTENSION}not-stated", "valueBoolean": True}],
}


@define
class Row:
    """A record's fields; what has no element of its own stays, as extensions."""

    name: str
    left: dict[str, Any]
    marked: tuple[str, ...] = field(default=(), kw_only=True)

    def path(self, key: str) -> str:
        """Give the path of a field."""
        return f"{self.name}.{key}"

    def text(self, key: str) -> str:
        """Take a text; an empty one where there is none, or not as such."""
        return str(self.left.pop(key)) if self.text_there(key) else ""

    def text_there(self, key: str) -> bool:
        """Whether a text stands there, as such."""
        value = self.left.get(key)
        return isinstance(value, str) and not reason_of(value)

    def day(self, key: str) -> str:
        """Take a date that FHIR can say: a year, a month or a day."""
        return self.text(key) if is_date(self.left.get(key)) else ""

    def instant(self, key: str) -> str:
        """Take an instant, or the day or year that is shown of it."""
        return self.text(key) if is_datetime(self.left.get(key)) else ""

    def texts(self, key: str) -> list[str]:
        """Take a list of texts, if it holds nothing else."""
        value = self.left.get(key)
        if not isinstance(value, list) or not value:
            return []
        if any(not isinstance(one, str) or reason_of(one) for one in value):
            return []
        return list(self.left.pop(key))

    def concept(self, key: str) -> dict[str, Any]:
        """Take a code as a CodeableConcept; without one, why there is none."""
        reason = self.reason(key)
        found = self.text(key)
        if found:
            return concept(self.path(key), found)
        if reason:
            del self.left[key]
        return absent(reason or "unknown")

    def concepts(self, key: str) -> list[dict[str, Any]]:
        """Take a list of codes, each as a CodeableConcept."""
        return [concept(self.path(key), one) for one in self.texts(key)]

    def reason(self, key: str) -> str:
        """Give why a field that is there has no value, or nothing."""
        return reason_of(self.left[key]) if key in self.left else ""

    def date_into(self, made: dict[str, Any], element: str, key: str) -> None:
        """Put a date into a resource, or why there is none, beside its place."""
        reason = self.reason(key)
        found = self.day(key)
        if found:
            made[element] = found
        elif reason:
            del self.left[key]
            made[f"_{element}"] = absent(reason)

    def period(self, start: str, end: str) -> dict[str, str]:
        """Take two dates as a Period; neither where the end would be the earlier."""
        first, last = self.left.get(start), self.left.get(end)
        if is_date(first) and is_date(last) and not _in_order(str(first), str(last)):
            return {}
        ends = {"start": self.day(start), "end": self.day(end)}
        return {name: value for name, value in ends.items() if value}

    def status(self, key: str, codes: dict[str, str], unknown: str) -> dict[str, Any]:
        """Give the status of a resource by a code that is shown, which stays as it is.

        Where nothing is shown that says it, ``unknown`` stands there, and beside it
        that nobody stated it: FHIR requires one.
        """
        found = codes.get(str(self.left.get(key)))
        if found:
            return {"status": found}
        return {"status": unknown, "_status": NOT_STATED}

    def rest(self) -> list[dict[str, Any]]:
        """Give every other field as an extension, then each that the plan marked."""
        told = [
            e for k in sorted(self.left) for e in extensions(self.path(k), self.left[k])
        ]
        return [*told, *masked(self.marked)]


def masked(paths: tuple[str, ...]) -> list[dict[str, Any]]:
    """Give the marker of each path that a plan marked, whatever it holds."""
    held = [{"url": "path", "valueString": one} for one in paths]
    if not held:
        return []
    return [{"url": f"{EXTENSION}masked", "extension": [*held, _MASKED]}]


_MASKED = {"url": ABSENT, "valueCode": "masked"}


def _in_order(first: str, last: str) -> bool:
    """Whether an end is not before its start, however finely either is told."""
    shared = min(len(first), len(last))
    return first[:shared] <= last[:shared]


def checked(name: str, held: Any, labelled: frozenset[str]) -> None:
    """Make sure that whatever is shown of a record has a label.

    Raises: NotFHIR, ``unlabelled``, naming the path.
    """
    if isinstance(held, list):
        for item in held:
            checked(name, item, labelled)
    elif isinstance(held, dict) and held.keys() != {"?"}:
        for key, item in held.items():
            checked(f"{name}.{key}", item, labelled)
    elif name not in labelled and not _stands_for_nothing(name, held, labelled):
        # A local form's own names stay its own: the form alone is told.
        path = name if name in KNOWN else name.partition(".")[0]
        raise NotFHIR("unlabelled", path)


def _stands_for_nothing(name: str, held: Any, labelled: frozenset[str]) -> bool:
    if reason_of(held) == "masked":
        return True
    return isinstance(held, dict) and any(
        one.startswith(f"{name}.") for one in labelled
    )
