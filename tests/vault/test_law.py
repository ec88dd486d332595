"""What a site adopts of law is told in the log, once for each change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support import vaults
from support.vaults import STAFF

from fjcore.audit import decode
from fjcore.consent import shipped_packs
from fjcore.errors import SiteError
from fjcore.vault import Vault
from fjcore.vault.history import open_detail

(MONTANA,) = shipped_packs()
LINE = f'packs = [{{ id = "US-MT", sha256 = "{MONTANA.sha256}" }}]'
ACCEPTED = 'accepted = [{ rule = "C10", by = "M. Stone", on = "2026-03-02" }]'


def told(vault: Vault) -> list[dict[str, Any]]:
    """Give the opened details of the log's entries on changes of policy."""
    core = vault._open

    def work(tx: Any) -> list[dict[str, Any]]:
        return [
            open_detail(tx, core.vault_id, entry, sealed)
            for entry, sealed in tx.log.entries(0)
            if decode(entry.leaf)["ev"] == "policy.change"
        ]

    return core.run(work)


def with_law(folder: Path, *lines: str) -> list[dict[str, Any]]:
    """Open the vault of a folder with this under ``[law]``; give what was told."""
    path = folder / "fjcore.toml"
    text = path.read_text("utf-8").split("\n[law]\n")[0]
    more = "\n".join(["\n[law]", *lines, ""]) if lines else ""
    path.write_text(text + more, "utf-8")
    with vaults.reopened(folder) as vault:
        return told(vault)


def test_each_change_of_what_is_adopted_should_be_told_once(tmp_path: Path) -> None:
    """Adopting, accepting, dropping and adopting again should each be one entry."""
    vaults.new_vault(tmp_path).close()
    steps = [(), (LINE,), (LINE,), (LINE, ACCEPTED), (), (LINE,)]
    found = [with_law(tmp_path, *lines) for lines in steps]
    last = found[-1]
    with vaults.reopened(tmp_path) as vault:
        report = vault.verify()

    assert len(last) == report.entries
    assert [0, 1, 1, 2, 3, 4] == [len(entries) for entries in found]
    assert {"site file"} == {entry["actor"] for entry in last}
    assert [1, 1, 0, 1] == [len(entry["packs"]) for entry in last]
    assert [0, 1, 0, 0] == [len(entry["accepted"]) for entry in last]
    assert MONTANA.sha256 == last[0]["packs"][0]["sha256"]


def test_a_new_vault_should_tell_what_it_was_made_with(tmp_path: Path) -> None:
    """A vault made with a pack should have its adoption as the first entry."""
    with vaults.new_vault(tmp_path, more=f"\n[law]\n{LINE}\n") as vault:
        vaults.keep_demo(vault, "01-oconnor")
        entries = told(vault)

    assert [{"id": "US-MT", "version": 1, "sha256": MONTANA.sha256}] == [
        row for entry in entries for row in entry["packs"]
    ]


def test_a_pack_that_is_not_the_pinned_one_should_open_nothing(tmp_path: Path) -> None:
    """A vault should not open on a pack other than the adopted one, nor log it."""
    vaults.new_vault(tmp_path).close()
    with pytest.raises(SiteError):
        with_law(tmp_path, LINE.replace(MONTANA.sha256, "0" * 64))

    assert [] == with_law(tmp_path)


def test_no_staff_member_can_be_the_site_file() -> None:
    """The name that adoptions are logged under should be nobody's id."""
    from fjcore.errors import BadId
    from fjcore.values import parse_name
    from fjcore.vault.law import SITE_FILE

    assert STAFF == parse_name(STAFF)
    with pytest.raises(BadId):
        parse_name(SITE_FILE)
