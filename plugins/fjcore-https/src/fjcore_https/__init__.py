"""A connector that posts each disclosure over mutual TLS, signed, once."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from fjcore.sdk import ConnectorFactory, hookimpl
from fjcore_https.config import Config, Partner

if TYPE_CHECKING:
    from fjcore_https.connector import HttpsConnector, HttpsFactory, NotDelivered

__all__ = ["Config", "HttpsConnector", "HttpsFactory", "NotDelivered", "Partner"]

#: What is loaded on first use, since its library is slow to load, and from where.
_LATER = {
    "HttpsConnector": "connector",
    "HttpsFactory": "connector",
    "NotDelivered": "connector",
}


def __getattr__(name: str) -> object:
    """Load what needs the library, and the library with it, on first use."""
    if name not in _LATER:
        raise AttributeError(name)
    found: object = getattr(import_module(f"fjcore_https.{_LATER[name]}"), name)
    return found


@hookimpl
def fjcore_connectors() -> Sequence[ConnectorFactory]:
    """Give the one connector, ``https.post``."""
    from fjcore_https.connector import HttpsFactory

    return (HttpsFactory(),)
