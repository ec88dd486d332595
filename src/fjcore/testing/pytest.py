"""Fixtures of the conformance kit: ``pytest_plugins = ["fjcore.testing.pytest"]``."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

import pytest

from fjcore.crypto import RootKeyring
from fjcore.sdk import Manifest, Registry, Site
from fjcore.testing.canaries import Canaries
from fjcore.testing.disclosures import AT
from fjcore.testing.gates import Gate
from fjcore.testing.suites._plugins import SITE
from fjcore.values import FixedClock, SecretBytes

#: Builds a registry of local plugins alone.
Build = Callable[..., Registry]


@pytest.fixture
def clock() -> FixedClock:
    """Give a clock that stands still until it is moved."""
    return FixedClock(AT)


@pytest.fixture
def gate() -> Gate:
    """Give the one way out, for a connector on trial."""
    return Gate()


@pytest.fixture
def keyring() -> RootKeyring:
    """Give a keyring in memory, of a root of its own."""
    return RootKeyring(SecretBytes(b"\x07" * 32))


@pytest.fixture
def registry(tmp_path: Path) -> Build:
    """Give what builds a registry of the plugins it is handed, and of no others."""

    def build(*plugins: tuple[Manifest, ModuleType]) -> Registry:
        tables = "".join(_table(manifest) for manifest, _ in plugins)
        return Registry.build(Site.parse(SITE + tables, tmp_path), extra=plugins)

    return build


def _table(manifest: Manifest) -> str:
    given = ", ".join(f'"{one}"' for one in sorted(manifest.permissions))
    return f"\n[plugins.{manifest.name}]\npermissions = [{given}]\n"


class NetworkTouched(Exception):
    """A test reached for the network, which it said it would not."""


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no socket connect and no name be looked up."""

    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise NetworkTouched

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)


@pytest.fixture
def canaries(
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    recwarn: pytest.WarningsRecorder,
) -> Iterator[Canaries]:
    """Give tokens to plant; none may be printed, logged, warned of or written.

    What a test itself grants, it looks at itself.
    """
    made = Canaries()
    caplog.set_level(logging.DEBUG)
    yield made
    said, logged = capfd.readouterr(), caplog.get_records("call")
    places = {
        "printed": made.found_in(said.out + said.err),
        "logged": made.found_in("\n".join(one.getMessage() for one in logged)),
        "warned of": made.found_in("".join(str(one.message) for one in recwarn.list)),
        "written": made.found_in_files(tmp_path),
    }
    wrong = [place for place, tokens in places.items() if tokens]
    if wrong:
        pytest.fail(f"a planted token was {', '.join(wrong)}", pytrace=False)
