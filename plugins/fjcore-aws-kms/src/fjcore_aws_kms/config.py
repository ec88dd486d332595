"""What a site file says under ``[plugins.fjcore-aws-kms]``."""

from __future__ import annotations

from attrs import frozen

#: The most times that one call is tried, and the longest one try may take.
MAX_ATTEMPTS, MAX_TIMEOUT_S = 10, 60


@frozen(kw_only=True)
class Config:
    """Settings: the key by its ARN, id or alias, and the region it is in.

    ``earlier`` are keys that opened what was wrapped before ``key`` was in use.
    ``endpoint`` is an address of one's own, such as a VPC's. Credentials are none of
    them: they come from where AWS tools look for them.
    Units: ``timeout_s`` in seconds, for one try; ``attempts`` counts the first.
    """

    key: str
    region: str
    earlier: tuple[str, ...] = ()
    endpoint: str = ""
    timeout_s: int = 5
    attempts: int = 4

    @property
    def sane(self) -> bool:
        """Whether the numbers are within their bounds."""
        times = 1 <= self.attempts <= MAX_ATTEMPTS
        return times and 1 <= self.timeout_s <= MAX_TIMEOUT_S
