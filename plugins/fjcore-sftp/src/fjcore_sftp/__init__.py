"""A connector that puts each disclosure on an agency's SFTP server."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from fjcore.sdk import ConnectorFactory, hookimpl
from fjcore_sftp.config import Config, Partner

if TYPE_CHECKING:
    from fjcore_sftp.connector import NotDelivered, SftpConnector, SftpFactory

__all__ = ["Config", "NotDelivered", "Partner", "SftpConnector", "SftpFactory"]

#: What is loaded on first use, since its library is slow to load, and from where.
_LATER = {
    "NotDelivered": "connector",
    "SftpConnector": "connector",
    "SftpFactory": "connector",
}


def __getattr__(name: str) -> object:
    """Load what needs the library, and the library with it, on first use."""
    if name not in _LATER:
        raise AttributeError(name)
    found: object = getattr(import_module(f"fjcore_sftp.{_LATER[name]}"), name)
    return found


@hookimpl
def fjcore_connectors() -> Sequence[ConnectorFactory]:
    """Give the one connector, ``sftp.put``."""
    from fjcore_sftp.connector import SftpFactory

    return (SftpFactory(),)
