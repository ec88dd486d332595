"""One record of each type, and quick variations of all that a plan hides of it.

A base record is drawn once. What a plan hides of it is then replaced: values,
presence, counts, order, ages, other records, the person's id and revision. No rule of
redaction is read here but which view belongs to a field, said again in few words.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import attrs
from attrs import frozen
from consent.hidden import REASONS, Cover, leaves, record, shuffled
from disclosure.worlds import END, NOON, REVISION, SIGNED, built, held_of, plan_of

from fjcore.consent import Audience, Grant, Plan, View, explain
from fjcore.disclosure import Disclosure, Held
from fjcore.disclosure.render import disclosure_csv, disclosure_report
from fjcore.errors import FjcoreError
from fjcore.records import CORE_RECORDS, FieldKind, ServiceEncounter
from fjcore.records.safety import APART
from fjcore.testing.consent import Choose, answer_of, case, pick, stream
from fjcore.values import Missing, PartialDate
from fjcore.values.workbook import workbook

#: Releases of two plans may end at an age of a record; records stand on both sides.
AGES = (SIGNED - timedelta(days=3), SIGNED, SIGNED + timedelta(minutes=9))

#: Half of the fields are shown whole; of the others all steps are tried.
_VIEWS = (View.FULL,) * 4 + (View.MARKED,) * 2 + tuple(View)[2:-1]

#: Paths and categories that a recipient may ask about, one of which is none.
PATHS = ("identity.name", "person.names.text", "shelter_address.line", "none.such")

#: Coarse dates: by step, what else would be shown alike.
_DECADE, _YEAR, _QUARTER = View.COARSE_1, View.COARSE_2, View.COARSE_3


@frozen
class Base:
    """A plan, a file of one type's records, and others that show nothing."""

    plan: Plan
    held: list[Held]


def plan_for(choose: Choose, cls: type) -> Plan:
    """Choose a plan that shows some of a type, some of it coarsely or to an age."""
    kinds = sorted({leaf.label.category for leaf in leaves(cls)})
    texts = [leaf.path for leaf in leaves(cls) if leaf.kind is FieldKind.NARRATIVE]
    apart = sorted(path for path in APART if path in {x.path for x in leaves(cls)})
    found = {
        kind: pick(choose, _VIEWS) for kind in kinds if len(kinds) == 1 or choose(3)
    }
    named = {path: View.FULL for path in (*texts, *apart) if choose(2)}
    if not any(view > View.MARKED for view in found.values()):
        found[pick(choose, kinds)] = pick(choose, (View.FULL, View.COARSE_2))
    plan = plan_of(_until(choose, found), _until(choose, named))
    # Local texts are not in a plan that nobody asked for them: so are core's here.
    told = tuple(row for row in plan.named if row[1] or choose(2))
    return attrs.evolve(plan, named=told)


def _until(choose: Choose, views: dict[str, View]) -> dict[str, Any]:
    """Grant each at any age, or to records of an age: then newer ones show nothing."""
    seen = {name: view for name, view in views.items() if view > View.MARKED}
    return {n: v if choose(4) else (v, SIGNED) for n, v in seen.items()}


class Varied(Cover):
    """Changes what a plan hides of one record, and what a coarser view leaves open."""

    def __init__(self, choose: Choose, plan: Plan, held: Held) -> None:
        super().__init__(choose, plan, held)
        named = dict(plan.views_for(held.recorded_at)[1])
        apart = {path: named[path] for path in self.views if path in named}
        self.views |= {path: view for path, view in apart.items() if path in APART}

    def changed(self, held: Any, path: str = "") -> Any:
        """Change what is hidden, then what is shown coarsely beside its outcome."""
        made = super().changed(held, path)
        path, rows = path or self.name, {}
        for attribute in attrs.fields(type(made)):
            here = f"{path}.{attribute.name}"
            view = self.views.get(here, View.FULL)
            if View.PLACEHOLDER < view < View.FULL:
                value = getattr(made, attribute.name)
                rows[attribute.name] = beside(self.choose, value, view)
        try:
            return attrs.evolve(made, **rows)
        except FjcoreError:  # a rule of the type forbids it
            return made

    def parts(self, attribute: Any, held: Any, path: str) -> Any:
        """Parts as ever; where not all of them is shown, equal ones are told once."""
        found = super().parts(attribute, held, path)
        below = [v for p, v in self.views.items() if p.startswith(f"{path}.")]
        if isinstance(found, tuple) and any(v is not View.FULL for v in below):
            more = [one for one in found if not self.choose(3)]
            return tuple(shuffled(self.choose, [*found, *more]))
        return found


def beside(choose: Choose, held: Any, view: View) -> Any:
    """Another value of which a coarser view shows the same."""
    if isinstance(held, Missing):
        return pick(choose, REASONS)
    if isinstance(held, tuple):
        found = [beside(choose, item, view) for item in held for _ in "ab"]
        return tuple(shuffled(choose, found))
    if isinstance(held, str) and held.startswith("406-555-01"):
        return f"{300 + choose(90)} 555 01{held[-2:]}"
    if isinstance(held, str) and held[:5].isdecimal() and len(held) == 5:
        more = f"{choose(10)}{choose(10)}"
        return held[:3] + more if view is View.COARSE_1 else f"{held}-00{more}"
    if isinstance(held, PartialDate):
        if held.precision != "day":
            return held
        day = _day_beside(choose, held.earliest, view)
        return PartialDate.parse(day.isoformat() + "~" * held.approximate)
    if isinstance(held, datetime):
        return held.replace(hour=choose(24), minute=choose(60), microsecond=7)
    return _day_beside(choose, held, view) if isinstance(held, date) else held


def _day_beside(choose: Choose, day: date, view: View) -> date:
    year, month = day.year, day.month
    if view is _DECADE:
        year = year // 10 * 10 + choose(10)
    if view in (_DECADE, _YEAR):
        month = 1 + choose(12)
    if view is _QUARTER:
        month = (month - 1) // 3 * 3 + 1 + choose(3)
    return date(year, month, 1 + choose(28))


def base_of(cls: type, seed: int) -> Base:
    """Give the plan and the file of a seed: the first of which something is shown."""
    for number in range(50):
        choose = stream(seed * 50 + number)
        plan = plan_for(choose, cls)
        held = [_of(choose, cls) for _ in range(1 + choose(3))]
        if built(plan, held).content()["records"]:
            return Base(plan, held)
    raise AssertionError(f"no plan shows anything of {cls.__name__}")


def _of(choose: Choose, cls: Any) -> Held:
    return Held(record=record(choose, cls), recorded_at=pick(choose, AGES))


def variation(choose: Choose, base: Base) -> Base:
    """Give the file with all changed that the plan hides, and the plan's own ids."""
    kept = []
    for item in base.held:
        cover = Varied(choose, base.plan, item)
        if cover.shown(item.record):
            kept.append(attrs.evolve(item, record=cover.changed(item.record)))
    for item in [*base.held, _of(choose, pick(choose, CORE_RECORDS))]:
        cover = Varied(choose, base.plan, item)
        if not cover.shown(item.record) and choose(3):
            kept.append(attrs.evolve(item, record=cover.changed(item.record)))
    plan = attrs.evolve(
        base.plan,
        subject=f"{choose(1 << 20):032x}",
        revision=REVISION + choose(40),
        valid=(NOON - timedelta(minutes=choose(500)), END + timedelta(choose(9))),
    )
    return Base(plan, shuffled(choose, kept))


# --- what a recipient sees ---------------------------------------------------------


def renderings(made: Disclosure) -> Iterator[bytes]:
    """Give a disclosure in every format: JSON, text, HTML, CSV and a workbook."""
    content = made.content()
    report, table = disclosure_report(content), disclosure_csv(content)
    yield made.body
    yield report.text().encode()
    yield report.html().encode()
    yield disclosure_report(content, "es").text().encode()
    yield table.encode()
    yield workbook({"disclosure": [*csv.reader(io.StringIO(table))]})


def about(made: Disclosure) -> str:
    """Give what a disclosure says of itself, beside the body."""
    said = {name: getattr(made, name) for name in Disclosure.__slots__}
    return f"{said} {made!r} {made.name} {made.present}"


def told(fault: FjcoreError) -> str:
    """Give what an error tells, and all it is made of."""
    return f"{type(fault).__name__} {fault} {fault.args} {vars(fault)}"


def failures(base: Base) -> Iterator[str]:
    """Give the errors of a stale plan, a late one, and a value that cannot be cut."""
    naive = datetime(2024, 5, 3, 3, 17)  # noqa: DTZ001
    broken = record(stream(1), ServiceEncounter)
    object.__setattr__(broken, "started_at", naive)
    more = dict(base.plan.categories) | {"participation": (Grant(View.FULL),)}
    plan = attrs.evolve(base.plan, categories=tuple(sorted(more.items())))
    now = {"now": NOON, "revision": plan.revision}
    for made, held, said in (
        (base.plan, base.held, now | {"revision": plan.revision + 1}),
        (base.plan, base.held, now | {"now": END + timedelta(days=9)}),
        (plan, [*base.held, *held_of(broken)], now),
    ):
        try:
            built(made, held, **said)
        except FjcoreError as fault:
            yield told(fault)
        else:
            yield "no error"


def explained(choose: Choose) -> Iterator[str]:
    """Give what a recipient is told of a decision, whatever it was and rests on."""
    decision = answer_of(case(choose))
    for language in ("en", "es"):
        found = explain(decision, Audience.RECIPIENT, language)
        path = pick(choose, PATHS)
        yield f"{found!r} {found.plain()} {found.why(path)} {found.why_not(path)}"
        yield found.text() + found.html() + found.json()


def seen(choose: Choose, base: Base) -> dict[str, str]:
    """Give the digest of all that can be seen of one variation, by what it is."""
    made = built(base.plan, base.held, revision=base.plan.revision)
    forms = ("json", "text", "html", "text es", "csv", "xlsx")
    found = dict(zip(forms, renderings(made), strict=True))
    found["about"] = about(made).encode()
    for name, texts in (("errors", failures(base)), ("told", explained(choose))):
        found[name] = "\n".join(texts).encode()
    return {name: hashlib.sha256(raw).hexdigest() for name, raw in found.items()}


def differences(cls: type, plans: int, each: int, seed: int = 0) -> list[str]:
    """Name what differs between variations of a type: none should."""
    found: set[str] = set()
    for number in range(seed, seed + plans):
        base, choose = base_of(cls, number), stream(number)
        first = seen(choose, variation(choose, base))
        for _ in range(each - 1):
            other = seen(choose, variation(choose, base))
            found |= {name for name in first if first[name] != other[name]}
            if found:
                return sorted(found)
    return sorted(found)
