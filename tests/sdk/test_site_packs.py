"""A site adopts a state pack by its id and the hash of its data, or not at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve

from fjcore.consent import SubjectFacts, parse_pack, shipped_packs
from fjcore.consent.signers import majority
from fjcore.errors import Problem, SiteError
from fjcore.sdk import Registry, Site

from .conftest import SITE

(MONTANA,) = shipped_packs()
ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs/examples/state-pack/us-zz.toml"
ZZ = SITE.replace("US-MT", "US-ZZ")
ONE = "0" * 64


def line(name: str, sha256: str, path: str = "") -> str:
    brought = f', path = "{path}"' if path else ""
    return f'{{ id = "{name}", sha256 = "{sha256}"{brought} }}'


def law(*lines: str) -> str:
    return f"[law]\npacks = [{', '.join(lines)}]\n"


def test_a_shipped_pack_should_be_inert_until_adopted():
    """Without a line there should be no pack, and with one the pack that was pinned."""
    bare = Site.parse(SITE, "/nowhere")
    site = Site.parse(SITE + law(line("US-MT", MONTANA.sha256)), "/nowhere")

    assert () == bare.packs()
    assert (MONTANA,) == site.packs()


def test_adopting_montana_should_leave_all_but_the_pack():
    """The policy with the Montana pack should be the one without, but for its rows."""
    bare = Site.parse(SITE, "/nowhere")
    site = Site.parse(SITE + law(line("US-MT", MONTANA.sha256)), "/nowhere")
    before, policy = Registry.empty().policy(bare), Registry.empty().policy(site)

    assert (MONTANA,) == policy.packs
    assert before.hash != policy.hash
    assert before.hash == evolve(policy, packs=()).hash
    assert before.holder == policy.holder


def test_a_later_majority_should_count(tmp_path):
    """Of two ages of majority the later should count, and stand in the hash."""
    text = EXAMPLE.read_text("utf-8")
    (tmp_path / "us-zz.toml").write_text(text, "utf-8")
    adopted = law(line("US-ZZ", parse_pack(text).sha256, "us-zz.toml"))
    home = Registry.empty().policy(Site.parse(SITE, tmp_path))
    bare = evolve(home, holder=evolve(home.holder, state="US-ZZ"))
    policy = Registry.empty().policy(Site.parse(ZZ + adopted, tmp_path))
    facts = SubjectFacts(birth_date=date(2008, 3, 2))
    ages = [
        majority(facts, one.holder, ZoneInfo("UTC")).year - 2008
        for one in (bare, policy)
    ]

    assert [18, 19] == ages
    assert bare.hash != evolve(policy, packs=(), limits=()).hash


def test_a_pack_with_limits_should_narrow_the_policy(tmp_path):
    """The limits of an adopted pack should stand in the policy, and in its hash."""
    text = (ROOT / "tests/vectors/packs/us-yy.toml").read_text("utf-8")
    (tmp_path / "us-yy.toml").write_text(text, "utf-8")
    home = SITE.replace("US-MT", "US-YY")
    adopted = law(line("US-YY", parse_pack(text).sha256, "us-yy.toml"))
    policy = Registry.empty().policy(Site.parse(home + adopted, tmp_path))

    assert [limit.id for limit in policy.limits] == [
        "us-yy.real-address",
        "us-yy.birth-year",
    ]
    assert evolve(policy, limits=()).hash != policy.hash


def test_a_pack_of_a_file_should_be_found_from_the_site(tmp_path):
    """A pack that a site brings should be read from its path in the site's folder."""
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "zz.toml").write_bytes(EXAMPLE.read_bytes())
    found = parse_pack(EXAMPLE.read_text("utf-8"))
    near = Site.parse(ZZ + law(line("US-ZZ", found.sha256, "packs/zz.toml")), tmp_path)
    far = Site.parse(ZZ + law(line("US-ZZ", found.sha256, str(EXAMPLE))), tmp_path)

    assert (found,) == near.packs() == far.packs()


@pytest.mark.parametrize(
    ("home", "lines", "problem"),
    [
        (SITE, [line("US-MT", ONE)], Problem("law.packs.0.sha256", "other_digest")),
        (SITE, [line("US-MT", "")], Problem("law.packs.0.sha256", "format")),
        (
            SITE,
            [line("US-MT", MONTANA.sha256.upper())],
            Problem("law.packs.0.sha256", "format"),
        ),
        (ZZ, [line("US-ZZ", ONE)], Problem("law.packs.0.id", "unknown_pack")),
        (
            SITE.replace("US-MT", "US-ND"),
            [line("US-MT", MONTANA.sha256)],
            Problem("law.packs.0.id", "other_state"),
        ),
        (SITE, [line("montana", ONE)], Problem("law.packs.0.id", "format")),
        (
            SITE,
            [line("US-MT", MONTANA.sha256)] * 2,
            Problem("law.packs.1.id", "duplicate"),
        ),
        (
            SITE,
            [line("US-MT", ONE, str(EXAMPLE))],
            Problem("law.packs.0.id", "other_pack"),
        ),
        (
            SITE,
            [line("US-MT", ONE, "gone.toml")],
            Problem("law.packs.0.path", "unreadable"),
        ),
        (SITE, [line("US-MT", ONE, "/")], Problem("law.packs.0.path", "unreadable")),
        (
            SITE,
            [line("US-MT", ONE, str(ROOT / "pyproject.toml"))],
            Problem("law.packs.0.path", "faulty_pack"),
        ),
        (SITE, ['{ id = "US-MT" }'], Problem("law.packs.0.sha256", "required")),
        (
            SITE,
            [f'{{ id = "US-MT", sha256 = "{ONE}", force = true }}'],
            Problem("law.packs.0", "unknown_key"),
        ),
    ],
)
def test_what_is_not_the_pinned_pack_should_be_refused(home, lines, problem):
    """A pack that is not the one of its line should be refused by the line's path."""
    with pytest.raises(SiteError) as caught:
        Site.parse(home + law(*lines), "/nowhere")

    assert (problem,) == caught.value.problems
    assert caught.value.__context__ is None


def test_a_changed_pack_should_be_refused(tmp_path):
    """A pack whose data changed after it was pinned should not be taken."""
    text = EXAMPLE.read_text("utf-8")
    adopted = law(line("US-ZZ", parse_pack(text).sha256, "zz.toml"))
    (tmp_path / "zz.toml").write_text(f"# a remark\n{text}", "utf-8")
    same = Site.parse(ZZ + adopted, tmp_path).packs()
    (tmp_path / "zz.toml").write_text(text.replace('"24h"', '"48h"'), "utf-8")
    with pytest.raises(SiteError) as caught:
        Site.parse(ZZ + adopted, tmp_path)

    assert "US-ZZ" == same[0].id
    assert (Problem("law.packs.0.sha256", "other_digest"),) == caught.value.problems


def test_faults_of_packs_should_be_told_with_the_others():
    """A wrong hash and another fault of the site file should be told at once."""
    with pytest.raises(SiteError) as caught:
        Site.parse(
            f"{SITE}[policy]\nmin_cell = 1\n{law(line('US-MT', ONE))}", "/nowhere"
        )

    assert {
        Problem("policy.min_cell", "range"),
        Problem("law.packs.0.sha256", "other_digest"),
    } == set(caught.value.problems)
