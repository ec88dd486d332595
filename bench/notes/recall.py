"""Recall by guise and false alarms, measured on made-up files; printed as a table."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from attrs import frozen

from bench.notes import prose
from bench.notes.guises import CERTAIN, FLAGGED, GUISES, MEASURED, TYPED
from bench.notes.people import Case, case
from fjcore.redaction.narrative import Entity, Known, Scrubber, Span

SEEDS = (11, 23, 47)

#: Tries per guise and seed; some guises need a name that has them.
TRIES = 500

FILES = 40


@frozen
class Tally:
    """How often something was tried, went, or was at least shown to a person."""

    kind: str
    tries: int
    gone: int
    shown: int

    @property
    def removed(self) -> float:
        """Which share went."""
        return self.gone / self.tries

    @property
    def caught(self) -> float:
        """Which share went or was shown."""
        return self.shown / self.tries


@frozen
class Alarms:
    """What was taken from texts that name nobody."""

    text: str
    words: int
    spans: int
    flags: int

    @property
    def per_thousand(self) -> float:
        """False alarms for each thousand words."""
        return 1000 * self.spans / self.words

    @property
    def shown_per_thousand(self) -> float:
        """What a person looks at for nothing, for each thousand words."""
        return 1000 * self.flags / self.words


def generator(seed: object) -> random.Random:
    """Give a generator of the same numbers each time."""
    return random.Random(str(seed))  # noqa: S311 - a corpus, and no secret


def known(held: Case) -> Known:
    """Give what a file knows, as a holder's records would have it."""
    found = [
        Entity("number", held.number, "court_matters", "court.docket"),
        Entity("number", held.plate, "respondent", "vehicle.plate"),
    ]
    for who in held.people:
        found += [
            Entity("name", who.name, "identity.name", "person.names.text"),
            Entity("phone", who.phone, "contact", "contact_point.value"),
            Entity("email", who.email, "contact", "contact_point.value"),
            Entity("street", who.street, "location.residence", "address.line"),
            Entity("date", who.born.isoformat(), "identity.dob", "person.birth_date"),
        ]
    return Known(found)


def scrubber(held: Case) -> Scrubber:
    """Give a scrubber that hides all of a file."""
    found = known(held)
    return Scrubber.of(found, {one.category for one in found.entities})


@cache
def files(seed: int) -> list[tuple[Case, Scrubber]]:
    """Make up the files of a seed."""
    rng = generator(seed)
    made = [case(rng) for _ in range(FILES)]
    return [(held, scrubber(held)) for held in made]


def tally(seed: int, kind: str, tries: int = TRIES) -> Tally:
    """Try one guise in many notes."""
    rng = generator(f"{seed} {kind}")
    pool = files(seed)
    tried = gone = shown = 0
    turns = 0
    while tried < tries and turns < 20 * tries:
        turns += 1
        held, ready = rng.choice(pool)
        said = GUISES[kind](rng, rng.choice(held.people), held)
        if said is None:
            continue
        before = f"{rng.choice(prose.WITHOUT)} "
        head, tail = rng.choice(prose.WITH).split("{}")
        start = len(before) + len(head)
        note = before + head + said + tail + f" {rng.choice(prose.WITHOUT)}"
        found = ready.look(note)
        tried += 1
        gone += covers(found.spans, note, start, start + len(said))
        shown += covers((*found.spans, *found.flags), note, start, start + len(said))
    return Tally(kind, tried, gone, shown)


def covers(spans: Iterable[Span], note: str, start: int, end: int) -> bool:
    """Whether no letter or digit of a mention is outside the spans."""
    inside: set[int] = set()
    for one in spans:
        inside |= set(range(one.start, one.end))
    own = note[start:end].removesuffix("'s").removesuffix("\u2019s")
    return all(
        place in inside for place, char in enumerate(own, start=start) if char.isalnum()
    )


def alarms(seed: int) -> Alarms:
    """Count what goes from sentences that name nobody."""
    rng = generator(seed)
    words = spans = flags = 0
    for _, ready in files(seed):
        text = " ".join(rng.choice(prose.WITHOUT) for _ in range(40))
        found = ready.look(text)
        words += len(text.split())
        spans += len(found.spans)
        flags += len(found.flags)
    return Alarms("notes", words, spans, flags)


def short_alarms(seed: int) -> Alarms:
    """Count what goes from sentences full of abbreviations that are of nobody."""
    words = spans = flags = 0
    text = " ".join(prose.SHORT)
    for _, ready in files(seed)[: FILES // 2]:
        found = ready.look(text)
        words += len(text.split())
        spans += len(found.spans)
        flags += len(found.flags)
    return Alarms("abbreviations", words, spans, flags)


def foreign_alarms(seed: int, pages: int = 24) -> Alarms:
    """Count what goes from prose of another kind: the project's own pages."""
    rng = generator(seed)
    docs = sorted((Path(__file__).parents[2] / "docs").rglob("*.md"))
    words = spans = flags = 0
    pool = files(seed)
    for path in docs[:pages]:
        text = re.sub(r"`[^`]*`|```.*?```|\([^)]*\)", " ", path.read_text("utf-8"))
        text = " ".join(re.findall(r"[^\W\d_][\w'’-]*[.,;:]?|\s", text))[:20_000]
        _, ready = rng.choice(pool)
        found = ready.look(text)
        words += len(text.split())
        spans += len(found.spans)
        flags += len(found.flags)
    return Alarms("pages", words, spans, flags)


def table(seeds: Iterable[int] = SEEDS, tries: int = TRIES) -> str:
    """Give the table: a line per guise, a column per seed, and the false alarms."""
    seeds = tuple(seeds)
    head = "".join(f"{f'seed {seed}':>18}" for seed in seeds)
    lines = [f"{'recall: removed / removed or flagged':<40}{head}"]
    for kind in (*CERTAIN, *FLAGGED, *TYPED, *MEASURED):
        found = [tally(seed, kind, tries) for seed in seeds]
        cells = "".join(f"{f'{t.removed:.3f} / {t.caught:.3f}':>18}" for t in found)
        lines.append(f"  {kind:<38}{cells}")
    lines.append("per 1,000 words about nobody: removed / flagged")
    for count in (alarms, short_alarms, foreign_alarms):
        each = [count(seed) for seed in seeds]
        lines.append(f"  {each[0].text:<38}{_cells(each)}")
    return "\n".join(lines)


def _cells(each: list[Alarms]) -> str:
    pairs = (f"{a.per_thousand:.2f} / {a.shown_per_thousand:.2f}" for a in each)
    return "".join(f"{pair:>18}" for pair in pairs)


if __name__ == "__main__":
    print(table())
