"""A connector that writes each disclosure to a folder of the agency it is for."""

from __future__ import annotations

from collections.abc import Sequence

from fjcore.sdk import ConnectorFactory, hookimpl
from fjcore_filedrop.config import Config
from fjcore_filedrop.folder import FolderConnector, FolderFactory, NotDelivered

__all__ = ["Config", "FolderConnector", "FolderFactory", "NotDelivered"]


@hookimpl
def fjcore_connectors() -> Sequence[ConnectorFactory]:
    """Give the one connector, ``filedrop.folder``."""
    return (FolderFactory(),)
