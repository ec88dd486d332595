"""That a site adopted a state pack, or no longer does, is told in the log."""

from __future__ import annotations

from typing import Any

from fjcore.vault.core import Core, Tx
from fjcore.vault.history import open_detail
from fjcore.vault.trail import actor_name

#: The kind of entry, and who acts in it. No staff id has a space in it.
CHANGED, SITE_FILE = "policy.change", "site file"


def noted(core: Core) -> None:
    """Write an entry when what the site adopts is not what the log last said.

    Raises: as any act that cannot be logged; the vault is then not opened.
    """
    said = adoption(core)

    def work(tx: Tx) -> None:
        if _last(tx) == said:
            return
        # Two processes may open at once: only the first of them has news.
        tx.log.lock_head()
        if _last(tx) != said:
            tx.note(CHANGED, actor=SITE_FILE, detail=said)

    core.run(work)


def adoption(core: Core) -> dict[str, Any]:
    """Give what a site adopts, as plain data: packs, and rules that were accepted."""
    return {
        "packs": [
            {"id": pack.id, "version": pack.version, "sha256": pack.sha256}
            for pack in sorted(core.site.packs(), key=lambda pack: pack.id)
        ],
        "accepted": [
            {"rule": row.rule, "by": row.by, "on": row.on}
            for row in core.site.law.accepted
        ],
    }


def _last(tx: Tx) -> dict[str, Any]:
    """Give what the log last said; where it says nothing, nothing was adopted."""
    found = tx.log.latest_by(actor_name(tx.seals, SITE_FILE))
    if found is None:
        return {"packs": [], "accepted": []}
    entry, sealed = found
    if sealed is None:
        return {}  # somebody took the detail away: verification says so
    said = open_detail(tx, tx.core.vault_id, entry, sealed)
    return {key: said.get(key) for key in ("packs", "accepted")}
