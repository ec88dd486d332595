"""One file per alert, in a folder of the staff."""

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

_ID = re.compile(r"[0-9a-f]{32}")


@frozen
class AlertFolderFactory:
    """Makes channels that write to the folder ``alerts`` of the site's settings."""

    id: str = CHANNEL
    hosts: tuple[str, ...] = ()

    def connect(self, config: Config, folder: str, /) -> AlertChannel:
        """Give a channel; nothing is made or opened before the first alert."""
        return AlertFolder(Path(folder) / config.alerts if config.alerts else None)


@frozen
class AlertFolder:
    """Writes ``<folder>/alert-<id>.json``: how urgent, what kind of step, whose.

    Without a folder it is switched off and carries nothing.
    """

    folder: Path | None

    def tell(self, notice: AlertNotice, /) -> None:
        """Write the file; the same notice again finds it there and changes nothing.

        Raises: NotDelivered, as the connector of disclosures.
        """
        if self.folder is None:
            return
        if not _ID.fullmatch(notice.id):
            raise NotDelivered("name")
        root, place = self.folder.parent, self.folder.name
        failed = False
        try:
            drop(root, place, f"alert-{notice.id}.json", _body(notice))
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
