"""What is shown, and whether it arrived: a pipe may be closed, a disk full."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO, cast


class Shown:
    """A stream that remembers that it could not be written to."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.broken = False

    def write(self, text: str) -> int:
        """Write a text."""
        with self._noticed():
            return self._stream.write(text)

    def flush(self) -> None:
        """Write what is held back."""
        with self._noticed():
            self._stream.flush()

    @contextmanager
    def _noticed(self) -> Iterator[None]:
        try:
            yield
        except OSError:
            self.broken = True
            raise

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def noticing(stream: TextIO) -> TextIO:
    """Give a stream that remembers; where there is none, there is nothing to show."""
    return cast("TextIO", Shown(stream)) if stream is not None else stream


def unshown() -> bool:
    """Whether something could not be shown; else a fault lies with another file."""
    return any(getattr(one, "broken", False) for one in (sys.stdout, sys.stderr))
