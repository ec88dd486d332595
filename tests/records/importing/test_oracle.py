"""The importer agrees with a slow reader that was written from the rules alone."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from records.importing.files import Row, as_csv, importer, put
from records.importing.naive import BAD, GOOD, judged
from support.profiles import tried

from fjcore.records import unstructure

HEAD = ["ServiceDetailOfClientID", "ClientID", *GOOD]


@st.composite
def rows(draw: st.DrawFn) -> list[Row]:
    """Give rows of few people, a few of their cells not in order."""
    found = []
    for _ in range(draw(st.integers(1, 8))):
        row = {
            "ServiceDetailOfClientID": f"S{draw(st.integers(1, 12))}",
            "ClientID": f"C{draw(st.integers(1, 3))}",
        }
        for column, cells in GOOD.items():
            row[column] = draw(st.sampled_from(cells))
        for column in draw(st.lists(st.sampled_from(sorted(BAD)), max_size=2)):
            row[column] = draw(st.sampled_from([cell for cell, _ in BAD[column]]))
        found.append(row)
    return found


def plain(record: object) -> dict[str, Any]:
    """Give a record as plain data."""
    return unstructure(record)


@pytest.mark.full
def test_the_importer_should_agree_with_the_slow_reader(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Every row should give the records, or the faults, that the rules say."""
    place = tmp_path_factory.mktemp("rows")

    @given(rows())
    @tried(40, 80)
    def check(given_rows: list[Row]) -> None:
        reading = importer("infonet", put(place, as_csv(given_rows)))
        found = {
            draft.rows[0][1]: list(map(plain, (*draft.introducing, *draft.records)))
            for draft in reading.drafts()
        }
        told = {
            (HEAD[one.column - 1], one.code): one.count
            for one in reading.report().findings
        }
        wanted = judged(given_rows)

        assert found == {
            number: made for number, made in enumerate(wanted, 2) if type(made) is list
        }
        assert told == Counter(
            fault for faults in wanted if type(faults) is set for fault in faults
        )

    check()


@pytest.mark.parametrize("column", GOOD)
def test_every_cell_of_the_slow_reader_should_be_met(
    column: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Each cell, in order or not, should be judged alike by itself."""
    place = tmp_path_factory.mktemp("cells")
    sound = {name: cells[0] for name, cells in GOOD.items()}
    cells = [*GOOD[column], *(cell for cell, _ in BAD[column])]
    rows_of_it = [
        {"ServiceDetailOfClientID": f"S{n}", "ClientID": f"C{n}", **sound, column: cell}
        for n, cell in enumerate(cells)
    ]
    reading = importer("infonet", put(place, as_csv(rows_of_it)))
    kept = [list(map(plain, (*d.introducing, *d.records))) for d in reading.drafts()]

    wanted = judged(rows_of_it)
    assert [made for made in wanted if type(made) is list] == kept
    assert len(BAD[column]) == reading.report().refused
