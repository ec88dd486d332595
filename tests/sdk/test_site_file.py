"""A site file is a regular file of a bounded size."""

from __future__ import annotations

import os
from typing import Any

import pytest

from fjcore.errors import Problem, SiteError
from fjcore.sdk import Site
from fjcore.sdk.site import MAX_BYTES

SITE = """
[holder]
agency = "harbor"
kind = "vsp_advocate"
name = "Harbor"
unit = "advocacy"
regimes = ["vawa"]
state = "US-MT"
tz = "America/Denver"
"""


@pytest.mark.parametrize(
    "make",
    [
        lambda path: None,
        os.mkdir,
        os.mkfifo,
        lambda path: path.symlink_to("/dev/zero"),
        lambda path: path.write_bytes(SITE.encode() + b"#" * MAX_BYTES),
        lambda path: path.write_bytes(SITE.encode("utf-16")),
        lambda path: path.write_bytes(SITE.encode() + b"# \xff"),
    ],
    ids=["nothing", "folder", "pipe", "device", "big", "utf-16", "latin-1"],
)
def test_what_is_no_site_file_is_refused_at_once(tmp_path, make: Any):
    """What is no regular file, too big or no text should be refused by its path."""
    path = tmp_path / "fjcore.toml"
    make(path)
    with pytest.raises(SiteError) as caught:
        Site.load(path)

    assert str(path) == caught.value.where
    assert (Problem("", "unreadable"),) == caught.value.problems


def test_a_site_file_up_to_the_bound_is_read(tmp_path):
    """A site file as big as is allowed should be read."""
    path = tmp_path / "fjcore.toml"
    path.write_bytes(SITE.encode() + b"#" * (MAX_BYTES - len(SITE)))

    assert "harbor" == Site.load(path).holder().agency
