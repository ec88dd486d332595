"""Every fault of a cell and of its keys, over a token: SoftHSM."""

from __future__ import annotations

import itertools
import os
from pathlib import Path
from typing import ClassVar

import pkcs11
import pytest
from attrs import evolve
from fjcore_pkcs11 import Config, TokenFactory, make_key
from services import softhsm
from support.cellfaults import FaultSuite

from fjcore.errors import (
    AccessRefused,
    KeyringUnreachable,
    KeyUnavailable,
    RootKeyMissing,
)

TOKEN = "fjcore cells"  # noqa: S105 - a label
numbers = itertools.count()


@pytest.fixture(scope="module", autouse=True)
def _hsm():
    library, _ = softhsm.binaries()
    with softhsm.tokens() as folder:
        softhsm.new_token(TOKEN)
        pkcs11.lib(str(library)).reinitialize()
        os.environ["FJ_TEST_PIN"] = softhsm.PIN
        yield folder
        os.environ.pop("FJ_TEST_PIN")
        pkcs11.lib(str(library)).finalize()


def opened(settings):
    return TokenFactory().connect(settings, "")


class TestToken(FaultSuite):
    kinds: ClassVar = {
        "pin": AccessRefused,
        "no_pin": AccessRefused,
        "missing": RootKeyMissing,
        "unplugged": KeyringUnreachable,
        "library": KeyringUnreachable,
        "closed": KeyUnavailable,
    }

    def make(self, folder):
        library, _ = softhsm.binaries()
        self.settings = Config(
            module=str(library),
            token=TOKEN,
            key=f"root {next(numbers)}",
            pin="env:FJ_TEST_PIN",
        )
        make_key(self.settings, "")
        return opened(self.settings)

    def break_pin(self, cellar, folder):
        cellar.ring.close()
        (folder / "pin").write_text("MARKER 9999")
        (folder / "pin").chmod(0o600)
        wrong = evolve(self.settings, pin="file:pin")
        return lambda: TokenFactory().connect(wrong, str(folder))

    def break_no_pin(self, cellar, folder):
        unnamed = evolve(self.settings, pin="env:FJ_TEST_NO_PIN")
        return lambda: opened(unnamed)

    def break_missing(self, cellar, folder):
        cellar.ring = opened(self.settings)
        gone = evolve(self.settings, key="MARKER gone")
        return lambda: opened(gone)

    def break_unplugged(self, cellar, folder):
        place = Path(os.environ["SOFTHSM2_CONF"]).parent / "tokens"

        def act():
            place.rename(place.with_name("unplugged"))
            try:
                return cellar.read()
            finally:
                place.with_name("unplugged").rename(place)

        return act

    def break_library(self, cellar, folder):
        absent = evolve(self.settings, module=str(folder / "MARKER.so"))
        return lambda: opened(absent)

    def break_closed(self, cellar, folder):
        cellar.ring.close()
        return cellar.read
