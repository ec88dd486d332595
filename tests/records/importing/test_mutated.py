"""Two thousand broken files: declared errors only, no cell told, nothing kept."""

from __future__ import annotations

import json
import traceback
from io import StringIO
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from records.importing.files import ZONE, put
from records.importing.mutations import CANARY, csv_of, mutants, xlsx_of
from records.importing.test_join import MORE, PEOPLE, VISITS, folder, layout
from rich.console import Console
from support import vaults

from fjcore.cli.importing import import_file
from fjcore.cli.session import Settings
from fjcore.errors import FjcoreError, InputRefused
from fjcore.records.importing import Importer, ImportReport, Layout, shipped_layout
from fjcore.records.importing.layout import Format

NAMES = ("infonet", "apricot", "legacy")


def booked(name: str) -> Layout:
    """Give a shipped layout as one of workbooks."""
    said = shipped_layout(name)
    (one,) = said.file
    return evolve(said, file=(evolve(one, format=Format.XLSX),))


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


@pytest.mark.parametrize("name", NAMES)
def test_broken_csv_should_tell_nothing(
    name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A broken CSV file should raise a declared error or count, and tell no cell."""
    place = tmp_path_factory.mktemp("csv")

    @given(mutants(csv_of(name)))
    @settings(max_examples=400, deadline=None, database=None)
    def check(raw: bytes) -> None:
        assert CANARY not in told(shipped_layout(name), put(place, raw))

    check()


@pytest.mark.parametrize("name", NAMES)
def test_broken_workbooks_should_tell_nothing(
    name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A broken workbook should raise a declared error or count, and tell no cell."""
    place = tmp_path_factory.mktemp("xlsx")

    @given(mutants(xlsx_of(name)))
    @settings(max_examples=200, deadline=None, database=None)
    def check(raw: bytes) -> None:
        assert CANARY not in told(booked(name), put(place, raw, "rows.xlsx"))

    check()


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
    @settings(max_examples=200, deadline=None, database=None)
    def check(case: tuple[str, bytes]) -> None:
        name, raw = case
        folder(place, PEOPLE, VISITS, MORE)
        put(place, raw, name)
        assert CANARY not in told(layout(), place)

    check()


@pytest.fixture(scope="module")
def vault_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a vault with nobody on file."""
    place = tmp_path_factory.mktemp("vault")
    vaults.new_vault(place, synthetic=False).close()
    return place


@given(
    raw=st.sampled_from(NAMES).flatmap(
        lambda n: st.tuples(st.just(n), mutants(csv_of(n)))
    )
)
@settings(
    max_examples=40,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_a_vault_should_stay_as_it_is(
    raw: tuple[str, bytes],
    vault_folder: Path,
) -> None:
    """A file with any row refused should leave every byte of a vault as it was."""
    name, content = raw
    path = put(vault_folder, content)
    before = bytes_of(vault_folder)
    site = vault_folder / "fjcore.toml"
    fault = ""
    shown = StringIO()
    try:
        import_file(
            Console(file=shown),
            Settings(site=site, actor=vaults.STAFF, passphrase_file=None),
            path,
            name,
            dry_run=False,
            good_rows=False,
            report=None,
        )
    except FjcoreError as error:
        fault = str(error)

    assert CANARY not in fault + shown.getvalue()
    assert before == bytes_of(vault_folder)


def bytes_of(place: Path) -> dict[str, bytes]:
    """Give every file of a vault and its keys."""
    found = [*(place / "store").rglob("*"), *(place / "keys").rglob("*")]
    return {str(path): path.read_bytes() for path in found if path.is_file()}
