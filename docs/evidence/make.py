"""Makes the pages of evidence: ``uv run python docs/evidence/make.py``.

What a definition holds comes from the definition; what it does not stands in
``written.toml``. A test holds the pages to both.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from fjcore.screening import (
    Evaluation,
    Instrument,
    evaluate,
    external_tools,
    languages,
    load,
)
from fjcore.screening import instruments as shipped
from fjcore.screening.listing import NOT_ADVICE, TIERS, written
from fjcore.screening.telling import ALWAYS
from fjcore.values import Tri

FOLDER = Path(__file__).parent
SAID = {Tri.TRUE: "yes", Tri.FALSE: "no", Tri.UNDETERMINED: "open"}
MADE = (
    "This page is made by `docs/evidence/make.py` out of "
    "[the definition](../reference/instruments.md), and no person has signed it off "
    "(`reviewed: {reviewed}`)."
)


def pages() -> dict[str, str]:
    """Give every page by the name of its file."""
    said = tomllib.loads((FOLDER / "written.toml").read_text("utf-8"))
    found = {f"{name}.md": page(load(name), said[name]) for name in shipped()}
    return found | {"index.md": index()}


def text(lines: Iterator[str]) -> str:
    return "\n".join(lines) + "\n"


def index() -> str:
    return text(_index())


def page(made: Instrument, said: dict[str, str]) -> str:
    return text(_page(made, said))


def _index() -> Iterator[str]:
    yield from ("# Evidence", "")
    yield "One page for each instrument: what it measures, on what it rests, how it is"
    yield "scored, what is left where questions were skipped, and what nobody has"
    yield "checked. Figures are of groups, and never of a person."
    yield from ("", "| Instrument | For | Figures | Tier |", "|---|---|---|---|")
    for made in map(load, shipped()):
        tier = made.licence.tier if made.licence else ""
        cells = (made.population, str(len(made.figures) or "none found"), tier)
        yield f"| [{made.title}]({made.id}.md) | {' | '.join(cells)} |"
    yield from ("", "## Recorded as told", "")
    yield "These are not scored here: a rule was not found, or must not be copied. What"
    yield "one found elsewhere is kept as `ExternalResult`: the tool, its edition,"
    yield "the result in its words, who found it and when. Nothing is worked out of it."
    yield from ("", "| Tool | Why |", "|---|---|")
    for name, why in external_tools().items():
        yield f"| `{name}` | {why} |"
    yield from ("", "```{toctree}", ":hidden:", "", *shipped(), "```")


def _page(made: Instrument, said: dict[str, str]) -> Iterator[str]:
    yield from (f"# {made.title}", "", said["measures"], "")
    yield f"Edition: {made.version}. For: {made.population}."
    if made.window:
        yield f"It asks about: {made.window}."
    yield MADE.format(reviewed=str(made.reviewed).lower())
    yield from ("", "## What it rests on", "", said["rests_on"], "")
    for one in made.evidence:
        checked = f"`reviewed: {str(one.reviewed).lower()}`"
        yield f"- {one.cite}: {', '.join(one.parts)} ({checked})"
    yield from _figures(made)
    yield from _licence(made)
    yield from _scoring(made)
    yield from _skipped(made)
    yield from ("", "## Limits", "")
    yield from (f"- {line}" for line in (*made.limits, *ALWAYS))
    yield from ("", said["reading"])
    yield from ("", "## What is to be checked", "")
    yield from ("| Part | Reviewed | With whom |", "|---|---|---|")
    for name, row in made.review.items():
        checked, whom = str(row.reviewed).lower(), row.check_with or "the source"
        yield f"| {name} | {checked} | {whom} |"


def _figures(made: Instrument) -> Iterator[str]:
    yield from ("", "## Figures", "")
    if not made.figures:
        yield "No figure of accuracy was found in a source that could be checked."
        return
    yield "Of groups, and never of a person: no chance of anything is shown for one."
    yield from (
        "",
        "| Measure | Value | At | Of whom | Source |",
        "|---|---|---|---|---|",
    )
    for row in made.figures:
        cells = (row.measure, row.value, row.cut or "", row.population, row.source)
        yield f"| {' | '.join(cells)} |"


def _licence(made: Instrument) -> Iterator[str]:
    yield from ("", "## Words and licence", "")
    licence = made.licence
    if licence is None:
        return
    uses = ", ".join(f"{use}: {word}" for use, word in licence.contexts.items())
    holder = licence.holder.rstrip(".")
    yield f"Owner: {holder}. {uses.capitalize()}; as of {licence.dated}"
    yield f"(`reviewed: {str(licence.reviewed).lower()}`). Tier {licence.tier}:"
    yield f"{TIERS[licence.tier]}. What is known: {made.licence_note}"
    if licence.training_required:
        yield "Training by its owner is required."
    tags = languages(made.id)
    words = f"Words ship in: {', '.join(tags)}." if tags else "No words ship."
    yield from ("", f"{words} {NOT_ADVICE}")


def _scoring(made: Instrument) -> Iterator[str]:
    yield from ("", "## How it is scored", "")
    for score in made.scores:
        way = "sum" if score.kind == "sum" else f"mean times {score.times}"
        better = ", higher is better" if score.direction == "higher_is_better" else ""
        of = f"{way} of {len(score.items)} items, {score.min} to {score.max}"
        yield f"- Score `{score.id}`: {of}{better}."
    for band in made.bands:
        local = ", of local origin" if band.local else ""
        yield f"- Band `{band.id}` of `{band.score}`: {band.min} to {band.max}{local}."
    for trigger in made.triggers:
        when = "at once" if trigger.timing == "immediate" else "at the end"
        cut = f" (cut `{trigger.profile}`)" if trigger.profile else ""
        yield f"- Alert `{trigger.id}`, {when}{cut}: {written(trigger.when)}."
        yield f"  To do: {trigger.action}."
    for name, outcome in made.outcome_rule:
        yield f"- Outcome `{outcome}`: {'else' if name is None else f'if `{name}`'}."
    if made.default_profile:
        yield f"- Unless another is chosen, the cut is `{made.default_profile}`."
    for item in made.items:
        if item.applies_if is not None:
            yield f"- `{item.id}` is asked if {written(item.applies_if)}."
    if not made.scores and not made.triggers:
        yield "- Nothing is summed: the ratings are recorded."
    rule = made.missing_rule or "none was found"
    yield from ("", f"A published rule for skipped questions: {rule}.")


def _skipped(made: Instrument) -> Iterator[str]:
    yield from ("", "## Where questions were skipped", "")
    yield "A skipped question is never a no. This is left of a form with nothing"
    yield "answered, and of one in which every other question was declined and the rest"
    yield "had the answer of most points:"
    yield from (
        "",
        "| | Nothing answered | Every other one declined |",
        "|---|---|---|",
    )
    empty, half = evaluate(made, {}), _half(made)
    for name in made.scores_by_id:
        yield f"| `{name}` | {_span(empty, name)} | {_span(half, name)} |"
    for name in empty.flags:
        first, second = SAID[empty.flags[name]], SAID[half.flags[name]]
        yield f"| alert `{name}` | {first} | {second} |"
    if empty.outcomes:
        row = [" or ".join(found.outcomes) for found in (empty, half)]
        yield f"| outcome | {row[0]} | {row[1]} |"
    left = [str(len(found.missing)) for found in (empty, half)]
    yield f"| questions still open | {left[0]} | {left[1]} |"


def _half(made: Instrument) -> Evaluation:
    answers, skipped = {}, set()
    for number, item in enumerate(made.asked):
        if number % 2:
            skipped.add(item.id)
        elif item.points:
            answers[item.id] = max(item.points, key=lambda value: item.points[value])
    return evaluate(made, answers, stated=frozenset(skipped))


def _span(found: Evaluation, name: str) -> str:
    score, banding = found.scores[name], found.bands.get(name)
    low, high = f"{float(score.lower):g}", f"{float(score.upper):g}"
    said = low if low == high else f"{low} to {high}"
    if score.prorated and score.value is not None:
        said += f" (estimate {float(score.value):.4g})"
    return said if banding is None else f"{said}: {' or '.join(banding.possible)}"


def main() -> None:
    for name, content in pages().items():
        (FOLDER / name).write_text(content, "utf-8")


if __name__ == "__main__":
    main()
