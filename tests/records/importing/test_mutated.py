"""Two thousand broken files: declared errors only, and no cell told."""

from __future__ import annotations

import json
import traceback
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from records.importing.files import ZONE, put
from records.importing.mutations import CANARY, mutants
from records.importing.sources import SOURCES, Source
from records.importing.test_join import MORE, PEOPLE, VISITS, folder, layout
from support.profiles import FULL

from fjcore.errors import FjcoreError, InputRefused
from fjcore.records.importing import (
    Importer,
    ImportReport,
    Layout,
    shipped_layouts,
)


def told(said: Layout, path: Path) -> str:
    """Read a file; give everything that anybody is told of it, tracebacks too."""
    fault: BaseException | None = None
    report: ImportReport | None = None
    shown: list[str] = []
    try:
        reading = Importer(said, path, zone=ZONE)
        for draft in reading.drafts():
            shown.append(repr(draft))
            reading.tally.keep(len(draft.rows))
        report = reading.report()
    except FjcoreError as error:
        fault = error
    if report is not None:
        assert report.rows == report.kept + report.refused + report.skipped
        return json.dumps([report.plain(), shown]) + repr(report)
    assert isinstance(fault, InputRefused)
    assert fault.__context__ is None
    assert fault.__cause__ is None
    return "".join(traceback.format_exception(fault)) + repr(fault.__dict__)


#: Broken files of each source at full: 2,000 with the 200 of joined folders below.
BROKEN = {one.id: 225 for one in SOURCES}
#: How many of them a usual run leaves out: all but one in so many.
ONE_IN = 1 if FULL else 8


@pytest.mark.parametrize("source", SOURCES, ids=lambda one: one.id)
def test_broken_files_should_tell_nothing(source: Source, tmp_path: Path) -> None:
    """A broken file should raise a declared error or count, and tell no cell."""
    broken = st.sampled_from(sorted(source.files)).flatmap(
        lambda name: mutants(source.files[name]).map(lambda raw: (name, raw))
    )

    @given(broken)
    @settings(max_examples=BROKEN[source.id] // ONE_IN, deadline=None, database=None)
    def check(case: tuple[str, bytes]) -> None:
        assert CANARY not in told(source.layout, source.put(tmp_path, *case))

    check()


def test_two_thousand_files_should_be_broken() -> None:
    """Every layout and format should have its share of two thousand broken files."""
    layouts = {one.layout.layout for one in SOURCES}

    assert set(shipped_layouts()) == layouts
    assert 2000 == sum(BROKEN.values()) + 200


def test_broken_folders_should_tell_nothing(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """A folder with one broken file should raise a declared error or count."""
    place = tmp_path_factory.mktemp("folder")
    rows = {"People.csv": PEOPLE, "Visits.csv": VISITS, "More.csv": MORE}
    raws = {
        name: "".join(f"{row}\n".replace("Mirel", CANARY) for row in one).encode()
        for name, one in rows.items()
    }
    broken = st.sampled_from(sorted(raws)).flatmap(
        lambda name: mutants(raws[name]).map(lambda raw: (name, raw))
    )

    @given(broken)
    @settings(max_examples=200 // ONE_IN, deadline=None, database=None)
    def check(case: tuple[str, bytes]) -> None:
        name, raw = case
        folder(place, PEOPLE, VISITS, MORE)
        put(place, raw, name)
        assert CANARY not in told(layout(), place)

    check()
