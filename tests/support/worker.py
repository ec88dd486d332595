"""A process whose children act on a vault until they are killed, and say what they did.

For each line on its standard input it forks a child, which says its process id and
then, for each act that has returned, ``keep`` with the ids of the records or
``disclose`` with the id of the disclosure, in turn. When the child is gone, it says so.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from attrs import evolve

from fjcore.sdk import Site
from fjcore.values import SystemClock
from fjcore.vault import engine
from support import vaults
from support.vaults import LEGAL, STAFF


def act(folder: Path, subject: str) -> None:
    """Keep a new person and disclose of a known one in turn, without end."""
    print("pid", os.getpid(), flush=True)
    with vaults.reopened(folder, clock=SystemClock()) as vault:
        intake = evolve(vaults.intake_of(vault, "01-oconnor"), new_subject=None)
        while True:
            print("keep", *vault.keep(intake, actor=STAFF).records, flush=True)
            sent = vault.disclose(
                subject, to=LEGAL, purpose="protection_order", actor=STAFF
            )
            print("disclose", sent.disclosure.id, flush=True)


def writing(journal: str) -> dict[str, object]:
    """Give the settings of SQLite with one way of writing, whichever this build has."""
    synchronous = 2 if journal == "wal" else 3
    return {
        **engine._PRAGMAS,
        "journal_mode": journal,
        "synchronous": synchronous,
    }


def main(folder: Path, subject: str, journal: str) -> None:
    """Fork a child per line; what all of them read alike is read before."""
    engine._PRAGMAS = writing(journal)
    vaults.registry_of(Site.load(folder / "fjcore.toml")).catalog()
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                act(folder, subject)
            finally:
                os._exit(1)
        os.waitpid(child, 0)
        print("gone", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
