from __future__ import annotations

import ssl
from contextlib import ExitStack

import pytest
from fjcore_https import Config, HttpsFactory, Partner
from support.https_server import Authority, answer, serving, signing_key

from fjcore.testing.suites import ConnectorSuite


class TestConnector(ConnectorSuite):
    """The connector does what every connector must."""

    connector_id = "https.post"
    hosts = ("127.0.0.1",)

    @pytest.fixture(autouse=True)
    def server(self, tmp_path):
        """Run a server that asks for a certificate, and files each body by its key."""
        ours, theirs = Authority(tmp_path, "ours"), Authority(tmp_path, "theirs")
        certificate, key = theirs.issue("police", "127.0.0.1")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tmp_path / certificate, tmp_path / key)
        context.load_verify_locations(tmp_path / ours.root())
        context.verify_mode = ssl.CERT_REQUIRED
        mine, private = ours.issue("center", "center.example.org")
        self.files = {
            "certificate": str(tmp_path / mine),
            "key": str(tmp_path / private),
            "signing_key": str(tmp_path / signing_key(tmp_path)[0]),
        }
        self.authority = str(tmp_path / theirs.root())
        with ExitStack() as stack:
            self.partner = stack.enter_context(serving(context))
            yield

    def open(self, folder):
        """Open it towards the server."""
        partner = Partner(
            url=f"https://127.0.0.1:{self.partner.port}/in", authority=self.authority
        )
        settings = Config(
            partners={self.recipient: partner},
            key_id="center-2026",
            timeout=20.0,
            tries=2,
            **self.files,
        )
        return HttpsFactory().connect(settings, str(folder))

    def arrived(self, folder):
        """Give every body that the server keeps."""
        return list(self.partner.kept.values())

    def unanswered(self, folder):
        """Open it towards a server that is out of order."""
        self.partner.answers += [answer(503)] * 2
        return self.open(folder)

    def redirected(self, folder, to):
        """Open it towards a server that sends it on."""
        self.partner.answers += [answer(308, Location=to)] * 2
        return self.open(folder)
