"""What the log tells of one person: its entries, opened, and where she last stood."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fjcore.audit import Entry, unpad_detail
from fjcore.audit.verify import leaf_of
from fjcore.crypto import Seals
from fjcore.errors import KeySuspended, LogBroken
from fjcore.values import canonical
from fjcore.vault.core import Tx
from fjcore.vault.trail import detail_address, pseudonyms

#: Acts that may move a person's revision; the detail of each says to where.
MOVING = frozenset(
    {"keep", "import", "release.sign", "release.withdraw", "release.end", "disclose"}
)


def trail_of(tx: Tx, subject: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Give leaf and opened detail of every entry about a person.

    Raises: LogBroken, naming an entry that was changed, or whose detail is gone.
    """
    names = names_of(tx, subject)
    for entry, sealed in tx.log.about(names):
        leaf = leaf_of(entry)
        if sealed is None and "det" in leaf:
            # No version of this vault erases details: somebody else took it away.
            raise LogBroken(f"entry {entry.idx}: detail")
        if sealed is not None:
            yield leaf, open_detail(tx, subject, entry, sealed)


def whole_trail(
    tx: Tx, subject: str, revision: int
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Give what ``trail_of`` gives, of a person who stands at a revision.

    Raises: as ``trail_of``; LogBroken, naming the person, when the log last saw her at
    another revision: what she took back, or was sent, may have been taken away.
    """
    found = list(trail_of(tx, subject))
    moves = [said["revision"] for leaf, said in found if leaf["ev"] in MOVING]
    if not moves or moves[-1] != revision:
        raise LogBroken(f"{subject}: revision")
    return found


def gapless(tx: Tx) -> None:
    """Refuse a log with fewer entries than its head counts.

    Raises: LogBroken, saying how many stand.
    """
    size, place = tx.log.counted()
    if size != place:
        raise LogBroken(f"head: {size} entries stand")


def open_detail(tx: Tx, subject: str, entry: Entry, sealed: bytes) -> dict[str, Any]:
    """Open the detail of an entry.

    Raises: SealBroken and its kin.
    """
    where = detail_address(subject, tx.core.origin, entry.idx)
    try:
        opened = tx.seals.open(where, sealed)
    except KeySuspended:
        # A detail is evidence by its bytes and cannot move to another key: what a
        # compromised one sealed is read where it stands.
        seals = Seals(tx.core.sealer.holding, tx.keys, resealing=True)
        opened = seals.open(where, sealed)
    found: dict[str, Any] = canonical.loads(unpad_detail(opened.payload))
    return found


def names_of(tx: Tx, subject: str) -> list[bytes]:
    """Give every name that the log has for a person."""
    core = tx.core
    return pseudonyms(tx.seals, core.sealer.holding, core.origin, subject)


def last_revision(tx: Tx, subject: str) -> int | None:
    """Give the revision at which the log last saw a person; None if it never did.

    Raises: LogBroken, naming an entry that was changed, or whose detail is gone.
    """
    names = names_of(tx, subject)
    for entry, sealed in tx.log.latest_about(names):
        leaf = leaf_of(entry)
        if leaf["ev"] not in MOVING:
            continue
        if sealed is None:
            raise LogBroken(f"entry {entry.idx}: detail")
        return int(open_detail(tx, subject, entry, sealed)["revision"])
    return None
