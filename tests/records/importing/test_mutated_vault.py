"""Broken files of every layout and format before a vault: it stays as it is."""

from __future__ import annotations

import traceback
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from records.importing.mutations import CANARY, mutants
from records.importing.sources import SOURCES, Source
from rich.console import Console
from support import vaults

from fjcore.cli.importing import import_file
from fjcore.cli.session import Settings
from fjcore.errors import FjcoreError, InputRefused

#: Files of each source: 8 sources give 64 at once, and 2,000 in the night.
BY_DAY, BY_NIGHT = 8, 250


@pytest.fixture(scope="module")
def vault_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a vault with nobody on file."""
    place = tmp_path_factory.mktemp("vault")
    vaults.new_vault(place).close()
    site = place / "fjcore.toml"
    head, _, rest = site.read_text("utf-8").partition("[[partners]]")
    store = rest[rest.index("[store]") : rest.index("[plugins")]
    # Without plugins, which take longer to load than a file to read.
    site.write_text(head + store, "utf-8")
    return place


def imported(place: Path, path: Path, layout: str, *, dry_run: bool) -> tuple[str, str]:
    """Import a file; give how it ended, and everything that was told of it."""
    shown, fault = StringIO(), None
    status = 1
    try:
        status = import_file(
            Console(file=shown, width=200),
            Settings(
                site=place / "fjcore.toml", actor=vaults.STAFF, passphrase_file=None
            ),
            path,
            layout,
            dry_run=dry_run,
            good_rows=False,
            report=None,
        )
    except FjcoreError as error:
        fault = error
    if fault is None:
        return ("refused rows" if status else "in order"), shown.getvalue()
    assert isinstance(fault, InputRefused)
    assert (None, None) == (fault.__context__, fault.__cause__)
    told = "".join(traceback.format_exception(fault)) + repr(fault.__dict__)
    return fault.code, shown.getvalue() + told


def bytes_of(place: Path) -> dict[str, bytes]:
    """Give every file of a vault and its keys."""
    found = [*(place / "store").rglob("*"), *(place / "keys").rglob("*")]
    return {str(path): path.read_bytes() for path in found if path.is_file()}


def unchanged(
    source: Source, place: Path, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Look through so many broken files and import them; look at the vault each time.

    Where a change took away every row there was, the vault is opened, and is to stay
    the same all the same.
    """
    monkeypatch.setenv("FJCORE_PASSPHRASE", vaults.PASSPHRASE)
    before, layout = bytes_of(place), source.layout_in(place)
    broken = st.sampled_from(sorted(source.files)).flatmap(
        lambda name: mutants(source.files[name]).map(lambda raw: (name, raw))
    )

    @given(broken)
    @settings(max_examples=count, deadline=None, database=None)
    def check(case: tuple[str, bytes]) -> None:
        path = source.put(place, *case)
        looked, first = imported(place, path, layout, dry_run=True)
        ended, told = imported(place, path, layout, dry_run=False)

        assert CANARY not in first + told
        assert looked == ended
        assert before == bytes_of(place)

    check()


@pytest.mark.parametrize("source", SOURCES, ids=lambda one: one.id)
def test_a_vault_should_stay_as_it_is(
    source: Source, vault_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A broken file should leave every byte of a vault as it was, tried or imported."""
    unchanged(source, vault_folder, BY_DAY, monkeypatch)


@pytest.mark.nightly
@pytest.mark.parametrize("source", SOURCES, ids=lambda one: one.id)
def test_a_vault_should_stay_as_it_is_at_length(
    source: Source, vault_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two thousand broken files should leave every byte of a vault as it was."""
    unchanged(source, vault_folder, BY_NIGHT, monkeypatch)


@pytest.mark.parametrize("source", SOURCES, ids=lambda one: one.id)
def test_no_row_of_a_sound_source_should_be_kept(
    source: Source, vault_folder: Path
) -> None:
    """Before anything is changed, every source should be read to its last row."""
    name = min(source.files)
    path = source.put(vault_folder, name, source.files[name])
    layout = source.layout_in(vault_folder)
    ended, told = imported(vault_folder, path, layout, dry_run=True)

    assert "refused rows" == ended
    assert "would keep 0, refused" in told
    assert CANARY not in told
