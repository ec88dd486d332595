from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fjcore.errors import Problem, SiteError
from fjcore.sdk import Site

from .conftest import SITE

FULL = (
    SITE
    + """
[[staff]]
id = "m.stone"
roles = ["advocate", "privacy_officer"]
units = ["advocacy", "legal"]
approver = true

[policy]
max_release_days = 30
min_cell = 15

[law]
accepted = [{ rule = "C10", by = "M. Stone", on = 2026-03-02 }]

[[partners]]
id = "police"
kind = "law_enforcement"
name = "Example City Police"
capabilities = ["redisclosure_notice"]
connector = "filedrop.folder"

[store]
url = "postgresql://vault@db.example.org/rimrock"

[keys]
keyring = "local"
url = "keys/rimrock.keys"

[plugins.fjcore-demo]
version = ">=1.2,<2"
permissions = ["network:files.example.org"]
allow-editable = true
adopts = ["demo.shelter"]
config = { base = "outbox", retries = 3 }
"""
)


def test_a_full_site_file_is_read():
    """Every table of a site file should be found under its name."""
    got = Site.parse(FULL, "/etc/rimrock")

    assert got.holder_settings.agency == "rimrock"
    assert got.policy.max_release_days == 30
    assert got.law.accepted[0].on == "2026-03-02"
    assert {"redisclosure_notice"} == got.partners["police"].capabilities
    assert got.connector_of("police") == "filedrop.folder"
    assert got.staff["m.stone"].approver
    assert {"advocacy", "legal"} == got.staff["m.stone"].units
    assert got.plugins["fjcore-demo"].adopts == ("demo.shelter",)
    assert got.plugins["fjcore-demo"].allow_editable
    assert got.plugins["fjcore-demo"].config["retries"] == 3
    assert Path("/etc/rimrock/keys/rimrock.keys") == got.path(got.keys.url)


def test_what_is_left_out_has_a_default():
    """A site file of a holder alone should be enough to start with."""
    got = Site.parse(SITE, "/etc/rimrock")

    assert got.store.url == "sqlite:vault.db"
    assert (got.keys.keyring, got.keys.url) == ("local", "keys")
    assert (got.policy.max_release_days, got.policy.min_cell) == (90, 11)
    assert {"advocacy"} == got.staff["j.rivers"].units
    assert not got.staff["j.rivers"].approver


def test_the_holder_is_what_the_engine_needs():
    """The holder should carry its regimes and zone into the consent engine."""
    got = Site.parse(SITE, "/etc/rimrock").holder()

    assert got.agency == "rimrock"
    assert {"vawa", "priv.mt.26-1-812"} == got.regimes
    assert str(got.tz) == "America/Denver"


#: A public key of RFC 7748, section 6.1, which is nobody's here.
KEY = "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"
PARTNER = '[[partners]]\nid = "police"\nkind = "law_enforcement"\nname = "P"\n'


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ('[colours]\nx = "y"', Problem("", "unknown_key")),
        ("[policy]\nmax_days = 3", Problem("policy", "unknown_key")),
        ("[policy]\nmin_cell = 4", Problem("policy.min_cell", "range")),
        ('[policy]\nmin_cell = "12"', Problem("policy.min_cell", "type")),
        ("[policy]\nmax_release_days = 0", Problem("policy.max_release_days", "range")),
        (
            "[policy]\nmax_release_days = 91",
            Problem("policy.max_release_days_reason", "required"),
        ),
        (
            '[[policy.collect]]\nfield = "person.sex"\nreason = "x"',
            Problem("policy.collect.0.field", "unknown_field"),
        ),
        (
            '[[policy.collect]]\nfield = "person.ssn"\nreason = " "',
            Problem("policy.collect.0.reason", "required"),
        ),
        (
            '[[policy.collect]]\nfield = "person.ssn"',
            Problem("policy.collect.0.reason", "required"),
        ),
        (
            '[[policy.collect]]\nfield = "person.ssn"\nreason = "x"\n' * 2,
            Problem("policy.collect.1.field", "duplicate"),
        ),
        ('[law]\npacks = ["US-MT"]', Problem("law.packs.0", "type")),
        ("[law]\npack = []", Problem("law", "unknown_key")),
        (
            '[law]\naccepted = [{rule="C1", by="M. Stone", on="today"}]',
            Problem("law.accepted.0.on", "format"),
        ),
        (PARTNER + 'via = "x"', Problem("partners.0", "unknown_key")),
        (
            PARTNER.replace('"police"', '"kind:court"'),
            Problem("partners.0.id", "format"),
        ),
        ("[policy]\nrule_late_ms = 0", Problem("policy.rule_late_ms", "range")),
        ("[policy]\nrule_wait_s = 601", Problem("policy.rule_wait_s", "range")),
        (PARTNER + 'sign_key = "ab"', Problem("partners.0.sign_key", "format")),
        (
            PARTNER + f'receive_keys = ["{"00" * 32}"]',
            Problem("partners.0.receive_keys.0", "format"),
        ),
        (
            PARTNER + f'receive_keys = ["{KEY}", "{KEY}"]',
            Problem("partners.0.receive_keys.1", "duplicate"),
        ),
        (PARTNER + PARTNER, Problem("partners.1.id", "duplicate")),
        (
            PARTNER.replace("police", "rimrock"),
            Problem("partners.0.id", "duplicate"),
        ),
        (
            PARTNER.replace("law_enforcement", "everybody"),
            Problem("partners.0.kind", "unknown_code"),
        ),
        ('[[partners]]\nid = "p"\nname = "P"', Problem("partners.0.kind", "required")),
        (
            PARTNER + 'capabilities = ["hope"]',
            Problem("partners.0.capabilities.0", "unknown_code"),
        ),
        ('[[staff]]\nid = "A B"\nroles = ["x"]', Problem("staff.1.id", "format")),
        (
            '[[staff]]\nid = "j.rivers"\nroles = ["x"]',
            Problem("staff.1.id", "duplicate"),
        ),
        ('[[staff]]\nid = "x"\nroles = []', Problem("staff.1.roles", "required")),
        ('[store]\nurl = "mysql://x"', Problem("store.url", "format")),
        ('[keys]\nkeyring = "No name"', Problem("keys.keyring", "format")),
        ('[keys]\nsecond = "local"', Problem("keys.second", "duplicate")),
        ('[keys]\nread = ["hsm.a", "hsm.a"]', Problem("keys.read.1", "duplicate")),
        ("[plugins.Fjcore_Demo]", Problem("plugins", "format")),
        (
            '[plugins.fjcore-demo]\nversion = "new"',
            Problem("plugins.fjcore-demo.version", "format"),
        ),
        (
            '[plugins.fjcore-demo]\ndigest = "md5:00"',
            Problem("plugins.fjcore-demo.digest", "format"),
        ),
        (
            '[plugins.fjcore-demo]\npermissions = ["all"]',
            Problem("plugins.fjcore-demo.permissions", "unknown_code"),
        ),
        (
            "[plugins.fjcore-demo]\nallow_editable = true",
            Problem("plugins.fjcore-demo", "unknown_key"),
        ),
        (
            '[plugins."Quokka Zephyr"]\nversion = 3',
            Problem("plugins.?.version", "type"),
        ),
    ],
)
def test_each_fault_is_named_by_its_path(more, problem):
    """A faulty site file should be refused with the key path of its fault."""
    with pytest.raises(SiteError) as caught:
        Site.parse(SITE + more, "/etc/rimrock")

    assert (problem,) == caught.value.problems
    assert caught.value.__context__ is None


def test_a_text_that_is_no_toml():
    """The line at which a site file cannot be read should be told."""
    with pytest.raises(SiteError) as caught:
        Site.parse("[holder]\nagency = = 3\n", "/etc/rimrock")

    assert (Problem("", "format"),) == caught.value.problems
    assert str(caught.value).endswith(".: format (line 2)")


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("US-MT", "Montana", "holder.state"),
        ("US-MT", "US-ZZ", "holder.state"),
        ("America/Denver", "Mountain", "holder.tz"),
        ('"vawa"', '"gdpr"', "holder.regimes"),
        ('kind = "vsp_advocate"', 'kind = "us"', "holder.kind"),
        ('agency = "rimrock"', "", "holder"),
        ('unit = "advocacy"', 'unit = "Advocacy Unit"', "holder.unit"),
    ],
)
def test_each_fault_of_the_holder_is_named(old, new, path):
    """A faulty holder should be refused, since every rule depends on it."""
    with pytest.raises(SiteError) as caught:
        Site.parse(SITE.replace(old, new), "/etc/rimrock")

    assert path in {
        problem.path.removesuffix(".agency") for problem in caught.value.problems
    }


@given(st.sampled_from(FULL.splitlines()), st.sampled_from(["[]", "5", '"{}"', "{{}}"]))
def test_no_value_of_a_site_file_is_in_its_error(line, form):
    """Whatever is wrong with a site file, its error should repeat no value."""
    canary = "c4n4ry-0f-7h3-v4u17"
    key = line.partition("=")[0]
    text = FULL.replace(line, f"{key} = {form.format(canary)}") if key else FULL

    try:
        got = str(Site.parse(text.replace("Rimrock Advocates", canary), "/x"))
    except SiteError as error:
        got = f"{error}{error!r}{error.__context__}{error.__cause__}"
        assert canary not in got


def test_a_connection_address_is_not_shown():
    """The store's address may hold a password, so no repr should show it."""
    got = Site.parse(FULL, "/etc/rimrock")

    assert "db.example.org" not in repr(got)
    assert "outbox" not in repr(got)


def test_loading_names_the_path(tmp_path):
    """A site file should be read from its path and stand in its folder."""
    path = tmp_path / "fjcore.toml"
    path.write_text(SITE)

    assert tmp_path.resolve() == Site.load(path).folder


@pytest.mark.parametrize("raw", [None, b"\xff\xfe", b"#" * (1 << 21), b"a = "])
def test_a_file_that_cannot_be_read_is_named(tmp_path, raw):
    """A missing, foreign or huge file should be refused by its path alone."""
    path = tmp_path / "fjcore.toml"
    if raw is not None:
        path.write_bytes(raw)

    with pytest.raises(SiteError) as caught:
        Site.load(path)

    assert str(path) == caught.value.where
    assert caught.value.__context__ is None
