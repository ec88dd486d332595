"""What instruments, their words, norms and policies of alerts must be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise, product
from random import Random
from typing import ClassVar

from fjcore.screening import (
    AlertPolicy,
    Instrument,
    WordingPack,
    evaluate,
    instruments,
    load,
)
from fjcore.screening.norms import NormTable
from fjcore.sdk._fitting import read_pack
from fjcore.testing.checks import check, must
from fjcore.values import Tri

#: How many sets of answers are tried, and how many items of each are left open.
_ROUNDS, _OPEN = 20, 2


class InstrumentSuite:
    """For screening instruments: name them, as ``parse_instrument`` gave them."""

    instruments: ClassVar[Sequence[Instrument]]

    @check("I01", since="0.1")
    def test_tested(self) -> None:
        """It was read strictly, and all of its own vectors agree."""
        for made in self.instruments:
            must(
                made.tested and made.document_hash,
                f"{made.id}: to be read by parse_instrument",
            )

    @check("I02", since="0.1")
    def test_not_cores(self) -> None:
        """It takes the place of no instrument that ships."""
        for made in self.instruments:
            must(made.id not in instruments(), f"{made.id} ships")

    @check("I03", since="0.1")
    def test_bands(self) -> None:
        """Its bands cover the range of their score once."""
        for made in self.instruments:
            for name, bands in made.banded.items():
                score = made.scores_by_id[name]
                ends = [(band.min, band.max) for band in bands]
                whole = ends[0][0] == score.min and ends[-1][1] == score.max
                once = all(low == high + 1 for (_, high), (low, _) in _pairs(ends))
                must(whole and once, f"{made.id}: the bands of {name}")

    @check("I04", since="0.1")
    def test_bounds(self) -> None:
        """What open items leave possible is what their completions give."""
        for made in self.instruments:
            for answers, completions in _tries(made):
                found = evaluate(made, answers)
                for whole in completions:
                    for name, bounds in evaluate(made, whole).scores.items():
                        value, around = bounds.value, found.scores[name]
                        within = value is None or around.lower <= value <= around.upper
                        must(within, f"{made.id}: {name} is outside its bounds")

    @check("I05", since="0.1")
    def test_skipped_is_never_no(self) -> None:
        """A flag is raised or ruled out only where every completion agrees."""
        for made in self.instruments:
            for answers, completions in _tries(made):
                flags = evaluate(made, answers).flags
                for whole in completions:
                    after = evaluate(made, whole).flags
                    for name, flag in flags.items():
                        settled = flag is not Tri.UNDETERMINED
                        must(not settled or after[name] is flag, f"{made.id}: {name}")

    @check("I06", since="0.1")
    def test_licence_and_limits(self) -> None:
        """It says who owns its words, for whom it is, and what it cannot do."""
        for made in self.instruments:
            must(made.licence is not None, f"{made.id}: licence")
            must(made.limits and made.population.strip(), f"{made.id}: limits")


class WordingSuite:
    """For packs of words: name them, and the instruments that do not ship."""

    packs: ClassVar[Sequence[WordingPack]]
    instruments: ClassVar[Sequence[Instrument]] = ()

    @check("W01", since="0.1")
    def test_whole(self) -> None:
        """Every item and every answer is worded, under a licence that allows it."""
        mine = {made.id: made for made in self.instruments}
        for pack in self.packs:
            read_pack("kit", pack, mine)

    @check("W02", since="0.1")
    def test_no_points(self) -> None:
        """No words tell the points of an answer."""
        for pack in self.packs:
            rows = (words for row in pack.options.values() for words in row.values())
            told = [
                text
                for text in rows
                if re.search(r"[(\[][+-]?\d+[)\]]|\bpoints?\b", text)
            ]
            must(not told, f"{pack.instrument}: an answer tells its points")

    @check("W03", since="0.1")
    def test_reading_grade(self) -> None:
        """It says at which grade it reads, and no higher than the eighth."""
        for pack in self.packs:
            grade = pack.reading_grade
            must(grade is not None and grade <= 8, f"{pack.instrument}: reading_grade")


class NormSuite:
    """For tables of norms: name them, and the instruments that do not ship."""

    norms: ClassVar[Sequence[NormTable]]
    instruments: ClassVar[Sequence[Instrument]] = ()

    @check("N01", since="0.1")
    def test_population(self) -> None:
        """It names the population, and where the figures are from."""
        for table in self.norms:
            must(table.population.strip(), f"{table.id}: population")
            must(table.source.strip(), f"{table.id}: source")

    @check("N02", since="0.1")
    def test_rows(self) -> None:
        """Its rows stand in order, do not overlap, and lie within the score."""
        mine = {made.id: made for made in self.instruments}
        for table in self.norms:
            made = mine.get(table.instrument) or load(table.instrument)
            score = made.scores_by_id[table.score]
            ends = [(row.low, row.high) for row in table.rows]
            ordered = all(low <= high for low, high in ends)
            apart = all(before[1] < after[0] for before, after in _pairs(ends))
            within = score.min <= ends[0][0] and ends[-1][1] <= score.max
            must(ordered and apart and within, f"{table.id}: rows")


class AlertPolicySuite:
    """For policies of alerts: name them."""

    policies: ClassVar[Sequence[AlertPolicy]]
    #: Those that do not ship.
    instruments: ClassVar[Sequence[Instrument]] = ()

    @check("A01", since="0.1")
    def test_adds(self) -> None:
        """It adds receivers or makes an alert urgent."""
        for one in self.policies:
            must(one.roles or one.urgent, f"{one.id} adds nothing")

    @check("A02", since="0.1")
    def test_instruments(self) -> None:
        """Every instrument that it names is there: one that is not adds nothing."""
        known = {*instruments(), *(made.id for made in self.instruments)}
        for one in self.policies:
            must(one.instruments <= known, f"{one.id}: an instrument that is not there")

    @check("A03", since="0.1")
    def test_action_codes(self) -> None:
        """Every code of an action that it names is one of an instrument's."""
        every = [*map(load, instruments()), *self.instruments]
        known = {row.action_code for made in every for row in made.triggers}
        for one in self.policies:
            must(one.action_codes <= known, f"{one.id}: a code that is not there")


def _pairs(
    ends: list[tuple[int, int]],
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    return pairwise(ends)


def _tries(
    made: Instrument,
) -> Iterator[tuple[dict[str, str], list[dict[str, str]]]]:
    """Give answers with some items open, and what they can be completed to."""
    random = Random(made.id)  # noqa: S311 - the same tries each time
    items = [item for item in made.asked if item.points]
    for _ in range(_ROUNDS):
        whole = {item.id: random.choice(sorted(item.points)) for item in items}
        left = random.sample(items, min(_OPEN, len(items)))
        part = {n: v for n, v in whole.items() if n not in {i.id for i in left}}
        choices = product(*(sorted(item.points) for item in left))
        names = [item.id for item in left]
        made_of = [
            {**part, **dict(zip(names, row, strict=True))}
            for row in islice(choices, 60)
        ]
        yield part, made_of
