"""The plan of a center, told: first steps, walls, papers, tables, questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import evolve, frozen

from fjcore.consent.analyse.wording import wording
from fjcore.consent.center.counsel import met_rules
from fjcore.consent.center.doors import DoorLine, Sharers, door_lines, groups, sharers
from fjcore.consent.center.facts import Center
from fjcore.consent.center.findings import (
    Point,
    agreements,
    forms,
    questions,
    steps,
    walls,
)
from fjcore.consent.center.matters import Matters
from fjcore.consent.center.pages import CenterReport, Grid, Piece, Section, Steps
from fjcore.consent.center.standing import Standing
from fjcore.consent.center.ways import Held
from fjcore.consent.center.words import listed, say, words
from fjcore.consent.floor import FLOOR
from fjcore.values.page import Paragraph, Points, Table


@frozen(kw_only=True)
class CenterPlan:
    """All that is found of a planned center: ready to be told as text, page or data."""

    found: Matters
    steps: tuple[Point, ...]
    walls: tuple[Point, ...]
    forms: tuple[Point, ...]
    agreements: tuple[Point, ...]
    questions: tuple[Point, ...]


def plan_center(center: Center) -> CenterPlan:
    """Work out who could ever see what at a center, and what it needs for that.

    It needs no vault and holds no fact about any survivor. Not legal advice.
    """
    found = Matters.of(center)
    return CenterPlan(
        found=found,
        steps=steps(found),
        walls=walls(found),
        forms=forms(found),
        agreements=agreements(found),
        questions=questions(found),
    )


def center_report(plan: CenterPlan) -> CenterReport:
    """Give the report of a plan, to be read by directors and commissioners."""
    return CenterReport(
        title=say("say.title", name=plan.found.center.name),
        notice=tuple(_notice(plan.found.center)),
        contents=say("say.contents"),
        sections=_sections(plan),
    )


def _notice(center: Center) -> Iterator[str]:
    yield say("say.top")
    packs = [
        say("say.pack", id=p.id, version=str(p.version), as_of=p.as_of.isoformat())
        for p in center.packs
    ]
    yield say(
        "say.dates",
        as_of=center.as_of.isoformat(),
        law=max(rule.as_of for rule in FLOOR),
        packs=" ".join(packs) or say("say.no_pack"),
    )


def _sections(plan: CenterPlan) -> Iterator[Section]:
    def section(id: str, *pieces: Piece) -> Section:
        return Section(id=id, title=say(f"say.{id}"), pieces=pieces)

    first = Steps(items=tuple(one.text for one in plan.steps))
    yield evolve(section("summary", *_summary(plan)), folded=False)
    yield evolve(section("first", first), folded=False)
    yield section("walls", _table("walls", plan.walls))
    yield section("forms", _needed("forms", plan.forms))
    yield section("agreements", _needed("agreements", plan.agreements))
    yield section("agencies", _agencies(plan.found.everyone))
    yield section(
        "letters", Paragraph(say("say.how")), Paragraph(say("say.small")), _doors()
    )
    yield from (_file(plan.found.center, held) for held in plan.found.held)
    yield section(
        "questions",
        Steps(items=tuple(f"{one.text} [{one.source}]" for one in plan.questions)),
    )
    yield section("rule_table", _rules(plan.found))


def _summary(plan: CenterPlan) -> Iterator[Piece]:
    """Give the whole in numbers and names; the first steps follow it."""
    parts = {"walls": plan.walls, "forms": plan.forms, "agreements": plan.agreements}
    yield Paragraph(
        say(
            "say.counted",
            agencies=str(len(plan.found.everyone)),
            held=str(len(plan.found.held)),
            questions=str(len(plan.questions)),
            **{name: str(len(rows)) for name, rows in parts.items()},
        )
    )
    yield Points(
        say(f"say.{name}_short", what="; ".join(one.title for one in rows))
        for name, rows in parts.items()
        if rows
    )
    yield Paragraph(say("say.fold"))


def _table(id: str, rows: Iterable[Point]) -> Table:
    return Table(
        say(f"say.{id}"),
        (say("say.what"), say("say.door_says"), say("say.source")),
        [(one.title, one.text, one.source) for one in rows],
    )


def _needed(id: str, rows: Iterable[Point]) -> Table:
    head = (say("say.what"), say("say.whom"), say("say.door_says"), say("say.source"))
    cells = [(o.title, listed(o.names), o.text, o.source) for o in rows]
    return Table(say(f"say.{id}"), head, cells)


def _agencies(everyone: Iterable[Standing]) -> Table:
    head = (say("say.agency"), say("say.kind_head"), say("say.laws_head"))
    return Table(say("say.agencies"), head, [_agency(one) for one in everyone])


def _agency(one: Standing) -> tuple[str, str, str]:
    kind = wording("en").kinds[one.kind]
    told = [kind, one.kind_reason, say("say.team_yes") if one.team else ""]
    laws = [f"{_law(r.name)}: {r.reason}" for r in one.regimes]
    return (
        one.agency.name,
        "; ".join(part for part in told if part),
        "; ".join(laws) or say("say.no_law"),
    )


def _law(name: str) -> str:
    table = words()["law"]
    return str(table["privilege" if name.startswith("priv.") else name])


def _doors() -> Table:
    head = (say("say.door"), say("say.door_says"), say("say.rule"))
    sources = {rule.id: rule.citation for rule in FLOOR}
    rows = [
        (f"{d['letter']} = {d['word']}", d["says"], f"{rule}: {sources[rule]}")
        for rule, d in words()["doors"].items()
    ]
    return Table(say("say.letters"), head, rows)


def _file(center: Center, held: Held) -> Section:
    agency, rows = held.standing.agency, sharers(center, held)
    laws = [_law(one.name) for one in held.standing.regimes] or [say("say.no_law")]
    heads = tuple("; ".join(one.names) for one in rows)
    pieces: list[Piece] = [
        Paragraph(say("say.holder_law", laws="; ".join(laws))),
        Paragraph(say("say.columns")),
        Steps(items=heads),
        _grid(say("say.table", name=agency.name), heads, rows),
        Points(_with_forms(held)),
        _lines(say("say.doors", name=agency.name), door_lines(rows)),
    ]
    title = say("say.holder", name=agency.name)
    return Section(id=f"file-{agency.id}", title=title, pieces=tuple(pieces), level=3)


def _grid(caption: str, heads: tuple[str, ...], rows: tuple[Sharers, ...]) -> Grid:
    never = say("say.never")
    boxes = [[one.box(group) for one in rows] for group in groups()]
    return Grid(
        caption=caption,
        corner=say("say.what"),
        heads=heads,
        rows=tuple(words()["groups"][group]["name"] for group in groups()),
        signs=tuple(
            tuple("".join(door.letter for door in box) or "-" for box in line)
            for line in boxes
        ),
        words=tuple(
            tuple(", ".join(door.word for door in box) or never for box in line)
            for line in boxes
        ),
        never=never,
    )


def _with_forms(held: Held) -> Iterator[str]:
    for id, group in words()["groups"].items():
        if "form" in group and (id != "school" or "ferpa" in held.standing.names):
            yield say("say.with_form", group=group["name"], form=group["form"])


def _lines(caption: str, lines: Iterable[DoorLine]) -> Table:
    head = (say("say.door"), say("say.numbers"), say("say.what"), say("say.rule"))
    rows = [(one.word, _numbers(one.columns), one.what, one.source) for one in lines]
    return Table(caption, head, rows)


def _numbers(numbers: tuple[int, ...]) -> str:
    return ", ".join(map(str, numbers))


def _rules(found: Matters) -> Table:
    head = (say("say.rule_says"), say("say.rule"), say("say.read"), say("say.met_by"))
    rows = []
    for rule, names in met_rules(found):
        met = say("say.all_held") if len(names) == len(found.held) else listed(names)
        status = rule.status if rule.settled else f"{rule.status}, not settled"
        rows.append(
            (
                rule.statement,
                f"{rule.id}: {rule.citation}",
                f"{rule.read}; {status}",
                met,
            )
        )
    return Table(say("say.rule_table"), head, rows)
