"""Makes tests of the examples in the README and the docs: see ``support.pages``.

Keeps compiled Python aside before the workers start: see ``support.bytecode``.
"""

from __future__ import annotations

from support.bytecode import aside
from support.pages import PARSERS, ROOT, begin, end
from sybil import Sybil

aside()

pytest_collect_file = Sybil(
    parsers=PARSERS,
    path=str(ROOT),
    patterns=["README.md", "docs/*.md", "docs/*/*.md", "docs/*/*/*.md"],
    excludes=["*/README.md"],
    setup=begin,
    teardown=end,
).pytest()
