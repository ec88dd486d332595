"""One file per alert, in a folder that no agency can have."""

from __future__ import annotations

import json
import re
from pathlib import Path

from attrs import frozen

from fjcore.sdk import AlertChannel, AlertNotice
from fjcore_filedrop.config import Config
from fjcore_filedrop.folder import NotDelivered, drop

#: The id by which faults call this channel.
CHANNEL = "filedrop.alerts"
#: Ids of agencies are in small letters, so none of them is this.
PLACE = "ALERTS"

_ID = re.compile(r"[0-9a-f]{32}")


@frozen
class AlertFolderFactory:
    """Makes channels that write below the ``root`` of the site's settings."""

    id: str = CHANNEL
    hosts: tuple[str, ...] = ()

    def connect(self, config: Config, folder: str, /) -> AlertChannel:
        """Give a channel; nothing is made or opened before the first alert."""
        return AlertFolder(Path(folder) / config.root)


@frozen
class AlertFolder:
    """Writes ``<root>/ALERTS/alert-<id>.json``: what is to be done, and by whom."""

    root: Path

    def tell(self, notice: AlertNotice, /) -> None:
        """Write the file; the same notice again finds it there and changes nothing.

        Raises: NotDelivered, as the connector of disclosures.
        """
        if not _ID.fullmatch(notice.id):
            raise NotDelivered("name")
        failed = False
        try:
            drop(self.root, PLACE, f"alert-{notice.id}.json", _body(notice))
        except OSError:  # its text holds a path
            failed = True
        if failed:
            raise NotDelivered("io")

    def close(self) -> None:
        """Do nothing: no file stays open between alerts."""


def _body(notice: AlertNotice) -> bytes:
    said = {
        "id": notice.id,
        "severity": notice.severity,
        "action_code": notice.action_code,
        "raised_at": notice.raised_at.isoformat(),
        "asked_by": notice.asked_by,
        "receivers": list(notice.receivers),
    }
    return json.dumps(said, sort_keys=True).encode()
