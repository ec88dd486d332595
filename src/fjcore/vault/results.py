"""What a vault answers with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from attrs import field, frozen

from fjcore.consent.analyse import MatrixDiff, VoidPromise
from fjcore.disclosure import Disclosure, Receipt


@frozen(kw_only=True)
class Kept:
    """What was kept: the person's id, and one id per record."""

    subject: str
    records: tuple[str, ...]


@frozen(kw_only=True)
class Signing:
    """A release on file, and what it gives at this moment.

    ``gives``: categories each recipient may now be given, an agency or, where it names
    one, ``agency#person``. ``only_by``: the methods it allows, where that is not by a
    disclosure from here, which is electronic. ``lacks``: why a recipient named in it
    may be sent nothing, as a reason code; signing it again may cure that.
    ``later``: records on file that it does not reach, being kept after the signing.
    ``void``: what it says in vain, by law or by a limit here.
    """

    release: str
    gives: Mapping[str, tuple[str, ...]]
    lacks: Mapping[str, str]
    later: int = 0
    only_by: tuple[str, ...] = ()
    void: tuple[VoidPromise, ...] = ()


@frozen(kw_only=True)
class Withdrawing:
    """A withdrawal on file; ``tell`` are those who were sent something before.

    ``late``: those of them who were sent something after it was told, and before it was
    written down. ``still_active``: ids of releases that it does not end, having been
    signed after it was told; to end one, name it.
    """

    at: datetime
    tell: tuple[str, ...]
    late: tuple[str, ...] = ()
    still_active: tuple[str, ...] = ()


@frozen(kw_only=True)
class Sent:
    """A disclosure that its connector says has arrived.

    ``copy``: the same in the form that was asked for; empty where none was.
    """

    disclosure: Disclosure
    receipt: Receipt
    copy: bytes = field(default=b"", repr=False)


@frozen(kw_only=True)
class Simulation:
    """What releases would change if they were signed, or taken back.

    ``void``: what they say in vain, whoever signs them.
    """

    diff: MatrixDiff
    void: tuple[VoidPromise, ...]


@frozen(kw_only=True)
class VaultReport:
    """What a verification found in order.

    ``pinned`` is False where no head outside the database was there to compare with:
    a database taken back as a whole would then go unnoticed.
    """

    entries: int
    root: str
    pinned: bool
    subjects: int
    records: int
    events: int
    shredded: int


@frozen(kw_only=True)
class Rotated:
    """What a rotation of keys did: the epoch in use, keys wrapped anew, epochs gone."""

    epoch: int
    keys: int
    retired: tuple[int, ...]
