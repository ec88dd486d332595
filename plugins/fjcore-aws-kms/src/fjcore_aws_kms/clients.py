"""Clients of KMS: one for each thread and process, and calls tried again in bounds."""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable
from functools import cache
from typing import Any

from attrs import define, field
from botocore.config import Config as Options
from botocore.exceptions import BotoCoreError, ClientError
from botocore.loaders import Loader, create_loader
from botocore.session import Session

from fjcore.sdk import KeyringUnreachable, KeyUnavailable, Throttled
from fjcore_aws_kms.config import Config
from fjcore_aws_kms.faults import Fault, fault_of

#: How long is waited before a second try, in seconds; twice that before each further
#: one, a random part of it. Source: AWS Builders' Library, "Timeouts, retries and
#: backoff with jitter".
_FIRST_WAIT_S, _LONGEST_WAIT_S = 0.1, 5.0


@define(eq=False, repr=False)
class Clients:
    """Clients by thread; what one call ends with after the last try is its error."""

    config: Config
    where: str
    _sleep: Callable[[float], None] = time.sleep
    _own: Any = field(factory=threading.local)
    _making: Any = field(factory=threading.Lock)
    _made: list[tuple[int, Any]] = field(factory=list)
    _closed: bool = False

    def call(self, name: str, **said: Any) -> dict[str, Any]:
        """Make one call, and again where it may well succeed a little later.

        Raises: KeyringUnreachable, Throttled, AccessRefused, KeyMismatch,
        KeyringDenied; KeyUnavailable, when closed.
        """
        fault: Fault
        for attempt in range(1, self.config.attempts + 1):
            if self._closed:
                raise KeyUnavailable(self.where)
            try:
                found: dict[str, Any] = getattr(self._client(), name)(**said)
                return found
            except (ClientError, BotoCoreError, OSError) as error:
                fault = fault_of(error, self.where)
            again = isinstance(fault, (Throttled, KeyringUnreachable))
            if not again or attempt == self.config.attempts:
                break
            self._sleep(_wait(attempt))
        raise fault

    def close(self) -> None:
        """Make no call any more."""
        with self._making:
            made, self._made, self._closed = self._made, [], True
        for pid, client in made:
            if pid == os.getpid():
                client.close()

    def _client(self) -> Any:
        pid, mine = getattr(self._own, "client", (0, None))
        if pid != os.getpid():
            # A client is no client of its parent's connections; and making two at once
            # is not safe, where using them is.
            with self._making:
                mine = self._new()
                self._made.append((os.getpid(), mine))
            self._own.client = os.getpid(), mine
        return mine

    def _new(self) -> Any:
        options = Options(
            connect_timeout=self.config.timeout_s,
            read_timeout=self.config.timeout_s,
            # Tries are counted here: those of botocore would multiply them.
            retries={"total_max_attempts": 1, "mode": "standard"},
        )
        session = Session()
        session.register_component("data_loader", _descriptions())
        return session.create_client(
            "kms",
            region_name=self.config.region,
            endpoint_url=self.config.endpoint or None,
            config=options,
        )


@cache
def _descriptions() -> Loader:
    """Give what reads the descriptions of AWS services, each once for a process."""
    return create_loader()


def _wait(attempt: int) -> float:
    """Give how long to wait after a try: a random part of what doubles each time."""
    longest = min(_LONGEST_WAIT_S, _FIRST_WAIT_S * 2 ** (attempt - 1))
    return random.uniform(0, longest)  # noqa: S311 - spreads calls, guards nothing
