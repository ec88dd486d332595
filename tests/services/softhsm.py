"""SoftHSM, a token made of files, for the tests of the PKCS#11 keyring.

Its library comes from Debian's packages: installed ones, or else fetched and unpacked
into a folder of the user's own, which needs no root.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services.debian import unpacked
from services.needs import ServiceBroken, ServiceMissing

PIN, SO_PIN = "1234", "5678"

_PACKAGES = ("libsofthsm2", "softhsm2")
_ADVICE = (
    "SoftHSM was not found, and could not be fetched. With root: apt-get update && "
    "apt-get install softhsm2. Without root, on Debian or a system made from it: the "
    "tests fetch and unpack it themselves; apt-get must reach its packages. Elsewhere: "
    "build SoftHSM and name its library and tool in SOFTHSM2_LIB and SOFTHSM2_UTIL."
)


def binaries() -> tuple[Path, Path]:
    """Give the library and the tool that prepares tokens, fetching them if need be."""
    named = os.environ.get("SOFTHSM2_LIB"), os.environ.get("SOFTHSM2_UTIL")
    if named[0] and named[1]:
        return Path(named[0]), Path(named[1])
    found = _in(Path("/"))
    if found is not None:
        return found
    home = unpacked("softhsm2", _PACKAGES, "usr/bin/softhsm2-util")
    found = _in(home) if home is not None else None
    if found is None:
        raise ServiceMissing(_ADVICE)
    return found


def _in(root: Path) -> tuple[Path, Path] | None:
    places = (root / "usr/lib/softhsm", *root.glob("usr/lib/*-linux-gnu/softhsm"))
    found = [one for place in places if (one := place / "libsofthsm2.so").exists()]
    tool = root / "usr/bin/softhsm2-util"
    return (found[0], tool) if found and tool.exists() else None


@contextmanager
def tokens() -> Iterator[Path]:
    """Give a folder of tokens of one's own; the library must not be in use yet."""
    folder = Path(tempfile.mkdtemp(prefix="fjhsm"))
    before = os.environ.get("SOFTHSM2_CONF")
    config = folder / "softhsm2.conf"
    (folder / "tokens").mkdir()
    config.write_text(
        f"directories.tokendir = {folder / 'tokens'}\n"
        "objectstore.backend = file\nlog.level = ERROR\n"
    )
    os.environ["SOFTHSM2_CONF"] = str(config)
    try:
        yield folder
    finally:
        os.environ.pop("SOFTHSM2_CONF")
        if before is not None:
            os.environ["SOFTHSM2_CONF"] = before
        shutil.rmtree(folder, ignore_errors=True)


def new_token(label: str) -> None:
    """Make a token that is empty but for its PINs."""
    library, tool = binaries()
    words = [str(tool), "--module", str(library), "--init-token", "--free"]
    words += ["--label", label, "--pin", PIN, "--so-pin", SO_PIN]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ServiceBroken(done.stdout + done.stderr)
