"""Leaving small counts out of a table, so that nobody can work them out again."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from fjcore.errors import OptionRefused, Problem

#: No table may show a count above zero that is smaller, whatever it asks for.
FLOOR = 5


@frozen
class Shown:
    """What of a table may be shown: None stands for what is left out."""

    cells: Mapping[str, int | None]
    total: int | None


def protected(counts: Mapping[str, int], *, threshold: int) -> Shown:
    """Leave out what is too small, and as much more as hides it.

    ``counts`` are of people who each stand in one cell; every cell is there, also an
    empty one. Zeros are shown. Whoever knows the total, which other tables may tell,
    and that no zero was left out, must still find each cell that was possible from 1
    to the threshold or more. Where that cannot be had, nothing is shown at all.
    Source: 34 U.S.C. 12291(b)(2)(D)(i)(I); redaction by complement.
    Raises: OptionRefused, for a threshold below core's floor.
    """
    if threshold < FLOOR:
        problem = Problem("threshold", "range")
        raise OptionRefused("threshold", problems=(problem,))
    out = {name for name, count in counts.items() if 0 < count < threshold}
    if not out:
        return Shown(dict(counts), sum(counts.values()))
    # The smallest first, and by name where two are alike: the same each time.
    rest = sorted((count, name) for name, count in counts.items() if count >= threshold)
    for _, name in rest:
        if _hidden(counts, out, threshold):
            break
        out.add(name)
    if not _hidden(counts, out, threshold):
        return Shown(dict.fromkeys(counts), None)
    cells = {name: None if name in out else count for name, count in counts.items()}
    return Shown(cells, sum(counts.values()))


def _hidden(counts: Mapping[str, int], out: set[str], threshold: int) -> bool:
    """Whether each cell left out may be anything from 1 to the threshold."""
    most = sum(counts[name] for name in out) - (len(out) - 1)
    return len(out) > 1 and most >= threshold
