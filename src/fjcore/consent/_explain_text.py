"""Explanations as text: with ids and sources for staff, in plain words for her."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fjcore.consent._explain_parts import HERS, Change, Explained, Outcome
from fjcore.consent._explain_words import Messages
from fjcore.consent.vocabulary import ObligationKind


def staff_line(line: Explained, words: Messages) -> Iterator[str]:
    """Say one line with its codes, ids and sources; what follows it is indented."""
    yield f"{line.name}: {_answer(line, words)}"
    parts = {
        "binding": [f"{one.kind} {one.id}" for one in line.binding],
        "missing": [f"{one.rule} {one.part}" for one in line.lacking],
        "nearest": [_change(one) for one in line.nearest],
    }
    for name, items in parts.items():
        if items:
            yield f"  {words.told(name, items='; '.join(items))}"


def _answer(line: Explained, words: Messages) -> str:
    if line.outcome is not Outcome.WITHHELD:
        by = " ".join(line.grants) or line.rule
        return words.told("granted", view=line.view.name.lower(), by=by)
    said = [words.told("withheld", code=line.code)]
    if line.code == "limited":
        said.append(words.told("limited", by=line.rule))
    elif line.citation:
        said.append(words.told("source", citation=line.citation))
    return " ".join(said) + f", {words.told(line.standing)}"


def _change(one: Change) -> str:
    said = " ".join(part for part in (one.value, one.release) if part)
    end = f" -> {one.yields.name.lower()}"
    return f"{one.kind} ({said}){end}" if said else f"{one.kind}{end}"


def what(line: Explained, words: Messages) -> str:
    """Say what a line is about, in plain words."""
    said = words.category(line.category)
    return words.said("named", what=said) if line.by_name else said


def survivor_line(line: Explained, words: Messages) -> str:
    """Say one line in plain words."""
    return f"{what(line, words)}. {words.codes[line.code]}"


def hers(line: Explained) -> tuple[Change, ...]:
    """Give the changes of a line that are hers to make."""
    return tuple(one for one in line.nearest if one.kind in HERS)


def survivor_text(
    lines: Iterable[Explained], duties: Iterable[ObligationKind], words: Messages
) -> Iterator[str]:
    """Say a whole answer in plain words, by what came of it and why."""
    told = list(_own(lines))
    for outcome, name in ((Outcome.GRANTED, "full"), (Outcome.COARSENED, "part")):
        found = [line for line in told if line.outcome is outcome]
        if found:
            yield words.say[name]
            yield from _points(found, words)
    withheld = [line for line in told if line.outcome is Outcome.WITHHELD]
    yield words.say["none" if len(withheld) < len(told) else "nobody"]
    offers = ObligationKind.OFFER_RELEASE in set(duties)
    for code in dict.fromkeys(line.code for line in withheld):
        same = [line for line in withheld if line.code == code]
        yield words.codes[code]
        yield from _points(same, words)
        if offers:
            yield from _could(same, words)
    if duties:
        yield words.say["done"]
        yield from (f"- {words.obligations[kind]}" for kind in sorted(duties))


def _points(lines: Iterable[Explained], words: Messages) -> Iterator[str]:
    """Name what lines are about; two fields that are called the same, once."""
    yield from dict.fromkeys(f"- {what(line, words)}" for line in lines)


def _own(lines: Iterable[Explained]) -> Iterator[Explained]:
    """Leave out the fields by name that are answered as their category is."""
    listed = list(lines)
    answers = {line.name: (line.code, line.view) for line in listed}
    for line in listed:
        same = answers.get(line.category) == (line.code, line.view)
        if line.name == line.category or not same:
            yield line


def _could(lines: Iterable[Explained], words: Messages) -> Iterator[str]:
    """Say the nearest change of each line that is hers to make; each once."""
    firsts = (hers(line)[:1] for line in lines)
    kinds = dict.fromkeys(change.kind for few in firsts for change in few)
    for kind in kinds:
        yield words.said("could", change=words.changes[kind])
