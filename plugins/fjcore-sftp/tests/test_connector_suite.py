"""The connector keeps what every connector must, towards a real server."""

from __future__ import annotations

import hashlib
import os

import pytest
from fjcore_sftp import Config, Partner, SftpFactory
from services import sshd

from fjcore.testing.suites import ConnectorSuite


@pytest.fixture(scope="class")
def server(request):
    with sshd.server() as found:
        request.cls.server = found
        yield found


@pytest.mark.nightly
@pytest.mark.usefixtures("server")
class TestConnector(ConnectorSuite):
    """It delivers once, to its partner alone, and tells nothing of what it sent."""

    connector_id = "sftp.put"
    hosts = ("127.0.0.1",)

    def open(self, folder):
        return self.towards(folder, self.server.port)

    def unanswered(self, folder):
        return self.towards(folder, 1)

    def redirected(self, folder, to):
        return None

    def arrived(self, folder):
        place = self.place(folder)
        return [path.read_bytes() for path in place.iterdir()]

    def place(self, folder):
        """Give the folder on the server for those that a test opens in one folder."""
        name = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
        path = self.server.files / name
        if not path.exists():
            path.mkdir(mode=0o700)
            if os.geteuid() == 0:
                owner = self.server.files.stat()
                os.chown(path, owner.st_uid, owner.st_gid)
        return path

    def towards(self, folder, port):
        key = folder / "center_ed25519"
        if not key.exists():
            key.touch(mode=0o600)
            key.write_bytes(sshd.private_text(self.server.key))
        partner = Partner(
            host="127.0.0.1",
            port=port,
            user=self.server.user,
            host_key=self.server.host_key,
            folder=str(self.place(folder)),
        )
        config = Config(
            partners={self.recipient: partner}, key="center_ed25519", timeout=5
        )
        return SftpFactory().connect(config, str(folder))
