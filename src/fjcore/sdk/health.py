"""What a plugin can say of its own state: it looks at its configuration alone."""

from __future__ import annotations

import re
from typing import Any, Protocol

from attrs import frozen

_CODE = re.compile(r"[a-z0-9_]{1,40}")
_MOST = 200


@frozen(kw_only=True)
class Health:
    """One answer: whether it is well, a code, and what to do; never a setting's value.

    ``advice`` is one constant line of at most 200 characters.
    """

    ok: bool
    code: str
    advice: str = ""

    @property
    def whole(self) -> bool:
        """Whether each part is of its kind and can be shown."""
        texts = type(self.code) is str and type(self.advice) is str
        return (
            type(self.ok) is bool
            and texts
            and bool(_CODE.fullmatch(self.code))
            and len(self.advice) <= _MOST
            and (self.advice == "" or self.advice.isprintable())
        )


class HealthCheck(Protocol):
    """Looks at its plugin's own settings, and at nothing else."""

    @property
    def id(self) -> str:
        """The name of the check, ``<plugin prefix>.<name>``."""
        ...

    def check(self, config: Any, /) -> Health:
        """Say how it is; raise nothing."""
        ...


@frozen(kw_only=True)
class HealthRow:
    """What one check of one plugin answered; a fault is an answer that is not well."""

    plugin: str
    id: str
    health: Health
