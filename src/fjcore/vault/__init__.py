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

from fjcore.vault.custody import Custody
from fjcore.vault.desk import Desk
from fjcore.vault.importing import Fate
from fjcore.vault.inputs import (
    Answers,
    Intake,
    answers_from,
    intake_from,
    read_file,
    release_file_from,
)
from fjcore.vault.ledger import Filed, Ledger
from fjcore.vault.mandates import Report
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
from fjcore.vault.rings import RingState, ring_states
from fjcore.vault.screened import assessment_of
from fjcore.vault.simulating import simulate
from fjcore.vault.vault import Vault
from fjcore.vault.worklists import Worklists

__all__ = [
    "Answers",
    "Custody",
    "Desk",
    "Fate",
    "Filed",
    "Intake",
    "Kept",
    "Ledger",
    "Report",
    "RingState",
    "Rotated",
    "Sent",
    "Signing",
    "Simulation",
    "Vault",
    "VaultReport",
    "Withdrawing",
    "Worklists",
    "answers_from",
    "assessment_of",
    "intake_from",
    "read_file",
    "release_file_from",
    "restore_vault",
    "ring_states",
    "simulate",
]
