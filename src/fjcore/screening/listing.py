"""An instrument told in lines, as plain data, and as the page of the reference."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fjcore.screening.definition import Instrument
from fjcore.screening.elements import Item
from fjcore.screening.external import external_tools
from fjcore.screening.grammar import Predicate
from fjcore.screening.parse import instruments, load
from fjcore.screening.wording import WordingPack, languages

TIERS = {
    "A": "logic and wording, with attribution",
    "B": "logic and neutral labels; the wording is its owner's",
    "C": "structure only; results are recorded, never summed",
    "own": "words of this project",
}
_JOINED = {"any": "or", "all": "and"}
NOT_ADVICE = "What is said of licences is not legal advice, and no person checked it."


def written(rule: Predicate) -> str:
    """Give a condition in words that a person can read."""
    inner = [written(part) for part in rule.parts]
    if rule.kind in ("any", "all"):
        return "(" + f" {_JOINED[rule.kind]} ".join(inner) + ")"
    if rule.kind == "at_least":
        return f"at least {rule.count} of ({', '.join(inner)})"
    if rule.kind == "not":
        return f"not {inner[0]}"
    sign = "is" if rule.kind in ("item", "context") else ">="
    name = f"points of {rule.name}" if rule.kind == "item_score" else rule.name
    value = str(rule.value).lower() if type(rule.value) is bool else rule.value
    return f"{name} {sign} {value}"


def told(made: Instrument, pack: WordingPack | None) -> Iterator[str]:
    """Give everything that a reader needs to judge an instrument, line by line."""
    yield f"{made.id}: {made.title}, {made.version}, revision {made.revision}"
    yield f"for: {made.population}"
    yield f"category {made.category}, method {made.method}, logic {made.logic_hash}"
    yield from _licence(made)
    yield from (f"limit: {text}" for text in made.limits)
    if pack is not None:
        yield f"words: {pack.language}, {pack.translation}; {pack.attribution}"
        yield from [pack.instructions] if pack.instructions else []
    for item in made.asked:
        yield from _item(item, pack)
    yield from _logic(made)
    yield f"source: {made.source}"
    for row in made.figures:
        cut = f" at {row.cut}" if row.cut else ""
        said = f"{row.measure} {row.value}{cut}, {row.population} ({row.source})"
        yield f"figure of a group, never of a person: {said}"
    parts = ", ".join(made.unreviewed)
    yield f"not yet checked by a person with the owner: {parts or 'nothing'}"


def _licence(made: Instrument) -> Iterator[str]:
    licence = made.licence
    if licence is not None:
        uses = ", ".join(f"{use} {word}" for use, word in licence.contexts.items())
        yield f"licence: {licence.holder}; {uses}; as of {licence.dated}"
        yield f"tier {licence.tier}: {TIERS[licence.tier]}"
        if licence.training_required:
            yield "training by its owner is required"
    yield f"note on the wording: {made.licence_note}"
    yield NOT_ADVICE


def _item(item: Item, pack: WordingPack | None) -> Iterator[str]:
    words = item.label if pack is None else pack.items[item.id]
    gate = f" [asked if {written(item.applies_if)}]" if item.applies_if else ""
    by = "" if item.respondent == "survivor" else f" [{item.respondent}]"
    yield f"  {item.id}: {words}{gate}{by}"
    cells = []
    for option in item.options:
        text = option.label if pack is None else pack.option(item.id, option.value)
        points = "" if option.score is None else f" ({option.score})"
        cells.append(f"{option.value} = {text}{points}")
    if cells:
        yield f"      {'; '.join(cells)}"


def _logic(made: Instrument) -> Iterator[str]:
    for score in made.scores:
        what = "sum" if score.kind == "sum" else f"mean times {score.times}"
        of = f"{what} of {', '.join(score.items)}"
        yield f"score {score.id}: {of}, {score.min} to {score.max}"
    for band in made.bands:
        local = ", of local origin" if band.local else ""
        yield f"band {band.id} of {band.score}: {band.min} to {band.max}{local}"
    for trigger in made.triggers:
        cut = f", cut {trigger.profile}" if trigger.profile else ""
        yield f"alert {trigger.id} ({trigger.timing}{cut}): {written(trigger.when)}"
        yield f"      {trigger.action}"
        if trigger.source:
            yield f"      source: {trigger.source}"
    for row in made.constraints:
        yield f"look again if {written(row.when)}: {row.message}"
    for name, outcome in made.outcome_rule:
        yield f"outcome {outcome}: {'else' if name is None else 'if ' + name}"
    if made.default_profile:
        yield f"cut, unless one is chosen: {made.default_profile}"


def plain(made: Instrument, pack: WordingPack | None) -> dict[str, Any]:
    """Give an instrument as plain data."""
    return {
        "id": made.id,
        "title": made.title,
        "version": made.version,
        "revision": made.revision,
        "category": made.category,
        "method": made.method,
        "logic_hash": made.logic_hash,
        "document_hash": made.document_hash,
        "limits": list(made.limits),
        "reviewed": made.reviewed,
        "unreviewed": list(made.unreviewed),
        "items": [
            {
                "id": item.id,
                "text": item.label if pack is None else pack.items[item.id],
                "type": item.type,
                "gate": item.applies_if and written(item.applies_if),
                "options": [
                    {
                        "value": option.value,
                        "score": option.score,
                        "text": option.label
                        if pack is None
                        else pack.option(item.id, option.value),
                    }
                    for option in item.options
                ],
            }
            for item in made.asked
        ],
        "scores": [[s.id, s.kind, s.min, s.max, list(s.items)] for s in made.scores],
        "bands": [[b.score, b.id, b.min, b.max] for b in made.bands],
        "triggers": [
            {
                "id": t.id,
                "when": written(t.when),
                "timing": t.timing,
                "action": t.action,
                "action_code": t.action_code,
                "source": t.source,
                "profile": t.profile,
            }
            for t in made.triggers
        ],
        "outcome_rule": [list(row) for row in made.outcome_rule],
        "words": list(languages(made.id)),
    }


def page() -> str:
    """Give the page of the reference: every instrument, its limits, its items."""
    found = [load(name) for name in instruments()]
    lines = [
        "# Instruments",
        "",
        "This page is made by `fjcore instruments list --markdown` out of "
        "[the definitions](instruments-format.md); `fjcore instruments show ID` tells",
        "one in full. What an item asks stands here in neutral words; "
        "[the wording belongs to its owner](../explanation/screening.md#whose-words).",
        "",
        "| Id | What it is | Limits |",
        "|---|---|---|",
    ]
    lines += [f"| `{i.id}` | {i.title} | {' '.join(i.limits)} |" for i in found]
    lines += ["", "## Recorded, not scored", "", "| Tool | Why |", "|---|---|"]
    lines += [f"| {name} | {why} |" for name, why in external_tools().items()]
    for made in found:
        lines += _section(made)
    return "\n".join(lines) + "\n"


def _section(made: Instrument) -> Iterator[str]:
    licence = made.licence
    yield from ("", f"## `{made.id}`", "")
    yield f"{made.title}, {made.version}. For: {made.population}."
    if licence is not None:
        uses = ", ".join(f"{use}: {word}" for use, word in licence.contexts.items())
        said = f"Licence (not legal advice): {licence.holder}; {uses}."
        yield f"{said} Tier {licence.tier}: {TIERS[licence.tier]}."
    yield f"Not yet checked by a person: {', '.join(made.unreviewed) or 'nothing'}."
    yield from ("", "| Item | Answers | What it is about |", "|---|---|---|")
    for item in made.items:
        values = ", ".join(f"`{option.value}`" for option in item.options)
        yield f"| `{item.id}` | {values or 'a text'} | {item.label} |"
    if made.triggers:
        yield from ("", "| Alert | When | What is to be done |", "|---|---|---|")
    for trigger in made.triggers:
        yield f"| `{trigger.id}` | {trigger.timing} | {trigger.action} |"
