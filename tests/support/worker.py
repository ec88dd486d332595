"""A process that acts on a vault until it is killed, and says what it has done.

Each line on its standard output stands for one act that has returned: ``keep`` with
the ids of the records, ``disclose`` with the id of the disclosure.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fjcore.values import SystemClock
from support import vaults
from support.vaults import LEGAL, STAFF


def main(folder: Path, act: str, subject: str) -> None:
    with vaults.reopened(folder, clock=SystemClock()) as vault:
        intake = vaults.again(vaults.intake_of(vault, "01-oconnor"), subject)
        while True:
            if act == "keep":
                said = list(vault.keep(intake, actor=STAFF).records)
            else:
                sent = vault.disclose(
                    subject, to=LEGAL, purpose="protection_order", actor=STAFF
                )
                said = [sent.disclosure.id]
            print(*said, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
