"""The examples for web frameworks, each run by its real framework."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = ROOT / "docs" / "examples" / "embedding"
ASKING = Path(__file__).parent / "asking.py"

TOKEN = "Bearer a token of legal aid"  # noqa: S105 - of a made-up agency
GRANTED = "subject=MARIA&purpose=protection_order"

#: Questions that must be refused, by what is wrong with them.
WRONG = {
    "no release": ("subject=MARIA&purpose=medical_treatment", TOKEN),
    "nobody": (f"subject={'ab' * 16}&purpose=protection_order", TOKEN),
    "no id": ("subject=Maria%20Vale&purpose=protection_order", TOKEN),
    "no purpose": ("subject=MARIA&purpose=curiosity", TOKEN),
    "no subject": ("purpose=protection_order", TOKEN),
    "no words": ("", TOKEN),
    "no token": (GRANTED, ""),
    "another token": (GRANTED, "Bearer of nobody"),
    "another scheme": (GRANTED, TOKEN.replace("Bearer", "Basic")),
    "another method": (f"POST {GRANTED}", TOKEN),
    "a method that takes away": (f"DELETE {GRANTED}", TOKEN),
    "a script": ("subject=%3Cscript%3Ealert(1)%3C/script%3E&purpose=%22%3E", TOKEN),
    "many words": ("&".join(["subject=MARIA"] * 40), TOKEN),
    "odd bytes": ("subject=%00%ff%F0%9F&purpose=%E2%80%AE", TOKEN),
}


def asked(name: str, questions: list[tuple[str, str]]) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, ASKING, name],
        cwd=EXAMPLES,
        input=json.dumps(questions),
        capture_output=True,
        text=True,
        check=False,
    )

    assert (0, "") == (done.returncode, done.stderr)
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", ["wsgi_app", "fastapi_app", "django_app"])
def test_application(name: str) -> None:
    """What may leave should be served, and everything else be refused alike."""
    questions = [(GRANTED, TOKEN), *WRONG.values(), ("broken", ""), (GRANTED, TOKEN)]
    found = asked(name, questions)
    (status, headers, body), *refused = found["answers"]
    given = json.loads(body)
    plain = {key.lower(): value for key, value in headers}

    assert 200 == status
    assert [{"names": [{"text": "Maria Vale"}]}] == given["records"]["person"]
    assert "legal_aid" == given["recipient"]
    assert ("no-store", "application/json") == (
        plain["cache-control"],
        plain["content-type"],
    )
    assert len(WRONG) + 1 == len(refused)
    assert [refused[0]] * len(refused) == refused
    assert [404, '{"refused":true}'] == [refused[0][0], refused[0][2]]
    assert 1 == found["log"]
