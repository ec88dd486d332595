"""An import holds a row at a time: its memory does not grow with the file."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from records.importing.files import SINGLE, as_csv, importer


def written(path: Path, name: str, count: int) -> Path:
    """Write so many rows, a thousand at a time."""
    with path.open("wb") as file:
        for start in range(0, count, 1000):
            stop = min(count, start + 1000)
            rows = [SINGLE[name](number) for number in range(start, stop)]
            raw = as_csv(rows, name)
            file.write(raw if not start else raw.partition(b"\n")[2])
    return path


def peak(name: str, path: Path) -> tuple[int, int]:
    """Give how many rows were kept and the most that was held meanwhile."""
    reading = importer(name, path)
    tracemalloc.start()
    try:
        report = reading.rehearse()
        return report.kept, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def peaks(folder: Path, name: str, counts: list[int]) -> Iterator[int]:
    # What is made once, and kept, is no part of what a row takes.
    importer(name, written(folder / "first.csv", name, 50)).rehearse()
    for count in counts:
        kept, found = peak(name, written(folder / f"{count}.csv", name, count))
        assert count == kept
        yield found


@pytest.mark.parametrize("name", SINGLE)
def test_memory_should_be_flat(tmp_path: Path, name: str) -> None:
    """Six times the rows should take no more than half as much memory again."""
    few, many = peaks(tmp_path, name, [200, 1200])

    assert many <= 1.5 * few
    assert many < 32 << 20


def test_growth_should_be_noticed() -> None:
    """A list of rows should be seen to grow by the same measure."""
    held = []
    tracemalloc.start()
    try:
        for number in range(1000):
            held.append(SINGLE["infonet"](number))
        few = tracemalloc.get_traced_memory()[1]
        for number in range(6000):
            held.append(SINGLE["infonet"](number))
        many = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert many > 1.5 * few


@pytest.mark.nightly
@pytest.mark.parametrize("name", SINGLE)
def test_memory_should_be_flat_to_the_end(tmp_path: Path, name: str) -> None:
    """A hundred times the rows should take no more than half as much memory again."""
    few, many = peaks(tmp_path, name, [1000, 100_000])

    assert many <= 1.5 * few
