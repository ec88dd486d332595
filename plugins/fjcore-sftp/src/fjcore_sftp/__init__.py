"""A connector that puts each disclosure on an agency's SFTP server."""

from __future__ import annotations

from collections.abc import Sequence

from fjcore.sdk import ConnectorFactory, hookimpl
from fjcore_sftp.config import Config, Partner
from fjcore_sftp.connector import NotDelivered, SftpConnector, SftpFactory

__all__ = ["Config", "NotDelivered", "Partner", "SftpConnector", "SftpFactory"]


@hookimpl
def fjcore_connectors() -> Sequence[ConnectorFactory]:
    """Give the one connector, ``sftp.put``."""
    return (SftpFactory(),)
