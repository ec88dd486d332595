"""Files in folders: each disclosure for its agency, each alert for the staff."""

from __future__ import annotations

from collections.abc import Sequence

from fjcore.sdk import AlertChannelFactory, ConnectorFactory, hookimpl
from fjcore_filedrop.alerts import AlertFolder, AlertFolderFactory
from fjcore_filedrop.config import Config
from fjcore_filedrop.folder import FolderConnector, FolderFactory, NotDelivered

__all__ = [
    "AlertFolder",
    "AlertFolderFactory",
    "Config",
    "FolderConnector",
    "FolderFactory",
    "NotDelivered",
]


@hookimpl
def fjcore_connectors() -> Sequence[ConnectorFactory]:
    """Give the one connector, ``filedrop.folder``."""
    return (FolderFactory(),)


@hookimpl
def fjcore_alert_channels() -> Sequence[AlertChannelFactory]:
    """Give the one channel, ``filedrop.alerts``."""
    return (AlertFolderFactory(),)
