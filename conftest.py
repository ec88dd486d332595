"""Makes tests of the examples in the README and the docs: see ``support.pages``.

Keeps compiled Python aside before the workers start: see ``support.bytecode``. Leaves
tests out whose service cannot be had: see ``support.leaving``.
"""

from __future__ import annotations

from support.bytecode import aside
from support.leaving import pytest_runtest_makereport
from support.pages import PARSERS, ROOT, begin, end
from sybil import Sybil

__all__ = ["pytest_runtest_makereport"]

aside()

pytest_collect_file = Sybil(
    parsers=PARSERS,
    path=str(ROOT),
    patterns=["README.md", "docs/*.md", "docs/*/*.md", "docs/*/*/*.md"],
    excludes=["*/README.md"],
    setup=begin,
    teardown=end,
).pytest()
