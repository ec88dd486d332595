"""One agency's sealed store: records, releases, keys and audit (extra ``store``)."""

from __future__ import annotations

try:
    import sqlalchemy as _sqlalchemy  # noqa: F401
except ImportError:
    _MISSING = True
else:
    _MISSING = False
if _MISSING:
    from fjcore.errors import MissingExtra

    raise MissingExtra("store")

from fjcore.vault.bringing import Imports
from fjcore.vault.custody import Custody
from fjcore.vault.desk import Desk
from fjcore.vault.exports import Exports
from fjcore.vault.importing import Fate
from fjcore.vault.inputs import (
    Answers,
    Intake,
    answers_from,
    intake_from,
    read_file,
    release_file_from,
)
from fjcore.vault.keydesk import KeyDesk
from fjcore.vault.ledger import Filed, Ledger
from fjcore.vault.mandates import Report
from fjcore.vault.notes import Proposed
from fjcore.vault.paused import Paused
from fjcore.vault.proposing import propose
from fjcore.vault.register import Indexed, Register
from fjcore.vault.resealing import Resealed
from fjcore.vault.restoring import restore_vault
from fjcore.vault.results import (
    Kept,
    Rotated,
    Sent,
    Signing,
    Simulation,
    VaultReport,
    Withdrawing,
)
from fjcore.vault.reviewing import Request, open_reviews, seal_reviews
from fjcore.vault.rings import RingState, ring_states
from fjcore.vault.schema import open_key_store
from fjcore.vault.screened import assessment_of
from fjcore.vault.simulating import simulate
from fjcore.vault.sqlkeys import SqlKeyTable
from fjcore.vault.sqlwraps import SqlKeyStore
from fjcore.vault.suspending import lift_suspension, suspend_account, suspensions
from fjcore.vault.unscreened import result_of
from fjcore.vault.vault import Vault
from fjcore.vault.worklists import Worklists, unreviewed_law

__all__ = [
    "Answers",
    "Custody",
    "Desk",
    "Exports",
    "Fate",
    "Filed",
    "Imports",
    "Indexed",
    "Intake",
    "Kept",
    "KeyDesk",
    "Ledger",
    "Paused",
    "Proposed",
    "Register",
    "Report",
    "Request",
    "Resealed",
    "RingState",
    "Rotated",
    "Sent",
    "Signing",
    "Simulation",
    "SqlKeyStore",
    "SqlKeyTable",
    "Vault",
    "VaultReport",
    "Withdrawing",
    "Worklists",
    "answers_from",
    "assessment_of",
    "intake_from",
    "lift_suspension",
    "open_key_store",
    "open_reviews",
    "propose",
    "read_file",
    "release_file_from",
    "restore_vault",
    "result_of",
    "ring_states",
    "seal_reviews",
    "simulate",
    "suspend_account",
    "suspensions",
    "unreviewed_law",
]
