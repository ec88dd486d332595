"""Source text that is made, compiled once and kept where a debugger finds it."""

from __future__ import annotations

import hashlib
import linecache
from typing import Any


class Source:
    """The globals of one generated function; its text may hold schema names only."""

    def __init__(self, **names: Any) -> None:
        self.names = names

    def name(self, value: object) -> str:
        """Give a value a name of its own in the text."""
        name = f"_{len(self.names)}"
        self.names[name] = value
        return name

    def compiled(self, what: str, head: str, *lines: str) -> Any:
        """Compile the function ``made`` of these lines."""
        text = "\n    ".join([head, *lines]) + "\n"
        digest = hashlib.sha256(text.encode()).hexdigest()[:16]
        filename = f"<fjcore {what} {digest}>"
        exec(compile(text, filename, "exec"), self.names)  # noqa: S102 - as attrs does
        shown = text.splitlines(keepends=True)
        linecache.cache[filename] = (len(text), None, shown, filename)
        return self.names["made"]
