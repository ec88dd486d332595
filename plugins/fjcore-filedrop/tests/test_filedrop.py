from __future__ import annotations

import os
import signal
import stat
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from attrs import frozen
from fjcore_filedrop import Config, FolderConnector, FolderFactory, NotDelivered
from hypothesis import given
from hypothesis import strategies as st

from fjcore.sdk import Registry, Site

ID = "0123456789abcdef" * 2
KEY = "fedcba9876543210" * 2
NAME = f"disclosure-{ID}.json"

#: Calls of the system between which a machine may stop.
STEPS = ("open", "mkdir", "fdopen", "fsync", "link", "unlink", "listdir", "close")


@frozen
class Parcel:
    """What a connector reads of a Disclosure."""

    id: str = ID
    recipient: str = "example_police"
    body: bytes = b'{"name":"Ana Sample"}'
    sealed: bool = False

    def is_same(self, found: bytes) -> bool:
        return found[:4] == self.body[:4] if self.sealed else found == self.body


def connector(root):
    return FolderFactory().connect(Config(root="outbox"), str(root))


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_disclosure_becomes_one_file(tmp_path):
    """A disclosure should stand byte for byte in its agency's own folder."""
    receipt = connector(tmp_path).send(Parcel(), KEY)
    path = tmp_path / "outbox" / "example_police" / NAME

    assert Parcel().body == path.read_bytes()
    assert receipt.reference == NAME
    assert receipt.connector == "filedrop.folder"
    assert receipt.delivered_at.utcoffset() is not None
    assert mode(path) == 0o600
    assert mode(path.parent) == 0o700
    assert os.listdir(path.parent) == [NAME]


def test_a_sealed_disclosure_is_told_by_its_name(tmp_path):
    """A sealed disclosure should have a name of its own, and be delivered once."""
    first = Parcel(body=b"FJCB one", sealed=True)
    again = Parcel(body=b"FJCB two", sealed=True)
    got = [connector(tmp_path).send(one, KEY) for one in (first, again)]
    path = tmp_path / "outbox" / "example_police" / f"disclosure-{ID}.fjcb"

    assert got[0] == got[1]
    assert b"FJCB one" == path.read_bytes()


@given(st.binary(max_size=4096), st.integers(0, 2**128 - 1))
def test_any_body_arrives_unchanged(body, number):
    """Whatever bytes were checked should be the bytes that arrive."""
    parcel = Parcel(id=f"{number:032x}", body=body)
    with tempfile.TemporaryDirectory() as root:
        got = connector(root).send(parcel, KEY)
        path = Path(root) / "outbox" / parcel.recipient / got.reference

        assert body == path.read_bytes()


def test_sending_again_changes_nothing(tmp_path):
    """A delivery tried again should give the same receipt and one file."""
    line = connector(tmp_path)
    first = line.send(Parcel(), KEY)
    folder = tmp_path / "outbox" / "example_police"
    before = (folder / NAME).stat()
    again = line.send(Parcel(), KEY)
    line.close()

    assert first == again
    assert before == (folder / NAME).stat()
    assert os.listdir(folder) == [NAME]


def test_a_file_with_other_bytes_is_never_replaced(tmp_path):
    """A file that holds something else should stay, and the delivery fail."""
    line = connector(tmp_path)
    line.send(Parcel(), KEY)

    for body in (b"", b'{"name":"Ana Sample"} ', b"other"):
        with pytest.raises(NotDelivered, match="other_content"):
            line.send(Parcel(body=body), KEY)
    path = tmp_path / "outbox" / "example_police" / NAME
    assert Parcel().body == path.read_bytes()


@pytest.mark.parametrize(
    "parcel",
    [
        *(
            Parcel(recipient=name)
            for name in ("", ".", "..", "../up", "/etc", "a/b", "a\0b", ".hidden", "A")
        ),
        *(Parcel(id=name) for name in ("", "../../x", ID.upper(), ID + "0", ID + "\n")),
    ],
    ids=repr,
)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path, parcel):
    """A recipient or id that is no plain name should write nothing anywhere."""
    with pytest.raises(NotDelivered, match="name"):
        connector(tmp_path).send(parcel, KEY)

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_others_may_enter_is_refused(tmp_path):
    """A folder open to others should get no file, since they could read it."""
    folder = tmp_path / "outbox" / "example_police"
    folder.mkdir(parents=True)
    folder.chmod(0o750)

    with pytest.raises(NotDelivered, match="open_folder"):
        connector(tmp_path).send(Parcel(), KEY)
    assert os.listdir(folder) == []


def test_a_link_is_not_followed(tmp_path):
    """A link in place of a folder or a file should lead nowhere."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    root = tmp_path / "outbox"
    root.mkdir()
    (root / "example_police").symlink_to(elsewhere)
    (root / "court").mkdir(mode=0o700)
    (root / "court" / NAME).symlink_to(elsewhere / "file")

    for recipient in ("example_police", "court"):
        with pytest.raises(NotDelivered, match="io") as caught:
            connector(tmp_path).send(Parcel(recipient=recipient), KEY)
        assert caught.value.__context__ is None
    assert os.listdir(elsewhere) == []


def stop_at(step, root):
    """Send in a child process that is killed before its step-th system call."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    count = 0

    def counted(real):
        def call(*args, **options):
            nonlocal count
            count += 1
            if count == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*args, **options)

        return call

    try:
        for name in STEPS:
            setattr(os, name, counted(getattr(os, name)))
        connector(root).send(Parcel(body=b"x" * 100_000), KEY)
    finally:
        os._exit(0)


def test_a_machine_that_stops_leaves_no_half_file(tmp_path):
    """Stopped at any step, there should be a whole file or none, and a retry works."""
    body = b"x" * 100_000
    killed = 0
    for step in range(1, 40):
        root = tmp_path / str(step)
        root.mkdir()
        ended = stop_at(step, root)
        killed += ended == -signal.SIGKILL
        path = root / "outbox" / "example_police" / NAME
        if path.exists():
            assert body == path.read_bytes()
        connector(root).send(Parcel(body=body), KEY)

        assert body == path.read_bytes()
        assert os.listdir(path.parent) == [NAME]
        if ended == 0:
            break

    assert killed >= 8


@pytest.mark.parametrize("step", ["open", "mkdir", "fsync", "link", "listdir"])
def test_what_the_system_refuses_is_told_without_its_text(tmp_path, monkeypatch, step):
    """A full disk should be told in one word, without a path or a foreign error."""

    def full(*_, **__):
        raise OSError(28, "No space left", "/srv/outbox/example_police")

    monkeypatch.setattr(os, step, full)
    with pytest.raises(NotDelivered) as caught:
        connector(tmp_path).send(Parcel(), KEY)

    monkeypatch.undo()
    assert str(caught.value) == "io"
    assert caught.value.__context__ is None
    assert not (tmp_path / "outbox" / "example_police" / NAME).exists()


def test_many_senders_at_once_make_one_file(tmp_path):
    """Two workers that deliver the same disclosure should both have its receipt."""
    line = connector(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        got = set(pool.map(lambda _: line.send(Parcel(), KEY), range(32)))

    assert len(got) == 1
    assert os.listdir(tmp_path / "outbox" / "example_police") == [NAME]


SITE = """
[holder]
agency = "rimrock"
kind = "vsp_advocate"
name = "Rimrock Advocates"
unit = "advocacy"
regimes = ["vawa"]
state = "US-MT"
tz = "America/Denver"

[[partners]]
id = "example_police"
kind = "law_enforcement"
name = "Example City Police"
connector = "filedrop.folder"

[plugins.fjcore-filedrop]
version = ">=0.1,<0.2"
"""


def test_a_site_that_names_it_gets_its_connector(tmp_path):
    """The installed plugin should be enabled by a site and deliver into its folder."""
    site = Site.parse(SITE + 'config = { root = "outbox" }', tmp_path)
    registry = Registry.build(site, strict=True)
    line = registry.connector(site.connector_of("example_police"))
    line.send(Parcel(), KEY)

    assert isinstance(line, FolderConnector)
    assert (tmp_path / "outbox" / "example_police" / NAME).exists()


def test_without_a_root_it_is_off_and_reported(tmp_path):
    """Without a folder to write to, the plugin should be off, and nothing close."""
    got = Registry.build(Site.parse(SITE, tmp_path))
    status = next(one for one in got.report if one.name == "fjcore-filedrop")

    assert (status.state, status.reason) == ("broken", "incompatible_plugin")
    assert not got.closed
