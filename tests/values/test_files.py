from __future__ import annotations

import os
import socket

import pytest

from fjcore.values.files import read_regular, read_text


def fifo(path):
    os.mkfifo(path)


def listening(path):
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(path))


@pytest.mark.parametrize("size", [0, 1, 9, 10, 11, 12, 1000])
def test_a_file_is_read_up_to_its_bound(tmp_path, size):
    """A file should be read whole, or one byte past the bound that it exceeds."""
    path = tmp_path / "input.json"
    path.write_bytes(b"\r" * size)

    assert b"\r" * min(size, 11) == read_regular(path, 10)


def test_a_link_to_a_file_is_read(tmp_path):
    """A link should be followed, so that a file may be kept elsewhere."""
    (tmp_path / "file").write_bytes(b"held")
    (tmp_path / "link").symlink_to("file")

    assert b"held" == read_regular(tmp_path / "link", 10)


@pytest.mark.parametrize(
    "make",
    [
        lambda path: None,
        os.mkdir,
        fifo,
        listening,
        lambda path: path.symlink_to("/dev/zero"),
        lambda path: path.symlink_to(path.name),
        lambda path: path.symlink_to("nowhere"),
    ],
    ids=["nothing", "folder", "pipe", "socket", "device", "circle", "dangling"],
)
def test_what_is_no_file_is_not_read(tmp_path, monkeypatch, make):
    """What is no regular file should give nothing, at once."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "input.json"
    make(path)

    assert read_regular(path, 10) is None


@pytest.mark.parametrize("name", ["a\0b", "a" * 300, "\udcff\0"])
def test_a_name_that_no_file_has_is_not_read(tmp_path, name):
    """A name that the system cannot take should give nothing."""
    assert read_regular(tmp_path / name, 10) is None


def free():
    """The lowest number that no open file has."""
    handle = os.open(os.devnull, os.O_RDONLY)
    os.close(handle)
    return handle


def test_no_file_is_left_open(tmp_path):
    """A file should be closed again, read or not."""
    (tmp_path / "file").write_bytes(b"held")
    before = free()
    for path in (tmp_path, tmp_path / "file", tmp_path / "none"):
        read_regular(path, 10)

    assert before == free()


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", ("", "")),
        ("niña".encode(), ("niña", "")),
        (b"0123456789", ("0123456789", "")),
        (b"0123456789\n", (None, "too_big")),
        ("012345678ñ".encode(), (None, "too_big")),
        (b"\xff", (None, "encoding")),
        (None, (None, "unreadable")),
    ],
    ids=["empty", "text", "full", "over", "over in a letter", "no text", "none"],
)
def test_text_comes_whole_or_with_why_not(tmp_path, raw, expected):
    """A text should come whole, or a code should say why there is none."""
    path = tmp_path / "note.txt"
    if raw is not None:
        path.write_bytes(raw)

    assert expected == read_text(path, 10)
