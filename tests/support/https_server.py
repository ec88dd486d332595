"""A partner of its own: a real HTTPS server that asks for a client's certificate."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

from attrs import define, field, frozen
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


@frozen
class Authority:
    """A certificate authority of the tests, and what it gives out."""

    folder: Path
    name: str
    key: ec.EllipticCurvePrivateKey = field(
        factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def _made(self, subject: str, public: object, *, ca: bool, names: list[str]):
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(_name(subject))
            .issuer_name(_name(self.name))
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(minutes=5))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), True)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(
                    self.key.public_key()
                ),
                False,
            )
        )
        if ca:
            usage = dict.fromkeys(
                "digital_signature content_commitment key_encipherment "
                "data_encipherment key_agreement encipher_only decipher_only".split(),
                False,
            )
            builder = builder.add_extension(
                x509.KeyUsage(key_cert_sign=True, crl_sign=True, **usage), True
            ).add_extension(x509.SubjectKeyIdentifier.from_public_key(public), False)
        if names:
            alternatives = [
                x509.IPAddress(ip_address(one))
                if one[0].isdigit()
                else x509.DNSName(one)
                for one in names
            ]
            builder = builder.add_extension(
                x509.SubjectAlternativeName(alternatives), False
            )
        return builder.sign(self.key, hashes.SHA256())

    def root(self) -> str:
        """Write the authority's own certificate, and give the file's name."""
        made = self._made(self.name, self.key.public_key(), ca=True, names=[])
        path = self.folder / f"{self.name}-ca.pem"
        path.write_bytes(made.public_bytes(Encoding.PEM))
        return path.name

    def issue(self, subject: str, *names: str) -> tuple[str, str]:
        """Write a certificate and its key, and give the files' names."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = self._made(subject, key.public_key(), ca=False, names=list(names))
        certificate = self.folder / f"{subject}.pem"
        certificate.write_bytes(made.public_bytes(Encoding.PEM))
        private = self.folder / f"{subject}.key"
        private.touch(mode=0o600)
        private.write_bytes(
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )
        return certificate.name, private.name


def signing_key(folder: Path) -> tuple[str, ed25519.Ed25519PublicKey]:
    """Write an Ed25519 key, and give the file's name and its public half."""
    key = ed25519.Ed25519PrivateKey.generate()
    path = folder / "signing.pem"
    path.touch(mode=0o600)
    path.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    return path.name, key.public_key()


@define
class Partner:
    """What a partner's server got, and how it answers, one answer per request."""

    port: int = 0
    answers: list[Callable[[BaseHTTPRequestHandler], None]] = field(factory=list)
    #: Every request: its fields in small letters, and its body.
    requests: list[tuple[dict[str, str], bytes]] = field(factory=list)
    #: Bodies by key: what a partner keeps that keeps to the rule.
    kept: dict[str, bytes] = field(factory=dict)


def answer(status: int, body: bytes = b"", **fields: str):
    """Give an answer of a status and a body."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in fields.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return act


def silence(seconds: float):
    """Give no answer within some time."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)
        handler.close_connection = True

    return act


def drip(seconds: float):
    """Give an answer byte by byte, slowly."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        for _ in range(int(seconds / 0.05)):
            handler.wfile.write(b" ")
            time.sleep(0.05)
        handler.close_connection = True

    return act


def broken_off(handler: BaseHTTPRequestHandler) -> None:
    """Answer half, and go away."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100")
    handler.end_headers()
    handler.wfile.write(b'{"refer')
    handler.close_connection = True


@contextmanager
def serving(context: ssl.SSLContext) -> Iterator[Partner]:
    """Serve on a free port of this machine until the block ends."""
    partner = Partner()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            body = self.rfile.read(length)
            fields = {name.lower(): value for name, value in self.headers.items()}
            partner.requests.append((fields, body))
            partner.kept.setdefault(fields["idempotency-key"], body)
            (partner.answers.pop(0) if partner.answers else answer(204))(self)

        do_PUT = do_POST

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """Keep quiet: a client that goes away is part of the tests."""

    with Server(("127.0.0.1", 0), Handler) as server:
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
        partner.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield partner
        finally:
            server.shutdown()
            thread.join()
