"""What a site file says under ``[plugins.fjcore-fhir]``."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from attrs import field, frozen


def host_of(url: str) -> str:
    """Give host and port of a server's base that may be sent to, or nothing.

    Only ``https``, without user, password, query or fragment: what stands in an
    address ends up in logs.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    extra = parts.username or parts.password or parts.query or parts.fragment
    if parts.scheme != "https" or extra or not parts.hostname or set(url) & set("#?"):
        return ""
    return parts.hostname if port in (None, 443) else f"{parts.hostname}:{port}"


def _https(_: object, __: object, value: str) -> None:
    if not host_of(value):
        raise ValueError("url")


def _referred(_: object, __: object, value: str) -> None:
    if not value.startswith(("env:", "file:")):
        raise ValueError("token")


def _positive(_: object, __: object, value: float) -> None:
    if not 0 < value <= 300:
        raise ValueError("seconds")


def _tries(_: object, __: object, value: int) -> None:
    if not 1 <= value <= 10:
        raise ValueError("tries")


@frozen(kw_only=True)
class Partner:
    """The server of one agency: its base, and where the token for it is kept.

    ``token`` says where a secret is, ``env:NAME`` or ``file:PATH``, and is never one.
    ``authority`` is the certificate that the server's own is checked against.
    """

    url: str = field(validator=_https)
    token: str = field(validator=_referred)
    authority: str


@frozen(kw_only=True)
class Config:
    """Settings. Files are paths; a relative one starts at the site's folder.

    Units: ``timeout`` in seconds, for one try; ``tries`` is a count.
    """

    partners: Mapping[str, Partner]
    timeout: float = field(default=20.0, validator=_positive)
    tries: int = field(default=3, validator=_tries)

    @property
    def hosts(self) -> tuple[str, ...]:
        """Every host the connector may talk to; the site gives each by name."""
        return tuple(sorted({host_of(one.url) for one in self.partners.values()}))
