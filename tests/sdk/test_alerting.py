"""Alerts told to staff by plugins: little is said, and nothing is lost or held up."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sdk.conftest import SITE, local

from fjcore.errors import PluginFault
from fjcore.screening import AlertPolicy, Session, load, notice_of, restore, save
from fjcore.sdk import Alerting, Registry, Site
from fjcore.values import FixedClock

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BY = "j.rivers"
CANARY = "canary-7f3a"
STAFF = """
[[staff]]
id = "m.lead"
roles = ["supervisor", "advocate"]

[[staff]]
id = "n.other"
roles = ["supervisor"]
units = ["elsewhere"]
"""
PAGER = """
from fjcore.sdk import AlertPolicy, hookimpl

told, closed, fail = [], [], []

class Pager:
    def tell(self, notice, /):
        if fail:
            raise fail[0]
        told.append(notice)

    def close(self):
        closed.append(True)

class Factory:
    id = "{ids}.pager"
    hosts = ()

    def connect(self, config, folder, /):
        return Pager()

@hookimpl
def fjcore_alert_channels():
    return [Factory()]
"""
POLICY = """
from fjcore.sdk import AlertPolicy, hookimpl

@hookimpl
def fjcore_alert_policies():
    return [AlertPolicy(id="rules.lead", roles=frozenset({{"supervisor"}}), {more})]
"""


def plugin(source: str, ids: str, **more: Any) -> Any:
    """Give a local plugin of one file under a prefix of its own."""
    kind = "alert_policies" if "fjcore_alert_policies()" in source else "alert_channels"
    return local(
        source.format(ids=ids, **more),
        name=f"fjcore-{ids}",
        provides=(kind.replace("_", "-"),),
        ids=ids,
    )


def opened(*plugins: Any, instrument: str = "lap-11", more: str = "") -> Alerting:
    """Open the channels of a site with these plugins."""
    names = [manifest.name for manifest, _ in plugins]
    tables = "".join(f"[plugins.{name}]\n" for name in names)
    site = Site.parse(SITE + STAFF + tables + more, "/srv/rimrock")
    registry = Registry.build(site, extra=plugins, strict=True)
    return registry.alerting(site, instrument=instrument, asked_by=BY)


def asked(alerting: Alerting, name: str = "lap-11") -> Session:
    """Give a session that tells its alerts."""
    return Session(load(name), clock=FixedClock(NOON), on_alert=alerting)


def test_staff_are_told_at_the_answer_and_little_is_said() -> None:
    """A channel should get a notice at once, which names neither person nor answer."""
    pager = plugin(PAGER, "pager")
    with opened(pager) as alerting:
        session = asked(alerting)
        session.answer("q5", "yes", by=BY)
        (notice,) = pager[1].told

    assert ("urgent", NOON, BY, (BY,)) == (
        notice.severity,
        notice.raised_at,
        notice.asked_by,
        notice.receivers,
    )
    for word in ("lap-11", "q5", "yes", session.session_id):
        assert word not in repr(notice)
    assert "strangulation_medical" == notice.action_code
    assert [True] == pager[1].closed
    assert () == session.undelivered


def test_each_alert_is_told_once() -> None:
    """An alert should be told once on each channel, however often it is asked for."""
    pager = plugin(PAGER, "pager")
    with opened(pager) as alerting:
        session = asked(alerting)
        session.answer("q5", "yes", by=BY)
        session.answer("q5", "no", by=BY)
        session.answer("q5", "yes", by=BY)
        session.deliver()
        alerting(session.alerts[0])
        session.finish()

    ids = [notice.id for notice in pager[1].told]
    assert len(ids) == len(set(ids)) == len(session.alerts)


def test_a_channel_that_raises_is_named_and_tried_again() -> None:
    """A fault should break no answer, hold up no other channel, and be tried again."""
    bad, good = plugin(PAGER, "bad"), plugin(PAGER, "good")
    bad[1].fail.append(ConnectionError(CANARY))
    with opened(bad, good) as alerting:
        session = asked(alerting)
        alerts = session.answer("q5", "yes", by=BY)

        assert alerts == session.undelivered
        assert 1 == len(good[1].told)
        (fault,) = alerting.faults
        assert isinstance(fault, PluginFault)
        assert "fjcore-bad" in fault.where
        assert "bad.pager tell (ConnectionError)" in fault.where
        assert CANARY not in str(fault) + repr(fault)
        assert alerts == session.deliver()
        assert 2 == len(alerting.faults)

        bad[1].fail.clear()
        assert () == session.deliver()

    assert (1, 1) == (len(bad[1].told), len(good[1].told))


def test_what_was_not_told_is_kept_with_the_session() -> None:
    """An alert that no channel took should be told after the session is taken up."""
    bad = plugin(PAGER, "bad")
    bad[1].fail.append(SystemExit(3))
    with opened(bad) as alerting:
        session = asked(alerting)
        session.answer("q5", "yes", by=BY)
        kept = json.loads(json.dumps(save(session)))
    bad[1].fail.clear()
    with opened(bad) as alerting:
        again = restore(load("lap-11"), kept, clock=FixedClock(NOON), on_alert=alerting)

        assert session.undelivered == again.undelivered
        assert [] == bad[1].told
        assert () == again.deliver()
    assert 1 == len(bad[1].told)


def test_a_channel_that_does_not_open_keeps_every_alert() -> None:
    """A channel that cannot be opened should be named, and take no alert as told."""
    shut = plugin(PAGER.replace("return Pager()", "raise OSError('x')"), "shut")
    good = plugin(PAGER, "good")
    with opened(shut, good) as alerting:
        assert ["shut.pager" in fault.where for fault in alerting.faults] == [False]
        assert "fjcore-shut" in alerting.faults[0].where
        session = asked(alerting)
        session.answer("q5", "yes", by=BY)

        assert session.alerts == session.undelivered
    assert 1 == len(good[1].told)


@pytest.mark.parametrize(
    "body",
    ["return object()", "return type('P', (), {{'tell': len, 'close': len}})()"],
)
def test_what_is_no_channel_is_not_used(body: str) -> None:
    """An object that cannot tell and close as it must should never be called."""
    with opened(plugin(PAGER.replace("return Pager()", body), "odd")) as alerting:
        assert ["hook_error"] == [fault.code for fault in alerting.faults]


def test_a_policy_adds_receivers_of_the_same_holder() -> None:
    """A policy should add staff of the holder by role, and nobody of another unit."""
    pager = plugin(PAGER, "pager")
    with opened(pager, plugin(POLICY, "rules", more="urgent=True")) as alerting:
        session = asked(alerting)
        session.answer("q5", "yes", by=BY)
        session.finish()

    assert {(BY, "m.lead")} == {notice.receivers for notice in pager[1].told}
    assert {"urgent"} == {notice.severity for notice in pager[1].told}


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('instruments=frozenset({"lap-11"})', True),
        ('instruments=frozenset({"hark"})', False),
        ('action_codes=frozenset({"strangulation_medical"})', True),
        ('action_codes=frozenset({"suicide_safety"})', False),
    ],
)
def test_a_policy_speaks_of_some_alerts(more: str, told: bool) -> None:
    """A policy should add receivers to the alerts it speaks of, and to no other."""
    pager = plugin(PAGER, "pager")
    with opened(pager, plugin(POLICY, "rules", more=more)) as alerting:
        asked(alerting).answer("q5", "yes", by=BY)

    assert told is ("m.lead" in pager[1].told[0].receivers)


def test_no_policy_lowers_an_alert() -> None:
    """No policy should make an alert less urgent, or leave out who asked."""
    (alert,) = asked_alone()
    quiet = AlertPolicy(id="p", roles=frozenset(), urgent=False)
    notice = notice_of(alert, "lap-11", policies=[quiet], staff={}, asked_by=BY)

    assert ("urgent", (BY,)) == (notice.severity, notice.receivers)


def asked_alone() -> Any:
    return Session(load("lap-11"), clock=FixedClock(NOON)).answer("q5", "yes", by=BY)


def test_a_file_is_left_for_staff(tmp_path: Path) -> None:
    """The plugin that ships should leave one small file for each alert, and no more."""
    more = (
        '[plugins.fjcore-filedrop]\nconfig = { root = "outbox", alerts = "alerts" }\n'
    )
    site = Site.parse(SITE + more, str(tmp_path))
    registry = Registry.build(site, strict=True)
    for _ in range(2):
        with registry.alerting(site, instrument="lap-11", asked_by=BY) as alerting:
            session = Session(
                load("lap-11"),
                clock=FixedClock(NOON),
                on_alert=alerting,
                session_id="0" * 32,
            )
            session.answer("q5", "yes", by=BY)

            assert () == session.undelivered
    (path,) = (tmp_path / "alerts").iterdir()
    said = json.loads(path.read_bytes())

    assert (BY, [BY], "urgent") == (
        said["asked_by"],
        said["receivers"],
        said["severity"],
    )
    assert 0o600 == stat.S_IMODE(path.stat().st_mode)
    assert "lap" not in path.read_text()


def test_without_a_folder_nothing_is_left(tmp_path: Path) -> None:
    """Where the site names no folder for alerts, none should be written."""
    more = '[plugins.fjcore-filedrop]\nconfig = { root = "outbox" }\n'
    site = Site.parse(SITE + more, str(tmp_path))
    registry = Registry.build(site, strict=True)
    with registry.alerting(site, instrument="lap-11", asked_by=BY) as alerting:
        asked(alerting).answer("q5", "yes", by=BY)

        assert [] == alerting.faults
    assert [] == list(tmp_path.iterdir())


def test_a_folder_that_others_may_enter_is_a_fault(tmp_path: Path) -> None:
    """A folder open to others should take no alert, and the fault name the plugin."""
    (tmp_path / "alerts").mkdir(parents=True, mode=0o755)
    (tmp_path / "alerts").chmod(0o755)
    more = (
        '[plugins.fjcore-filedrop]\nconfig = { root = "outbox", alerts = "alerts" }\n'
    )
    site = Site.parse(SITE + more, str(tmp_path))
    registry = Registry.build(site, strict=True)
    with registry.alerting(site, instrument="lap-11", asked_by=BY) as alerting:
        session = asked(alerting)
        session.answer("q5", "yes", by=BY)

        assert 1 == len(session.undelivered)
        assert "filedrop.alerts tell (NotDelivered)" in alerting.faults[0].where
