"""A disclosure is the same bytes in every process, in every form."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]

PRINT_FORMS = """
import hashlib
from disclosure.test_forms import HELD, LANGUAGES, WIDE
from disclosure.worlds import built, plan_of
from fjcore.disclosure.forms import Form, rendering
made = built(plan_of(WIDE), HELD)
print("body", made.sha256)
for form in Form:
    for lang in LANGUAGES:
        raw = rendering(made.content(), form, lang)
        print(form, lang, len(raw), hashlib.sha256(raw).hexdigest())
"""


@pytest.mark.nightly
def test_a_disclosure_is_the_same_in_every_process() -> None:
    """A body and its forms should not depend on how a process hashes texts."""
    printed = set()
    for seed in ("0", "4", "77"):
        done = subprocess.run(
            [sys.executable, "-c", PRINT_FORMS],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(TESTS)},
            capture_output=True,
            text=True,
            check=True,
        )
        printed.add(done.stdout)
    (text,) = printed

    assert 11 == len(text.splitlines())
    assert len(text.splitlines()) == len(set(text.splitlines()))
