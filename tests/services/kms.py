"""A key service that speaks the JSON protocol of AWS KMS, and holds to key states.

It is a double, and labelled so: of the service it does what a keyring needs, from the
public reference of its calls. Unlike larger doubles, it refuses keys that are disabled
or about to be deleted, and can be told to throttle, to fail, to be slow, to hang up,
and to refuse a caller.
"""

from __future__ import annotations

import base64
import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

ACCOUNT, REGION = "111122223333", "us-west-2"


class Refused(Exception):
    """The service answers with an error: its code and HTTP status."""

    def __init__(self, code: str, status: int = 400) -> None:
        super().__init__(code)
        self.code, self.status = code, status


class Service:
    """Keys with their states, and what is to go wrong."""

    def __init__(self) -> None:
        self.keys: dict[str, dict[str, Any]] = {}
        self.aliases: dict[str, str] = {}
        self.calls: list[tuple[str, dict[str, Any]]] = []
        #: Errors that the next calls end with, each once.
        self.next: list[Refused | str] = []
        self.slow_s = 0.0
        self.lock = threading.Lock()

    def new_key(self, **said: str) -> str:
        """Make a key and give its ARN."""
        name = f"{len(self.keys) + 1:08x}-1111-4222-8333-444455556666"
        arn = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{name}"
        self.keys[arn] = {
            "secret": os.urandom(32),
            "KeyState": "Enabled",
            "KeyUsage": "ENCRYPT_DECRYPT",
            "KeySpec": "SYMMETRIC_DEFAULT",
            **said,
        }
        return arn

    def answer(self, call: str, said: dict[str, Any]) -> dict[str, Any]:
        with self.lock:
            self.calls.append((call, said))
            fault = self.next.pop(0) if self.next else None
        time.sleep(self.slow_s)
        if isinstance(fault, Refused):
            raise fault
        if fault is not None:
            raise ConnectionAbortedError
        return getattr(self, f"_{call}")(said)

    def _found(self, name: str, *, use: bool) -> tuple[str, dict[str, Any]]:
        arn = self.aliases.get(name, name)
        found = [one for one in self.keys if arn in (one, one.rpartition("/")[2])]
        if not found:
            raise Refused("NotFoundException")
        key = self.keys[found[0]]
        state = key["KeyState"]
        if use and state == "Disabled":
            raise Refused("DisabledException")
        if use and state != "Enabled":
            raise Refused("KMSInvalidStateException")
        if use and key.get("denied"):
            raise Refused("AccessDeniedException")
        return found[0], key

    def _DescribeKey(self, said: dict[str, Any]) -> dict[str, Any]:
        arn, key = self._found(said["KeyId"], use=False)
        told = {k: v for k, v in key.items() if k[0].isupper()}
        return {"KeyMetadata": {"Arn": arn, "KeyId": arn.rpartition("/")[2], **told}}

    def _Encrypt(self, said: dict[str, Any]) -> dict[str, Any]:
        arn, key = self._found(said["KeyId"], use=True)
        plain = base64.b64decode(said["Plaintext"])
        blob = _sealed(arn, key["secret"], plain, said.get("EncryptionContext", {}))
        return {"KeyId": arn, "CiphertextBlob": _text(blob)}

    def _Decrypt(self, said: dict[str, Any]) -> dict[str, Any]:
        blob = base64.b64decode(said["CiphertextBlob"])
        arn, plain = self._opened(blob, said["KeyId"], said["EncryptionContext"])
        return {"KeyId": arn, "Plaintext": _text(plain)}

    def _ReEncrypt(self, said: dict[str, Any]) -> dict[str, Any]:
        blob = base64.b64decode(said["CiphertextBlob"])
        source = said["SourceKeyId"], said["SourceEncryptionContext"]
        _, plain = self._opened(blob, *source)
        arn, key = self._found(said["DestinationKeyId"], use=True)
        made = _sealed(arn, key["secret"], plain, said["DestinationEncryptionContext"])
        return {"KeyId": arn, "CiphertextBlob": _text(made)}

    def _opened(
        self, blob: bytes, name: str, context: dict[str, str]
    ) -> tuple[str, bytes]:
        arn, key = self._found(name, use=True)
        mark, rest = _mark(arn), blob[16:]
        others = {_mark(one) for one in self.keys} - {mark}
        if blob[:16] in others:
            raise Refused("IncorrectKeyException")
        plain = None
        try:
            cipher = AESGCM(key["secret"])
            if blob[:16] == mark and len(rest) > 28:
                plain = cipher.decrypt(rest[:12], rest[12:], _bound(context))
        except InvalidTag:
            pass
        if plain is None:
            raise Refused("InvalidCiphertextException")
        return arn, plain


def _mark(arn: str) -> bytes:
    return arn.rpartition("/")[2].replace("-", "").encode()[:16]


def _bound(context: dict[str, str]) -> bytes:
    return json.dumps(context, sort_keys=True).encode()


def _sealed(arn: str, secret: bytes, plain: bytes, context: dict[str, str]) -> bytes:
    nonce = os.urandom(12)
    return _mark(arn) + nonce + AESGCM(secret).encrypt(nonce, plain, _bound(context))


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body in one packet: a second one waits for the first to be acknowledged.
    wbufsize = -1
    service: Service

    def do_POST(self) -> None:
        size = int(self.headers["Content-Length"])
        said = json.loads(self.rfile.read(size))
        call = self.headers["X-Amz-Target"].removeprefix("TrentService.")
        status = 200
        try:
            told = self.service.answer(call, said)
        except Refused as error:
            told, status = {"__type": error.code, "message": "refused"}, error.status
        except ConnectionAbortedError:
            self.close_connection = True
            return
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Print nothing: callers that give up are part of the tests."""


@contextmanager
def serving(port: int = 0) -> Iterator[tuple[Service, str]]:
    """Serve on the loopback address; give the service and its address."""
    service = Service()
    handler = type("Handler", (_Handler,), {"service": service})
    server = _Server(("127.0.0.1", port), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield service, f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
