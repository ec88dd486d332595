"""What a site file says under ``[plugins.fjcore-filedrop]``."""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class Config:
    """Settings: ``root`` is a folder; a relative one starts at the site's folder."""

    root: str
