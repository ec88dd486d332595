"""Small instruments made up as plain data, and partial answers to them."""

from __future__ import annotations

from functools import cache
from typing import Any

from attrs import evolve, frozen
from hypothesis import strategies as st

STATUSES = (
    "declined",
    "unknown",
    "not_asked",
    "not_answered",
    "unsafe_to_ask",
    "interrupted",
)
FACT = "pregnant"
OPS = ("any", "all", "at_least", "not")


@frozen(kw_only=True)
class Case:
    """A definition with some answers, some recorded skips and some facts."""

    data: dict[str, Any]
    answers: dict[str, str]
    skips: dict[str, str]
    context: dict[str, Any]

    @property
    def stated(self) -> frozenset[str]:
        """The items whose skipping was recorded."""
        return frozenset(self.skips)

    def with_answer(self, item: str, value: str) -> Case:
        """Give the same case with one answer more or another one."""
        skips = {name: s for name, s in self.skips.items() if name != item}
        return evolve(self, answers=self.answers | {item: value}, skips=skips)


def asked(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Give everything that takes an answer: an item of two occasions is two."""
    found = []
    for item in data["items"]:
        names = [f"{item['id']}@{one}" for one in item.get("occasions", [])]
        found += [item | {"id": name} for name in names or [item["id"]]]
    for row in data.get("judgement", []):
        options = [{"value": value} for value in row["options"]]
        found.append({"id": row["id"], "options": options, "judged": True})
    return found


def values_of(item: dict[str, Any]) -> list[str]:
    """Give the answers that an item of the definition takes."""
    return [option["value"] for option in item.get("options", [])]


def reach(item: dict[str, Any]) -> tuple[int, int]:
    """Give the fewest and most points of an item, 0 among them where it is gated."""
    points = [option.get("score") or 0 for option in item["options"]]
    points += [0] if "applies_if" in item else []
    return min(points), max(points)


def scored(item: dict[str, Any]) -> bool:
    """Whether every answer of an item carries points."""
    return all(option.get("score") is not None for option in item["options"])


@cache
@st.composite
def items(draw: Any, number: int) -> dict[str, Any]:
    """Make an item of two or three answers, with points or without any."""
    names = "abc"[: draw(st.integers(2, 3))]
    with_points = draw(st.integers(0, 4)) > 0
    made: dict[str, Any] = {
        "id": f"i{number}",
        "neutral_label": f"question {number}",
        "type": "choice",
        "options": [
            {"value": name, "label": name, "score": draw(st.integers(-2, 3))}
            if with_points
            else {"value": name, "label": name, "score": None}
            for name in names
        ],
    }
    if len(names) == 2 and draw(st.integers(0, 5)) == 0:
        made["default"] = draw(st.sampled_from(names))
    if draw(st.integers(0, 7)) == 0:
        made["optional"] = True
    return made


def leaves(known: list[dict[str, Any]], scores: list[dict[str, Any]]) -> list[Any]:
    """Give a strategy for each simple condition that can be made of what is known."""
    found: list[Any] = [
        st.sampled_from(values_of(item)).map(
            lambda value, name=item["id"]: {"item": name, "eq": value}
        )
        for item in known
    ]
    spans = [("item_score", i["id"], *reach(i)) for i in known if scored(i)]
    spans += [("score", s["id"], s["min"], s["max"]) for s in scores]
    for kind, name, low, high in spans:
        if low < high:
            at = st.integers(int(low) + 1, int(high))
            found.append(at.map(lambda n, k=kind, m=name: {k: m, "ge": n}))
    found.append(st.booleans().map(lambda v: {"context": FACT, "eq": v}))
    return found


@st.composite
def conditions(draw: Any, simple: list[Any], depth: int = 2) -> dict[str, Any]:
    """Make a condition out of simple ones, some deep inside others."""
    if depth == 0 or draw(st.booleans()):
        return draw(draw(st.sampled_from(simple)))
    op = draw(st.sampled_from(OPS))
    if op == "not":
        return {"not": draw(conditions(simple, depth - 1))}
    parts = [
        draw(conditions(simple, depth - 1)) for _ in range(draw(st.integers(1, 3)))
    ]
    if op == "at_least":
        return {"at_least": draw(st.integers(1, len(parts))), "of": parts}
    return {op: parts}


def total(name: str, of: list[dict[str, Any]]) -> dict[str, Any]:
    """Make the sum of items."""
    spans = [reach(item) for item in of]
    return {
        "id": name,
        "kind": "sum",
        "items": [item["id"] for item in of],
        "min": sum(low for low, _ in spans),
        "max": sum(high for _, high in spans),
    }


@st.composite
def bands(draw: Any, score: dict[str, Any]) -> list[dict[str, Any]]:
    """Cut the span of a score into bands, at the edges or anywhere between."""
    low, high = score["min"], score["max"]
    inner = st.integers(low + 1, high)
    cuts = draw(st.sets(inner, max_size=3)) if low < high else set()
    starts = [low, *sorted(cuts)]
    ends = [start - 1 for start in starts[1:]] + [high]
    return [
        {"score": score["id"], "id": f"b{n}", "min": a, "max": b, "label": f"b{n}"}
        for n, (a, b) in enumerate(zip(starts, ends, strict=True))
    ]


def definition(**parts: Any) -> dict[str, Any]:
    """Give a whole definition around its parts."""
    return {
        "id": "made-up",
        "title": "made up",
        "version": "1",
        "method": "checklist",
        "source": "nowhere",
        "licence_of_wording": "our own words",
        "subject": "nobody",
        **parts,
    }


@cache
@st.composite
def definitions(draw: Any) -> dict[str, Any]:
    """Make a definition with gates, sums, a scaled mean, triggers and outcomes."""
    known: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, 5))):
        item = draw(items(number))
        if draw(st.integers(0, 2)) == 0:
            item["applies_if"] = draw(conditions(leaves(known, []), 1))
        known.append(item)
    with_points = [item for item in known if scored(item)]
    scores = []
    if with_points:
        chosen = draw(st.sets(st.sampled_from(range(len(with_points))), min_size=1))
        scores.append(total("total", [with_points[n] for n in sorted(chosen)]))
    plain = [item for item in with_points if "applies_if" not in item]
    if plain and draw(st.integers(0, 3)) == 0:
        mean = total("mean", plain) | {"kind": "scaled_mean", "times": len(plain)}
        scores.append(mean | {"min_answered": draw(st.integers(1, len(plain)))})
    simple = leaves(known, scores)
    triggers = [
        {
            "id": f"t{number}",
            "when": draw(conditions(simple)),
            "timing": draw(st.sampled_from(("immediate", "end"))),
            "action": "act",
        }
        for number in range(draw(st.integers(1, 3)))
    ]
    made = definition(
        items=known,
        scores=scores,
        bands=[b for s in scores if s["kind"] == "sum" for b in draw(bands(s))],
        triggers=triggers,
        constraints=[{"id": "c", "when": draw(conditions(simple)), "message": "look"}],
        outcomes=["o0", "o1", "o2", "none", "silent"],
        outcome_rule=[
            *[[t["id"], f"o{draw(st.integers(0, 2))}"] for t in triggers],
            [None, "none"],
        ],
    )
    if draw(st.booleans()):
        made["outcome_if_nothing_answered"] = "silent"
    default = draw(st.sampled_from(("undeclared", True, False, None)))
    if default != "undeclared":
        made["context"] = {FACT: {"type": "boolean", "default": default}}
    return made


@st.composite
def cases(draw: Any, of: Any = None) -> Case:
    """Make a definition and a partial set of answers to it."""
    data = draw(definitions() if of is None else of)
    answers, skips = {}, {}
    for item in asked(data):
        kind = draw(st.integers(0, 3))
        if kind == 0:
            skips[item["id"]] = draw(st.sampled_from(STATUSES))
        elif kind > 1:
            values = values_of(item) or ["a remark"]
            answers[item["id"]] = draw(st.sampled_from(values))
    context = draw(st.sampled_from(({}, {FACT: True}, {FACT: False}, {FACT: None})))
    return Case(data=data, answers=answers, skips=skips, context=context)


@st.composite
def whole_cases(draw: Any) -> Case:
    """Make a definition without gates, and an answer to every item of it."""
    data = draw(definitions())
    for item in data["items"]:
        item.pop("applies_if", None)
    by_id = {item["id"]: item for item in data["items"]}
    for score in data["scores"]:
        spans = [reach(by_id[name]) for name in score["items"]]
        score["min"], score["max"] = (sum(part) for part in zip(*spans, strict=True))
    summed = [score for score in data["scores"] if score["kind"] == "sum"]
    data["bands"] = [band for score in summed for band in draw(bands(score))]
    simple = leaves(data["items"], data["scores"])
    for row in (*data["triggers"], *data["constraints"]):
        row["when"] = draw(conditions(simple))
    answers = {
        item["id"]: draw(st.sampled_from(values_of(item))) for item in data["items"]
    }
    context = draw(st.sampled_from(({}, {FACT: True}, {FACT: None})))
    return Case(data=data, answers=answers, skips={}, context=context)


@st.composite
def read_once(draw: Any) -> dict[str, Any]:
    """Make a definition without gates whose one trigger reads each item once."""
    known = [draw(items(number)) for number in range(draw(st.integers(1, 5)))]
    for item in known:
        item.pop("default", None)
    points = [item for item in known if scored(item)]
    summed = points[: draw(st.integers(0, len(points)))]
    scores = [total("total", summed)] if summed else []
    rest = [item for item in known if item not in summed]
    parts = [draw(draw(st.sampled_from(leaves([item], [])[:-1]))) for item in rest]
    parts += [draw(s) for s in leaves([], scores)]
    while len(parts) > 1:
        size = draw(st.integers(2, len(parts)))
        group, parts = parts[:size], parts[size:]
        op = draw(st.sampled_from(("any", "all", "at_least")))
        at = draw(st.integers(1, size))
        made = {"at_least": at, "of": group} if op == "at_least" else {op: group}
        parts.append({"not": made} if draw(st.booleans()) else made)
    trigger = {"id": "t", "when": parts[0], "timing": "end", "action": "act"}
    return definition(
        items=known,
        scores=scores,
        bands=[band for score in scores for band in draw(bands(score))],
        triggers=[trigger],
    )
