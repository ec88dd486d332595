"""Keeping what an importer of a plugin gives, and logging what it does not take."""

from __future__ import annotations

import hashlib
from collections import Counter

from attrs import frozen

from fjcore.errors import ImportRejected
from fjcore.vault.core import Core
from fjcore.vault.importing import MAX_BATCH, Fate, import_records


@frozen(repr=False)
class Imports:
    """What importers of plugins bring in; each act names who acts, and is logged."""

    _core: Core

    def bring(self, raw: bytes, *, by: str, actor: str) -> Counter[Fate]:
        """Keep every draft of an input, and count what became of each.

        All of it is read before any of it is kept. Of an input that is rejected the log
        has the size and the SHA-256 alone, so that it is known again; the file itself
        stays where it is.
        Raises: ImportRejected, MissingPlugin; InputRefused, where a draft may not be
        kept here.
        """
        core = self._core
        core.own(actor)
        importer = core.registry.importer(by)
        try:
            drafts = importer.drafts(raw, core.catalog.types.values())
        except ImportRejected as error:
            fault = error.with_traceback(None)
        else:
            fates: Counter[Fate] = Counter()
            for start in range(0, len(drafts), MAX_BATCH):
                part = drafts[start : start + MAX_BATCH]
                fates.update(import_records(core, part, by, actor))
            return fates
        self._rejected(raw, by, actor)
        raise fault

    def _rejected(self, raw: bytes, by: str, actor: str) -> None:
        digest = hashlib.sha256(raw).hexdigest()
        detail = {"importer": by, "sha256": digest, "bytes": len(raw)}
        self._core.run(lambda tx: tx.note("import.reject", actor=actor, detail=detail))
