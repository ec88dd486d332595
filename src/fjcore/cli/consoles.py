"""The console that tables are drawn on."""

from __future__ import annotations

import sys

from rich.console import Console

#: Wide enough for tables where nobody is looking, such as in a file.
console = Console(
    width=None if sys.stdout and sys.stdout.isatty() else 110,
    markup=False,
    highlight=False,
    emoji=False,
)
