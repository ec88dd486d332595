"""What a definition says beside its logic, and whether the two agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fjcore.errors import Problem
from fjcore.screening import _shape as shape
from fjcore.screening._coverage import gaps
from fjcore.screening.definition import Instrument
from fjcore.screening.grammar import predicate
from fjcore.screening.licence import Use
from fjcore.screening.vectors import differences, vector

_LOINC = "panel items total risk_level answers answer_list answer_lists"


def shaped(row: Mapping[str, Any]) -> None:
    """Refuse a part that decides nothing and still has a wrong shape.

    Raises: BadShape.
    """
    for path, _, value in shape.named(row.get("confidence", {}), "confidence"):
        shape.text(value, path)


def problems(
    made: Instrument, row: Mapping[str, Any], *, strict: bool
) -> Iterator[Problem]:
    """Give every fault of what stands beside the logic.

    E10 outcomes without a rule; E11 no vectors, one that does not agree, or a part
    that none shows; E15 no licence, or no limits; E17 an override both ways that gives
    no source; E18 a LOINC code with a wrong check digit; E19 skip logic that is not the
    items' own; E21 prorating without a published rule. ``strict`` asks for vectors,
    limits, a licence and a rule.
    """
    yield from _vectors(made, row, strict=strict)
    if strict and made.outcomes and not made.outcome_rule:
        yield Problem("outcome_rule", "E10")
    if strict:
        yield from _stated(made)
    if made.override == "both" and not row["override"].get("note"):
        yield Problem("override", "E17")
    policy = row.get("missing_policy", {})
    if made.missing == "prorate" and not policy.get("published_rule"):
        yield Problem("missing_policy", "E21")
    yield from _skips(made, row)
    for path, code in _codes(row.get("loinc")):
        if not checked(code):
            yield Problem(path, "E18")


def _stated(made: Instrument) -> Iterator[Problem]:
    """Ask for what a reader must be told: the owner of the words, the limits."""
    if not made.limits:
        yield Problem("limits", "E15")
    if made.licence is None:
        yield Problem("licence", "E15")
    elif set(made.licence.contexts) != set(Use):
        yield Problem("licence.contexts", "E15")


def _vectors(
    made: Instrument, row: Mapping[str, Any], *, strict: bool
) -> Iterator[Problem]:
    read = [
        (path, vector(data, path))
        for path, data in shape.rows(row.get("tests", []), "tests")
    ]
    ids = [one.id for _, one in read]
    if len(set(ids)) != len(ids) or (strict and not ids):
        yield Problem("tests", "E11")
        return
    wrong = [
        Problem(f"{path}.{found.path}", "E11")
        for path, one in read
        for found in differences(made, one)
    ]
    yield from wrong
    if strict and not wrong:
        for path in gaps(made, [one for _, one in read]):
            yield Problem(f"tests.{path}", "E11")


def _skips(made: Instrument, row: Mapping[str, Any]) -> Iterator[Problem]:
    """Skip logic repeats the gates; a form printed from it must ask the same."""
    said = []
    for path, data in shape.rows(row.get("skip_logic", []), "skip_logic"):
        skip = shape.table(data, path, "item applies_if")
        gate = predicate(skip["applies_if"], f"{path}.applies_if")
        said.append((shape.ident(skip["item"], path), gate))
    gates = {i.id: i.applies_if for i in made.items if i.applies_if is not None}
    if "skip_logic" in row and (dict(said) != gates or len(said) != len(gates)):
        yield Problem("skip_logic", "E19")


def _codes(loinc: Any) -> Iterator[tuple[str, str]]:
    """Give the LOINC codes with a check digit; those of answers follow another rule."""
    if loinc is None:
        return
    row = shape.table(loinc, "loinc", "", _LOINC)
    single = ("panel", "total", "risk_level", "answer_list")
    several = ("items", "answers", "answer_lists")
    found = [(f"loinc.{key}", key, row[key]) for key in single if key in row]
    for key in several:
        inner = shape.named(row.get(key, {}), f"loinc.{key}")
        found += [(path, key, value) for path, _, value in inner]
    for path, key, value in found:
        if value is not None:
            code = shape.text(value, path)
            if not key.startswith("answer"):
                yield path, code.removesuffix("?")


def checked(code: str) -> bool:
    """Whether a LOINC code ends in its check digit.

    Source: LOINC Users' Guide, appendix on the mod 10 check digit (reviewed: false).
    """
    digits, dash, last = code.partition("-")
    plain = digits.isascii() and digits.isdigit() and last.isascii() and last.isdigit()
    if not dash or not plain or len(last) != 1 or len(digits) > 7:
        return False
    doubled = [int(d) * (2 - n % 2) for n, d in enumerate(reversed(digits))]
    total = sum(value - 9 if value > 9 else value for value in doubled)
    return (-total) % 10 == int(last)
