"""The commands on a policy, run as a person would run them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from support.commands import Outcome, Run, live_release

from fjcore.consent.scenarios import shipped

SUBJECT = "64a0d86f1566a4ebb93a442428884229"
LEGAL, POLICE = "01-oconnor-1-legal", "01-oconnor-2-police"


def ended(found: Outcome, status: int = 0) -> str:
    assert (status, "") == (found.status, found.err)
    return found.out


def shelter(folder: Path) -> Path:
    """Write a release to the police that names the shelter's place as well."""
    path = live_release(folder, POLICE)
    data = json.loads(path.read_bytes())
    data["release"]["scope"].append("location.shelter")
    path.write_text(json.dumps(data), "utf-8")
    return path


def test_sign_should_tell_before_anything_is_on_file(run: Run, folder: Path) -> None:
    """A dry run should tell what changes and what will not hold, and keep nothing."""
    path = shelter(folder)
    told = ended(run("sign", path, "--dry-run"))
    spanish = ended(run("sign", path, "--dry-run", "--lang", "es"))
    signed = ended(run("sign", path))

    assert "Example City Police (example.org) will be able to see more:" in told
    assert "needs the written yes of those who run it. [C15e]" in told
    assert "podrá ver más:" in spanish
    assert "on file: release" in signed
    assert "[C15e]" in signed
    assert "on file" not in told


def test_a_dry_run_should_refuse_what_signing_refuses(run: Run, folder: Path) -> None:
    """A release that is on file already should be refused, and a language unknown."""
    path = live_release(folder, LEGAL)
    run("sign", path)
    again = run("sign", path, "--dry-run")
    odd = run("sign", path, "--dry-run", "--lang", "tlh")

    assert (1, 1) == (again.status, odd.status)
    assert "[event_refused: release]" in again.err
    assert "--lang: unknown_code" in odd.err


def test_simulate_should_tell_what_a_withdrawal_would_change(
    run: Run, folder: Path
) -> None:
    """What would be gone, and new, should be told, and nothing be changed by it."""
    run("sign", live_release(folder, LEGAL))
    name = json.loads((folder / f"{LEGAL}.json").read_bytes())["release"]["id"]
    words = ("policy", "simulate", SUBJECT, "--remove", name)
    text = ended(run(*words))
    data = json.loads(ended(run(*words, "--add", shelter(folder), "--json")))

    assert "Bighorn Legal Aid (example.org) will no longer be able to see:" in text
    assert [name] == data["removed"]
    assert {"billings.legal_aid"} == {one["recipient"] for one in data["no_longer"]}
    assert {"billings.police"} == {one["recipient"] for one in data["newly"]}
    assert ["C15e"] == [row["rule"] for row in data["void"]]
    assert "billings.legal_aid" in ended(run("who-sees", SUBJECT))


def test_simulate_should_refuse_what_it_cannot_do(run: Run, folder: Path) -> None:
    """Nothing to do, a form of another person and an unknown release are refused."""
    path = live_release(folder, LEGAL)
    data = json.loads(path.read_bytes())
    data["subject"] = "0" * 32
    path.write_text(json.dumps(data), "utf-8")
    words = ("policy", "simulate", SUBJECT)
    found = [
        run(*words),
        run(*words, "--add", path),
        run(*words, "--remove", "0" * 32),
        run(*words, "--remove", "x", "--at", "yesterday"),
    ]

    assert [1, 1, 1, 1] == [one.status for one in found]
    assert "--add: required" in found[0].err
    assert "subject: other_subject" in found[1].err
    assert "[event_refused: release]" in found[2].err
    assert "--at: format" in found[3].err


def test_matrix_should_be_what_who_sees_says(run: Run, folder: Path) -> None:
    """The matrix of a person should be that of who-sees, in each format."""
    run("sign", live_release(folder, LEGAL))
    plain = json.loads(ended(run("who-sees", SUBJECT, "--json")))
    words = ("policy", "matrix", SUBJECT)
    data = json.loads(ended(run(*words, "--json")))
    text, page = ended(run(*words)), ended(run(*words, "--html", "--lang", "es"))
    rows = list(csv.reader(io.StringIO(ended(run(*words, "--csv")))))

    assert plain["rows"] == data["rows"]
    assert "Your name, and other names you use" in text
    assert '<html lang="es">' in page
    assert len(data["rows"]) + 1 == len(rows)
    assert "full" in rows[1]


def test_matrix_should_be_written_to_a_new_file(run: Run, folder: Path) -> None:
    """A page should be written to a new file, and never over one."""
    out = folder / "page.html"
    words = ("policy", "matrix", SUBJECT, "--html", "--out", out)
    first, again = run(*words), run(*words)

    assert (0, "wrote page.html\n", 1) == (first.status, first.err, again.status)
    assert out.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert "page.html: duplicate" in again.err


def test_one_format_at_a_time(run: Run) -> None:
    """Two formats at once should be refused."""
    found = run("policy", "lint", "--json", "--html")

    assert (1, True) == (found.status, "--json: conflict" in found.err)


def test_can_ever_should_give_a_world_or_the_rule(run: Run) -> None:
    """What can be seen should come with its world, and what cannot with its rule."""
    words = ("policy", "can-ever", "billings.police")
    opened = json.loads(ended(run(*words, "incident", "--json")))
    by_release = ("--basis", "client_release")
    shut = run("policy", "can-ever", "abuser", "incident", *by_release, "--never")
    failed = run(*words, "incident", "--never", "--purpose", "prosecution")

    assert ("open", "full") == (opened["answer"], opened["view"])
    assert ["incident"] == opened["witness"]["release"]["scope"]
    assert "N2" in ended(shut)
    assert (1, "") == (failed.status, failed.err)
    assert "billings.police, incident: open" in failed.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nobody", "incident"), "unknown_partner"),
        (("billings.police", "incidents"), "unknown_category"),
        (("billings.police", "incident", "--basis", "whim"), "--basis: unknown_code"),
        (("billings.police", "incident", "--purpose", "x"), "--purpose: unknown_code"),
    ],
    ids=["recipient", "category", "basis", "purpose"],
)
def test_can_ever_should_refuse_what_is_unknown(
    run: Run, words: tuple[str, ...], told: str
) -> None:
    """A recipient, category, ground or purpose that is not there should be refused."""
    found = run("policy", "can-ever", *words)

    assert (1, "", True) == (found.status, found.out, told in found.err)


def sites(folder: Path) -> tuple[Path, Path]:
    """Give the site, and one whose releases may run longer."""
    old, new = folder / "fjcore.toml", folder / "new.toml"
    line = "max_release_days = 90"
    text = old.read_text("utf-8").replace(
        line, 'max_release_days = 120\nmax_release_days_reason = "court dates"'
    )
    new.write_text(text, "utf-8")
    return old, new


def test_diff_should_fail_a_build_on_a_widening(run: Run, folder: Path) -> None:
    """A widening should end with 1 until somebody approved it."""
    old, new = sites(folder)
    found = run("policy", "diff", old, new)
    back = run("policy", "diff", new, old)
    approved = folder / "approved.toml"
    approved.write_text(
        "[[approved]]\nsetting = 'max_release_days'\nvalue = '120'\n"
        "by = 'd.director'\non = 2026-11-20\nwhy = 'asked for'\n",
        "utf-8",
    )
    passed = ended(run("policy", "diff", old, new, "--approved", approved, "--json"))

    assert "max_release_days: 90 to 120" in ended(found, 1)
    assert "narrowed" in ended(back)
    assert [] == json.loads(passed)["unapproved"]


def test_diff_should_refuse_what_it_cannot_read(run: Run, folder: Path) -> None:
    """A file of approvals with a fault, or none at all, should be refused."""
    old, new = sites(folder)
    bad = folder / "bad.toml"
    bad.write_text("[[approved]]\nby = 3\n", "utf-8")
    words = ("policy", "diff", old, new, "--approved")
    found, gone = run(*words, bad), run(*words, folder / "gone.toml")

    assert (1, "") == (found.status, found.out)
    assert "approvals_refused: bad.toml" in found.err
    assert "gone.toml: unreadable" in gone.err


def test_lint_should_tell_gaps_and_end_well(run: Run) -> None:
    """A site with gaps alone should end with 0."""
    found = json.loads(ended(run("policy", "lint", "--json")))

    assert {"gap"} == {one["kind"] for one in found["findings"]}


def cases(folder: Path) -> Path:
    """Write scenarios of a home address that goes to no public office."""
    good = next(
        one
        for one in shipped()
        if one.expect["decision"] == "allow"
        and one.facts["request"]["recipient_type"] == "civil_legal"
        and one.facts["request"]["categories"] == ["incident"]
    )
    facts = json.loads(json.dumps(dict(good.facts)))
    facts["subject"]["acp_participant"] = True
    facts["request"] |= {
        **{"recipient_type": "court", "categories": ["location.residence"]},
    }
    facts["releases"][0]["scope"] = ["location.residence"]
    row = {
        **{"id": "home", "title": "t", "status": "policy", "tags": [], "why": "w"},
        **{"source": "s", "facts": facts},
        "expect": {
            "decision": "deny",
            "allowed_categories": [],
            "denied_categories": ["location.residence"],
            "reasons": {"location.residence": "limited"},
            "obligations": ["log_denial", "no_confirm_deny", "substitute_address"],
        },
    }
    path = folder / "cases.json"
    path.write_text(json.dumps([row]), "utf-8")
    return path


def test_test_should_name_what_no_scenario_notices(run: Run, folder: Path) -> None:
    """Scenarios should hold, and each mutant that survives be named, with status 1."""
    path = cases(folder)
    plain = ended(run("policy", "test", path))
    found = ended(run("policy", "test", path, "--mutate", "--json"), 1)
    report = json.loads(found)["mutants"]
    survived = {one["mutant"] for one in report["survived"]}

    assert "scenarios: 1 of 1 agree" in plain
    assert "drop billings.substitute_address" not in survived
    assert "leave billings.substitute_address court" not in survived
    assert "leave billings.substitute_address cps" in survived
    assert report["total"] == report["killed"] + len(report["survived"])


def test_test_should_tell_apart_a_difference_and_an_unreadable_file(
    run: Run, folder: Path
) -> None:
    """A difference should end with 1; a file or site that cannot be read with 2."""
    path = cases(folder)
    path.write_text(path.read_text("utf-8").replace('"deny"', '"allow"'), "utf-8")
    differs = run("policy", "test", path)
    gone = run("policy", "test", folder / "gone.json")
    site = run("policy", "test", path, "--site", folder / "gone.toml")

    assert "FAIL home decision" in ended(differs, 1)
    assert (2, "") == (gone.status, gone.out)
    assert "gone.json: unreadable" in gone.err
    assert (2, "") == (site.status, site.out)
