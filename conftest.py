"""Makes tests of the examples in the README and the docs: see ``support.pages``."""

from __future__ import annotations

from support.pages import PARSERS, ROOT, begin, end
from sybil import Sybil

pytest_collect_file = Sybil(
    parsers=PARSERS,
    path=str(ROOT),
    patterns=["README.md", "docs/*.md", "docs/*/*.md", "docs/*/*/*.md"],
    excludes=["*/README.md"],
    setup=begin,
    teardown=end,
).pytest()
