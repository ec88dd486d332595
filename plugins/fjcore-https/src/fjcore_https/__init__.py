"""A connector that posts each disclosure over mutual TLS, signed, once."""

from __future__ import annotations

from collections.abc import Sequence

from fjcore.sdk import ConnectorFactory, hookimpl
from fjcore_https.config import Config, Partner
from fjcore_https.connector import HttpsConnector, HttpsFactory, NotDelivered

__all__ = ["Config", "HttpsConnector", "HttpsFactory", "NotDelivered", "Partner"]


@hookimpl
def fjcore_connectors() -> Sequence[ConnectorFactory]:
    """Give the one connector, ``https.post``."""
    return (HttpsFactory(),)
