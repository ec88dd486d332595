"""Seeded faults of cutter, body and renderers, each noticed by variation alone."""

from __future__ import annotations

from functools import cache

import pytest
from attrs import frozen
from disclosure.varying import differences
from redaction.planting import Mutant, planted

from fjcore.records import (
    Address,
    Assessment,
    CompensationClaim,
    CourtMatter,
    EmergencyContact,
    Enrollment,
    Household,
    LegalMatter,
    Person,
    SafetyPlan,
)


@frozen
class Fault:
    """One fault, the type of record that shows it, in which form, from which seed."""

    name: str
    where: str
    old: str
    new: str
    cls: type = Person
    seen: str = "json"
    seed: int = 0

    @property
    def mutant(self) -> Mutant:
        return Mutant(self.name, self.where, self.old, self.new, lambda: None)


FAULTS = (
    Fault(
        "a marker tells whether a value is there",
        "plainly._part",
        "dict(layout.marks)",
        "{k: v for k, v in layout.marks if isinstance(getattr(part, k), str)}",
    ),
    Fault(
        "a marker tells how many there are",
        "plainly._part",
        "dict(layout.marks)",
        "{k: v * len(str(getattr(part, k))) for k, v in layout.marks}",
    ),
    Fault(
        "an empty section shows that there is a part",
        "plainly._part",
        "    if not (sure or nested or rest):",
        "    if False:",
        SafetyPlan,
    ),
    Fault(
        "the count of parts is told",
        "layout.Plan.layout",
        "self.views[path] is not View.FULL",
        "False",
        Assessment,
    ),
    Fault(
        "parts stand as they are kept",
        "ordering.by_bytes",
        "sorted(found)",
        "found",
        CourtMatter,
    ),
    Fault(
        "records stand as they are kept",
        "ordering.distinct",
        "sorted({written(cut): cut for cut in found}.items())",
        "{written(cut): cut for cut in found}.items()",
        Enrollment,
    ),
    Fault(
        "a record that shows nothing lengthens the list of fields",
        "build._written",
        "            seen[cls, shape] = None",
        "        seen[cls, shape] = None",
        seen="about",
    ),
    Fault(
        "a telling reason leaves as it is",
        "layout.reason_of",
        "reason.outward.value",
        "reason.value",
    ),
    Fault(
        "the person's id leaves in place of the recipient's name for her",
        "build._besides",
        '"subject": token',
        '"subject": plan.subject',
    ),
    Fault(
        "the revision leaves",
        "build._besides",
        '"basis_ref": plan.basis_ref',
        '"basis_ref": str(plan.revision)',
    ),
    Fault(
        "how long the plan holds leaves",
        "build._besides",
        "ends = plan.expires",
        "ends = plan.valid[1]",
    ),
    Fault(
        "the size of the file leaves",
        "build.build",
        "list(notices)",
        "list(notices) + [str(len(views))]",
    ),
    Fault(
        "an error names how many records there are",
        "build._written",
        "            cuts.clear()  # a traceback may print what its frames hold\n"
        "            raise",
        "            raise CutFailed(str(len(views)))",
        seen="errors",
    ),
    Fault(
        "an error comes only where something is kept",
        "build.build",
        "    plan.check(now, revision)",
        "    held = list(held)\n    if len(held) > 2: plan.check(now, revision)",
        Household,
        "errors",
        seed=3,
    ),
    Fault(
        "a text that was not named is as its category",
        "cutting.view_under",
        "min(found, View.MARKED)",
        "found",
        EmergencyContact,
        seed=1,
    ),
    Fault(
        "a newer record is reached as an older one",
        "build.build",
        "view_under(plan, item.recorded_at)",
        "view_under(plan, utc(datetime(2000, 1, 1, tzinfo=UTC)))",
        LegalMatter,
        seed=4,
    ),
    Fault(
        "a prefix tells a fourth digit",
        "operators.zip3",
        "prefix = text[:3]",
        "prefix = text[:4]",
        Address,
        seed=11,
    ),
    Fault(
        "a year tells its month",
        "operators.year",
        "return str(found)",
        "return value.isoformat()[:7]",
        CompensationClaim,
    ),
    Fault(
        "a page tells when it was made",
        "render._about",
        "say, rows = words.say, []",
        "import time; say, rows = words.say, [('', str(time.perf_counter_ns()))]",
        seen="html",
    ),
    Fault(
        "a row tells where it was in memory",
        "render.lines_of",
        "number=number",
        "number=__import__('time').perf_counter_ns()",
        seen="csv",
    ),
)


@cache
def sound(cls: type, seed: int) -> list[str]:
    """What differs in the sound code."""
    return differences(cls, 1, 2, seed)


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_every_seeded_fault_is_noticed(fault: Fault) -> None:
    """A fault should differ in the form it shows in, and the sound code in none."""
    with planted(fault.mutant):
        found = differences(fault.cls, 2, 8, fault.seed)

    assert fault.seen in found
    assert [] == sound(fault.cls, fault.seed)
