"""What a site file says under ``[plugins.fjcore-filedrop]``."""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class Config:
    """Settings: folders; a relative one starts at the site's folder.

    ``root`` is for disclosures, ``alerts`` for alerts to staff; none are written where
    it is not set.
    """

    root: str
    alerts: str = ""
