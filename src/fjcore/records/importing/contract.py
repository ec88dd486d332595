"""What an importer of a plugin is: it reads hostile input, and gives drafts alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO, Protocol

from fjcore.records.importing.importer import Draft

#: The largest input that an importer is handed, and the most drafts it may give.
MAX_INPUT = 64 << 20
MAX_DRAFTS = 100_000


class DraftReader(Protocol):
    """Reads one input into drafts; it has neither the store nor a path."""

    def drafts(self, source: BinaryIO, /) -> Iterator[Draft]:
        """Give the drafts of an input; raise where any of it is not in order."""
        ...


class ImporterFactory(Protocol):
    """Makes a reader from the site's settings for its plugin."""

    @property
    def id(self) -> str:
        """The name by which commands refer to it, ``<plugin prefix>.<name>``."""
        ...

    def make(self, config: Any, /) -> DraftReader:
        """Give a reader; it opens nothing."""
        ...
