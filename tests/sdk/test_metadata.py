"""What is found on the path, against what the standard library finds there."""

from __future__ import annotations

import sys
import zipfile
from importlib.metadata import entry_points

import pytest

from fjcore.sdk._metadata import described
from fjcore.sdk.discovery import GROUP


def ours():
    return {
        (one.name, one.version, *pair)
        for one in described(GROUP)
        for pair in one.entries
    }


def theirs():
    return {
        (entry.dist.metadata["Name"], entry.dist.version, entry.name, entry.value)
        for entry in entry_points(group=GROUP)
    }


def put(root, stem, *, entries="", metadata="", place="METADATA"):
    info = root / stem
    info.mkdir(parents=True)
    (info / "entry_points.txt").write_text(entries)
    (info / place).write_text(metadata or "Name: Fjcore_Odd\nVersion: 2.0\n")
    return info


HEADS = "Metadata-Version: 2.1\nname:  fjcore.odd\nVERSION: 1!2.0.post1\n\nName: no\n"
ENTRIES = "[fjcore.plugins]\nodd = fjcore_odd\n"


@pytest.mark.parametrize(
    "parts",
    [
        {"entries": ENTRIES, "metadata": HEADS},
        {"entries": "# [fjcore.plugins]\n[other]\nodd = fjcore_odd\n"},
        {"entries": "[other]\nx = y\n\n[fjcore.plugins]\r\n  a=b:c [d]\n#e = f\n"},
        {"entries": ENTRIES + "[x]\ny = z\n" + ENTRIES.replace("odd", "too")},
        {"entries": ENTRIES, "place": "PKG-INFO"},
        {"entries": "x" * 9000 + "=y\n[fjcore.plugins]\n" + "k = v\n" * 3},
    ],
)
def test_as_the_standard_library_reads(install, parts):
    """Every odd way to write metadata should be read as the standard library does."""
    root = install().parent
    put(root, "fjcore_odd-2.0.dist-info", **parts)

    assert theirs() == ours()


@pytest.mark.parametrize("suffix", ["odd-2.0-py3.11.egg-info", "odd.egg-info"])
def test_older_forms(install, suffix):
    """What an older installer left should be found as well."""
    root = install().parent
    put(root, f"fjcore_{suffix}", entries=ENTRIES, place="PKG-INFO")

    assert theirs() == ours()
    assert any(row[2] == "odd" for row in ours())


def test_the_first_on_the_path_is_the_one(install, tmp_path, monkeypatch):
    """Of two distributions of one name, only the one that is imported should count."""
    root = install(version="1.0").parent
    other = tmp_path / "later"
    put(
        other,
        "FJCORE.Demo-9.0.dist-info",
        entries="[fjcore.plugins]\nelse = fjcore_else\n",
        metadata="Name: FJCORE.Demo\nVersion: 9.0\n",
    )
    monkeypatch.setattr(sys, "path", [str(root), str(other)])
    first = ours()
    monkeypatch.setattr(sys, "path", [str(other), str(root)])

    assert {("fjcore-demo", "1.0", "fjcore-demo", "fjcore_demo")} == first
    assert {("FJCORE.Demo", "9.0", "else", "fjcore_else")} == ours() == theirs()


def test_archives_and_eggs(install, tmp_path, monkeypatch):
    """A distribution in an archive or an egg should be found through the library."""
    install()
    egg, archive = tmp_path / "odd-1.0.egg", tmp_path / "odd.zip"
    put(egg, "EGG-INFO", entries=ENTRIES, place="PKG-INFO")
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(
            "fjcore_zip-3.0.dist-info/METADATA", "Name: fjcore-zip\nVersion: 3\n"
        )
        file.writestr("fjcore_zip-3.0.dist-info/entry_points.txt", ENTRIES)
    monkeypatch.syspath_prepend(str(archive))
    monkeypatch.syspath_prepend(str(egg))

    assert theirs() == ours()
    assert {"Fjcore_Odd", "fjcore-zip", "fjcore-demo"} <= {row[0] for row in ours()}


def test_what_another_tool_finds(install, monkeypatch):
    """A distribution that a finder of another tool gives should be found once."""
    info = put(install().parent.parent / "apart", "x-1.dist-info", entries=ENTRIES)
    from importlib.metadata import Distribution

    class Finder:
        @staticmethod
        def find_spec(*_):
            return None

        @staticmethod
        def find_distributions(_):
            return [Distribution.at(info)]

    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, Finder])

    assert theirs() == ours()
    assert ("Fjcore_Odd", "2.0", "odd", "fjcore_odd") in ours()


def test_faulty_folders(install):
    """Metadata that cannot be read should hide that distribution alone."""
    root = install().parent
    put(root, "a-1.dist-info", entries="[fjcore.plugins]\n", metadata="x")
    put(root, "b-1.dist-info", entries=ENTRIES, metadata="Summary: no name\n\n")
    (root / "c-1.dist-info").write_text("not a folder")
    (root / "d-1.dist-info" / "entry_points.txt").mkdir(parents=True)

    assert {"fjcore-demo"} == {row[0] for row in ours() if "demo" in row[0]}
    assert not {"a", "b", "c", "d"} & {row[0] for row in ours()}
