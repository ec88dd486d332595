"""What a definition must not be: each fault with its path and a code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction
from graphlib import CycleError
from itertools import pairwise

from fjcore.errors import Problem
from fjcore.screening.definition import Instrument
from fjcore.screening.elements import Item, Score
from fjcore.screening.evaluation import OUTSIDE
from fjcore.screening.grammar import MAX_NESTING, Predicate

#: Conditions of one definition, those inside others counted.
MAX_CONDITIONS = 2000


def lint(made: Instrument) -> list[Problem]:
    """Give every fault of a definition.

    E01 an id twice; E02 a name that is not there; E03 a value that is no option; E04
    options not unique, or none; E05 bands with a gap, an overlap or not the whole
    span; E06 a range that the items do not have; E07 gates in a circle; E08 an empty
    condition or a count outside it; E09 a threshold that is always or never reached;
    E10 outcomes that do not always give one; E12 a judgement that is scored; E13 an
    answer without points in a score; E14 a scaled mean that cannot be one; E16 a
    default on what is not a tick box; E20 conditions too deep or too many; E22 a cut
    that no trigger has, or chosen by more than facts; E23 medical advice that does not
    say where it comes from; E24 an age that nobody has.
    """
    found = [*_ids(made), *_options(made), *_names(made), *_judged(made)]
    if found:
        return found
    circles = [*_circles(made)]
    if circles:
        return circles
    return [
        *_pointless(made),
        *_bands(made),
        *_ranges(made),
        *_scaled(made),
        *_thresholds(made),
        *_outcomes(made),
        *_profiles(made),
        *_advice(made),
    ]


def conditions(made: Instrument) -> Iterator[tuple[str, Predicate]]:
    """Give every condition of a definition with its path."""
    for item in made.items:
        if item.applies_if is not None:
            yield f"items.{item.id}.applies_if", item.applies_if
    for trigger in made.triggers:
        yield f"triggers.{trigger.id}.when", trigger.when
    for constraint in made.constraints:
        yield f"constraints.{constraint.id}.when", constraint.when
    for number, choice in enumerate(made.choices):
        yield f"cut_profiles.choose.{number}.when", choice.when


def _twice(path: str, names: Iterable[str]) -> Iterator[Problem]:
    if max(Counter(names).values(), default=0) > 1:
        yield Problem(path, "E01")


def _ids(made: Instrument) -> Iterator[Problem]:
    if not made.items:
        yield Problem("items", "E02")
    yield from _twice("items", (item.id for item in (*made.items, *made.judgements)))
    yield from _twice("scores", (score.id for score in made.scores))
    yield from _twice("triggers", (trigger.id for trigger in made.triggers))
    yield from _twice("constraints", (OUTSIDE, *(row.id for row in made.constraints)))
    yield from _twice("bands", (f"{band.score}/{band.id}" for band in made.bands))
    yield from _twice("outcomes", made.outcomes)
    yield from _twice("entry_modes", made.entry_modes)
    for score in made.scores:
        yield from _twice(f"scores.{score.id}.items", score.items)
    for item in made.items:
        yield from _twice(f"items.{item.id}.occasions", item.occasions)


def _options(made: Instrument) -> Iterator[Problem]:
    for item in (*made.items, *made.judgements):
        values = [option.value for option in item.options]
        if len(set(values)) != len(values) or (item.type == "choice") != bool(values):
            yield Problem(f"items.{item.id}.options", "E04")
        if item.default is not None and item.default not in values:
            yield Problem(f"items.{item.id}.default", "E03")
        elif item.default is not None and len(values) != 2:
            yield Problem(f"items.{item.id}.default", "E16")


def _names(made: Instrument) -> Iterator[Problem]:
    total = 0
    for path, condition in conditions(made):
        for part in condition.walk():
            total += 1
            yield from _condition(path, part, made)
        if condition.depth > MAX_NESTING:
            yield Problem(path, "E20")
    if total > MAX_CONDITIONS:
        yield Problem("", "E20")
    for score in made.scores:
        if not score.items or not set(score.items) <= made.by_id.keys():
            yield Problem(f"scores.{score.id}.items", "E02")
    for band in made.bands:
        if band.score not in made.scores_by_id:
            yield Problem(f"bands.{band.id}.score", "E02")


def _condition(path: str, part: Predicate, made: Instrument) -> Iterator[Problem]:
    known = {
        "item": made.by_id,
        "item_score": made.by_id,
        "score": made.scores_by_id,
        "context": made.context or {part.name},
    }
    if part.kind in known:
        if part.name not in known[part.kind]:
            yield Problem(path, "E02")
        elif part.kind == "item" and part.value not in made.by_id[part.name].points:
            yield Problem(path, "E03")
        return
    if not part.parts:
        yield Problem(path, "E08")
    if part.kind == "at_least" and not 1 <= part.count <= len(part.parts):
        yield Problem(path, "E08")


def _judged(made: Instrument) -> Iterator[Problem]:
    if made.method != "spj":
        return
    if made.scores or made.bands or made.triggers or not made.judgements:
        yield Problem("method", "E12")


def _circles(made: Instrument) -> Iterator[Problem]:
    circle = ""
    try:
        _ = made.in_gate_order
    except CycleError as error:
        circle = min(error.args[1])
    if circle:
        yield Problem(f"items.{circle}.applies_if", "E07")


def _pointless(made: Instrument) -> Iterator[Problem]:
    read = {f"scores.{score.id}.items": set(score.items) for score in made.scores}
    for path, condition in conditions(made):
        names = {p.name for p in condition.walk() if p.kind == "item_score"}
        read[path] = read.get(path, set()) | names
    for path, names in read.items():
        options = [o for name in names for o in made.by_id[name].options]
        without = any(not made.by_id[name].options for name in names)
        if without or any(option.score is None for option in options):
            yield Problem(path, "E13")


def _bands(made: Instrument) -> Iterator[Problem]:
    for name, bands in made.banded.items():
        score = made.scores_by_id[name]
        whole = bands[0].min == score.min and bands[-1].max == score.max
        joined = all(low.max + 1 == high.min for low, high in pairwise(bands))
        if not whole or not joined or any(band.min > band.max for band in bands):
            yield Problem(f"bands.{name}", "E05")


def reach(item: Item) -> tuple[int, int]:
    """Give the fewest and most points of an item, 0 among them where it is gated."""
    low, high = item.span
    return (min(0, low), max(0, high)) if item.applies_if else (low, high)


def _ranges(made: Instrument) -> Iterator[Problem]:
    for score in made.scores:
        if _range(made, score) != (Fraction(score.min), Fraction(score.max)):
            yield Problem(f"scores.{score.id}", "E06")


def _range(made: Instrument, score: Score) -> tuple[Fraction, Fraction]:
    spans = [reach(made.by_id[name]) for name in score.items]
    scaled = score.kind == "scaled_mean"
    scale = Fraction(score.times, len(spans)) if scaled else Fraction(1)
    return sum(low for low, _ in spans) * scale, sum(high for _, high in spans) * scale


def _scaled(made: Instrument) -> Iterator[Problem]:
    for score in made.scores:
        if score.kind != "scaled_mean":
            continue
        gated = any(made.by_id[name].applies_if for name in score.items)
        enough = 1 <= score.min_answered <= len(score.items)
        if gated or not enough or score.times < 1 or score.id in made.banded:
            yield Problem(f"scores.{score.id}", "E14")


def _thresholds(made: Instrument) -> Iterator[Problem]:
    for path, condition in conditions(made):
        for part in condition.walk():
            if part.kind == "item_score":
                low, high = reach(made.by_id[part.name])
            elif part.kind == "score":
                score = made.scores_by_id[part.name]
                low, high = score.min, score.max
            else:
                continue
            if not low < int(part.value) <= high:
                yield Problem(path, "E09")


def _outcomes(made: Instrument) -> Iterator[Problem]:
    rule = made.outcome_rule
    triggers = {trigger.id for trigger in made.triggers}
    if rule and (rule[-1][0] is not None or any(t is None for t, _ in rule[:-1])):
        yield Problem("outcome_rule", "E10")
    for name, _ in rule:
        if name is not None and name not in triggers:
            yield Problem("outcome_rule", "E02")
    given = {outcome for _, outcome in rule}
    nothing = made.outcome_if_nothing_answered
    given |= set() if nothing is None else {nothing}
    if not given <= set(made.outcomes):
        yield Problem("outcome_rule", "E10")


def _profiles(made: Instrument) -> Iterator[Problem]:
    named = [("default", made.default_profile)] if made.default_profile else []
    named += [(f"choose.{n}", row.profile) for n, row in enumerate(made.choices)]
    for path, name in named:
        if name not in made.profiles:
            yield Problem(f"cut_profiles.{path}", "E22")
    for number, row in enumerate(made.choices):
        if made.reads(row.when):
            yield Problem(f"cut_profiles.choose.{number}.when", "E22")
    if made.choices and made.default_profile is None:
        yield Problem("cut_profiles.default", "E22")


#: Advice on health is followed by people who are not physicians: it names its source.
MEDICAL = frozenset({"strangulation_medical"})


def _advice(made: Instrument) -> Iterator[Problem]:
    for trigger in made.triggers:
        if trigger.action_code in MEDICAL and trigger.source is None:
            yield Problem(f"triggers.{trigger.id}.source", "E23")
    low, high = made.age_min, made.age_max
    if low is not None and high is not None and low > high:
        yield Problem("eligibility", "E24")


def warnings(made: Instrument) -> list[Problem]:
    """Give what a reader of a definition should know; none of it stops it.

    W01 an item read twice by one condition; W02 a part nobody has checked; W03 a label
    that reads like a question, where the words are another's; W04 a local band.
    """
    found = [Problem(path, "W01") for path, rule in conditions(made) if _again(rule)]
    found += [Problem(f"review.{name}", "W02") for name in made.unreviewed]
    tier = "B" if made.licence is None else made.licence.tier
    for item in made.items if tier in ("B", "C") else ():
        if "?" in item.label or _ADDRESSED & set(item.label.lower().split()):
            found.append(Problem(f"items.{item.id}", "W03"))
    found += [Problem(f"bands.{b.score}.{b.id}", "W04") for b in made.bands if b.local]
    return found


_ADDRESSED = frozenset({"you", "your", "yours", "usted", "su", "sus"})


def _again(rule: Predicate) -> bool:
    names = [p.name for p in rule.walk() if p.kind in ("item", "item_score")]
    return len(set(names)) < len(names)
