"""Keeping compiled Python aside while the tests run.

Where the environment asks for no compiled files in the tree, every process that a test
starts would compile all it imports again, which takes longer than most tests.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile

_ASIDE = "PYTHONPYCACHEPREFIX"


def aside() -> None:
    """Let this process, and those it starts, keep compiled files in one folder.

    Its first caller, which is the process that starts the workers, takes it away.
    """
    if not sys.dont_write_bytecode or _ASIDE in os.environ:
        return
    folder = tempfile.mkdtemp(prefix="fjcore-compiled-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ[_ASIDE] = sys.pycache_prefix = folder
    sys.dont_write_bytecode = False
