from __future__ import annotations

import os
import socket
import stat
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from attrs import frozen
from fjcore_sftp import Config, NotDelivered, Partner, SftpFactory
from services import sshd

ID = "0123456789abcdef" * 2
KEY = "fedcba9876543210" * 2
NAME = f"disclosure-{ID}.json"


@frozen
class Parcel:
    """What a connector reads of a Disclosure."""

    id: str = ID
    recipient: str = "example_police"
    body: bytes = '{"name":"Ana Sample","note":"ñ"}'.encode()

    @property
    def name(self):
        return f"disclosure-{self.id}.json"

    def is_same(self, found):
        return found == self.body


@pytest.fixture(scope="module")
def server():
    with sshd.server() as found:
        yield found


@pytest.fixture
def folder(server, request):
    """Give a new folder on the server."""
    name = f"in{time.monotonic_ns()}"
    path = server.files / name
    path.mkdir(mode=0o700)
    if os.geteuid() == 0:
        os.chown(path, *owner(server.files))
    return path


def owner(path):
    found = path.stat()
    return found.st_uid, found.st_gid


def line(server, tmp_path, folder, *, key=None, **said):
    path = tmp_path / "center_ed25519"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_bytes(sshd.private_text(key or server.key))
    where = {
        "host": "127.0.0.1",
        "port": server.port,
        "user": server.user,
        "host_key": server.host_key,
        "folder": str(folder),
    }
    partner = Partner(**(where | said))
    config = Config(
        partners={"example_police": partner}, key="center_ed25519", timeout=5
    )
    return SftpFactory().connect(config, str(tmp_path))


def refused(connector, reason, parcel=None):
    with pytest.raises(NotDelivered, match=f"^{reason}$") as caught:
        connector.send(parcel or Parcel(), KEY)
    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None


def test_a_disclosure_arrives_byte_for_byte(server, tmp_path, folder):
    """A disclosure should stand on the server as it was checked, for its owner."""
    receipt = line(server, tmp_path, folder).send(Parcel(), KEY)
    path = folder / NAME

    assert Parcel().body == path.read_bytes()
    assert ("sftp.put", NAME) == (receipt.connector, receipt.reference)
    assert int(path.stat().st_mtime) == receipt.delivered_at.timestamp()
    assert 0o600 == stat.S_IMODE(path.stat().st_mode)
    assert [NAME] == os.listdir(folder)


@pytest.mark.parametrize("body", [b"", b"\0\r\n" * 100_000], ids=["empty", "long"])
def test_any_body_arrives_unchanged(server, tmp_path, folder, body):
    """Whatever bytes were checked should be the bytes that arrive."""
    line(server, tmp_path, folder).send(Parcel(body=body), KEY)

    assert body == (folder / NAME).read_bytes()


def test_sending_again_changes_nothing(server, tmp_path, folder):
    """A delivery tried again should give the same receipt and one file."""
    connector = line(server, tmp_path, folder)
    first = connector.send(Parcel(), KEY)
    before = (folder / NAME).stat()
    again = connector.send(Parcel(), KEY)
    connector.close()

    assert first == again
    assert before.st_ino == (folder / NAME).stat().st_ino
    assert [NAME] == os.listdir(folder)


def test_two_at_once_leave_one_file(server, tmp_path, folder):
    """Two deliveries of one disclosure at once should leave it there, whole, once."""
    connector = line(server, tmp_path, folder)

    def one(_):
        try:
            return connector.send(Parcel(), KEY).reference
        except NotDelivered as error:
            return str(error)

    with ThreadPoolExecutor(4) as pool:
        came = list(pool.map(one, range(4)))
    connector.send(Parcel(), KEY)

    assert {NAME, "unanswered"} >= set(came)
    assert Parcel().body == (folder / NAME).read_bytes()
    assert [NAME] == os.listdir(folder)


def test_a_file_with_other_bytes_is_never_replaced(server, tmp_path, folder):
    """A file that holds something else should stay, and the delivery fail."""
    connector = line(server, tmp_path, folder)
    connector.send(Parcel(), KEY)
    for body in (b"", Parcel().body + b" ", b"other"):
        refused(connector, "other_content", Parcel(body=body))

    assert Parcel().body == (folder / NAME).read_bytes()


def test_what_a_broken_try_left_is_taken_away(server, tmp_path, folder):
    """Half a file under the other name should go with the next delivery."""
    left = folder / f".{NAME}.part"
    left.write_bytes(b'{"half')
    os.chown(left, *owner(folder))
    line(server, tmp_path, folder).send(Parcel(), KEY)

    assert [NAME] == os.listdir(folder)


def test_a_server_with_another_key_gets_nothing(server, tmp_path, folder):
    """A server that shows another key than the pinned one should get nothing."""
    other = sshd.public_text(sshd.new_key())
    refused(line(server, tmp_path, folder, host_key=other), "host_key")

    assert [] == os.listdir(folder)


def test_a_server_without_a_key_of_that_kind_gets_nothing(server, tmp_path, folder):
    """A server that cannot show a key of the pinned kind should get nothing."""
    other = "ecdsa-sha2-nistp256 " + server.host_key.split()[1]
    refused(line(server, tmp_path, folder, host_key=other), "unanswered")

    assert [] == os.listdir(folder)


def test_a_key_the_server_does_not_know_does_not_log_in(server, tmp_path, folder):
    """A key that the server does not accept should end with no file."""
    refused(line(server, tmp_path, folder, key=sshd.new_key()), "login")

    assert [] == os.listdir(folder)


@pytest.mark.parametrize("fault", ["absent", "garbled", "open", "public"])
def test_a_bad_key_file_sends_nothing(server, tmp_path, folder, fault):
    """A key that is absent, garbled, open to others or public should send nothing."""
    connector = line(server, tmp_path, folder)
    path = tmp_path / "center_ed25519"
    if fault == "absent":
        path.unlink()
    elif fault == "open":
        path.chmod(0o640)
    else:
        text = b"nonsense" if fault == "garbled" else server.host_key.encode()
        path.write_bytes(text)
    refused(connector, "files")

    assert [] == os.listdir(folder)


@pytest.mark.parametrize("where", ["no/such/folder", "locked"])
def test_a_folder_that_takes_no_file(server, tmp_path, folder, where):
    """A folder that is absent or closed should end with nothing delivered."""
    inside = folder / "locked"
    inside.mkdir(mode=0o500)
    if os.geteuid() == 0:
        os.chown(inside, *owner(folder))
    refused(line(server, tmp_path, folder / where), "unanswered")

    assert [] == os.listdir(inside)


@contextmanager
def something_else(said):
    """Serve a line of text to one caller, and then nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve():
            caller, _ = listening.accept()
            with caller:
                caller.sendall(said)
                caller.recv(4096)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        thread.join()


@pytest.mark.parametrize("said", [b"HTTP/1.1 200 OK\r\n\r\n", b"SSH-2.0-x\r\nnonsense"])
def test_a_server_of_another_kind_gets_nothing(server, tmp_path, folder, said):
    """Something on the port that is no SFTP server should get nothing."""
    with something_else(said) as port:
        refused(line(server, tmp_path, folder, port=port), "unanswered")


def test_nobody_there(server, tmp_path, folder):
    """A port where nobody listens should be unanswered."""
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    refused(line(server, tmp_path, folder, port=port), "unanswered")


@pytest.mark.parametrize(
    "parcel", [Parcel(recipient="court"), Parcel(id="../x"), Parcel(id=ID.upper())]
)
def test_what_has_no_place_goes_nowhere(server, tmp_path, folder, parcel):
    """An agency without a server, or an id that is no name, should send nothing."""
    reason = "partner" if parcel.id == ID else "name"
    refused(line(server, tmp_path, folder), reason, parcel)

    assert [] == os.listdir(folder)


GOOD = {
    "host": "files.example.org",
    "user": "shelter",
    "host_key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA",
}


@pytest.mark.parametrize(
    "said",
    [
        {"host": "Files.example.org"},
        {"host": "-files"},
        {"host": "files example"},
        {"host": ""},
        {"user": ""},
        {"user": "a b"},
        {"host_key": ""},
        {"host_key": "ssh-dss AAAA"},
        {"host_key": "ssh-ed25519"},
        {"host_key": GOOD["host_key"] + " a comment"},
        {"port": 0},
        {"port": 65536},
    ],
    ids=repr,
)
def test_settings_that_cannot_be_meant(said):
    """A host, user, key or port that cannot be one should be refused."""
    assert GOOD["host"] == Partner(**GOOD).host
    with pytest.raises(ValueError, match=next(iter(said))):
        Partner(**(GOOD | said))


def test_hosts_are_those_of_the_partners():
    """Each host should need its own permission, with its port where it is not 22."""
    partners = {
        "a": Partner(**GOOD),
        "b": Partner(**GOOD, port=2222),
        "c": Partner(**(GOOD | {"host": "in.example.org"})),
    }
    config = Config(partners=partners, key="k")

    assert ("files.example.org", "files.example.org:2222", "in.example.org") == (
        config.hosts
    )
    with pytest.raises(ValueError, match="seconds"):
        Config(partners=partners, key="k", timeout=0)
