from __future__ import annotations

import ssl
from contextlib import ExitStack

import fjcore_fhir
import pytest
from fjcore_fhir import Config, FHIRFactory, FileFactory, Partner
from support.https_server import Authority, answer, serving

from fjcore.testing.suites import ConnectorSuite, ExporterSuite, PluginSuite

SETTINGS = {
    "partners": {
        "example_hospital": {
            "url": "https://fhir.hospital.example.org/r4",
            "token": "env:EXAMPLE_HOSPITAL_TOKEN",
            "authority": "keys/hospital-ca.pem",
        }
    }
}


class TestPlugin(PluginSuite):
    """The plugin is what every plugin must be."""

    module = fjcore_fhir
    config = SETTINGS
    permissions = frozenset({"network:fhir.hospital.example.org"})


class TestConnector(ConnectorSuite):
    """The connector does what every connector must."""

    connector_id = "r4.bundle"
    transforms = True
    hosts = ("127.0.0.1",)

    @pytest.fixture(autouse=True)
    def server(self, tmp_path):
        """Run a server that files what is put on it, by its id."""
        authority = Authority(tmp_path, "theirs")
        self.root = authority.root()
        certificate, key = authority.issue("hospital", "127.0.0.1")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tmp_path / certificate, tmp_path / key)
        (tmp_path / "token").write_text("made-up-token")
        self.keys = tmp_path
        with ExitStack() as stack:
            self.partner = stack.enter_context(serving(context))
            yield

    def settings(self, **said):
        """Give settings of the server."""
        partner = Partner(
            url=f"https://127.0.0.1:{self.partner.port}/r4",
            token=f"file:{self.keys / 'token'}",
            authority=str(self.keys / self.root),
        )
        given = {"partners": {self.recipient: partner}, "timeout": 20.0, "tries": 2}
        return Config(**(given | said))

    def open(self, folder):
        """Open it towards the server."""
        return FHIRFactory().connect(self.settings(), str(folder))

    def arrived(self, folder):
        """Give every Bundle that the server keeps."""
        return list(self.partner.kept.values())

    def unanswered(self, folder):
        """Open it towards a server that is out of order."""
        self.partner.answers += [answer(503)] * 2
        return self.open(folder)

    def redirected(self, folder, to):
        """Open it towards a server that sends it on."""
        self.partner.answers += [answer(307, Location=to)] * 2
        return self.open(folder)


class TestFile(ExporterSuite):
    """What writes a Bundle to a file does what every exporter must."""

    factory = FileFactory()
