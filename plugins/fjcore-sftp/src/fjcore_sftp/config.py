"""What a site file says under ``[plugins.fjcore-sftp]``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from attrs import field, frozen
from attrs.validators import in_, matches_re

_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")
_USER = re.compile(r"[a-z_][a-z0-9_.-]{0,31}", re.IGNORECASE)
_KEY = re.compile(
    r"(ssh-ed25519|ecdsa-sha2-nistp(256|384|521)|ssh-rsa) [A-Za-z0-9+/]+={0,2}"
)


def _seconds(_: object, __: object, value: float) -> None:
    if not 0 < value <= 300:
        raise ValueError("seconds")


@frozen(kw_only=True)
class Partner:
    """Where one agency receives, and the one host key its server must show.

    ``host_key`` is the server's public key as OpenSSH writes it, without a comment;
    ``folder`` is on the server.
    """

    host: str = field(validator=matches_re(_HOST))
    user: str = field(validator=matches_re(_USER))
    host_key: str = field(validator=matches_re(_KEY))
    folder: str = "."
    port: int = field(default=22, validator=in_(range(1, 65536)))


@frozen(kw_only=True)
class Config:
    """Settings: ``partners`` by agency id, and ``key``, the holder's own private key.

    ``key`` is a file in OpenSSH's form; a relative path starts at the site's folder.
    Units: ``timeout`` in seconds, for each step.
    """

    partners: Mapping[str, Partner]
    key: str
    timeout: float = field(default=20.0, validator=_seconds)

    @property
    def hosts(self) -> tuple[str, ...]:
        """Every host the connector may talk to; the site gives each by name."""
        places = {
            one.host if one.port == 22 else f"{one.host}:{one.port}"
            for one in self.partners.values()
        }
        return tuple(sorted(places))
