from __future__ import annotations

import json

import pytest
from support.commands import Run

PLAN = ("keys", "plan-index", "--people", 50_000, "--distinct", 30_000)


def test_rotate(run: Run) -> None:
    """Rotate should say which custody key is in use, and leave the vault whole."""
    found = run("keys", "rotate")
    lines = found.out.splitlines()

    assert 0 == found.status
    assert "custody key of epoch 2 in use" == lines[0]
    assert lines[1].endswith("data keys wrapped anew")
    assert 2 == len(lines)
    again = run("keys", "rotate", "--finish").out
    assert "custody key of epoch 2 in use" == again.splitlines()[0]
    assert 0 == run("audit", "verify").status


def test_plan(run: Run) -> None:
    """A plan should be told with every number's reason."""
    words = (*PLAN, "--most-common", 0.01, "--normaliser", "name.v1")
    found, data = run(*words), json.loads(run(*words, "--json").out)

    assert (0, "") == (found.status, found.err)
    assert "bits 8, partitions 4" == found.out.splitlines()[-1]
    assert ([8, 13], 8, 14) == (data["window"], data["bits"], data["budget"])


def test_few_people(run: Run) -> None:
    """Where there are few people, a plan should say to open records instead."""
    found = run(
        *("keys", "plan-index", "--people", 900, "--distinct", 800),
        *("--most-common", 0.02, "--normaliser", "dob.v1"),
    )

    assert "no index: open records instead" == found.out.splitlines()[-1]


@pytest.mark.parametrize(
    ("more", "where"),
    [
        (("--most-common", 0.01, "--normaliser", "none.v1"), "--normaliser"),
        (("--most-common", 0, "--normaliser", "name.v1"), "most_common"),
        (("--most-common", 0.9, "--normaliser", "name.v1"), "partitions"),
        (
            (
                *("--most-common", 0.01, "--normaliser", "name.v1"),
                *("--existing", 5, "--existing", 6),
            ),
            "budget",
        ),
    ],
)
def test_refused(run: Run, more: tuple[object, ...], where: str) -> None:
    """A plan that breaks a rule should end with one error that names it."""
    found = run(*PLAN, *more)

    assert 1 == found.status
    assert f": {where}]" in found.err
    assert "" == found.out


def test_accepted(run: Run) -> None:
    """More bits than the budget should be planned when somebody accepts them."""
    found = run(
        *(*PLAN, "--most-common", 0.01, "--normaliser", "name.v1"),
        *("--existing", 9, "--bits", 9, "--accepted-by", "rosa"),
    )

    assert 0 == found.status
    assert "accepted by rosa" in found.out


def test_doctor(run: Run) -> None:
    """Doctor should end with 1 where OpenSSL is not in FIPS mode, and say why."""
    found, data = run("doctor", "--fips"), run("doctor", "--fips", "--json")

    assert (1, 1) == (found.status, data.status)
    assert json.loads(data.out)["kept"] is False
    assert "openssl: not in FIPS mode" in found.out
    assert "Argon2id" in found.out


def test_doctor_alone(run: Run) -> None:
    """Doctor without a profile should say that there is nothing to look at."""
    assert 0 == run("doctor").status
