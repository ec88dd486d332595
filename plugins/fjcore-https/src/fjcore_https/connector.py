"""One POST per disclosure, tried again under the same key until it is answered."""

from __future__ import annotations

import json
import os
import ssl
import stat
import time
from datetime import UTC, datetime
from pathlib import Path

import httpx
from attrs import field, frozen
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from fjcore.sdk import Connector, Disclosure, Receipt
from fjcore_https.config import Config, Partner
from fjcore_https.signing import signed

#: The id by which a partner in the site file refers to this connector.
CONNECTOR = "https.post"

#: The media type of a disclosure that only its recipient can open.
SEALED = "application/vnd.fjcore.bundle"

#: Answers after which the same may be tried again (RFC 9110, 15; RFC 6585, 4).
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})

#: The largest answer that is read, and the longest wait between two tries.
_MAX_ANSWER = 64 << 10
_MAX_WAIT = 8.0
_MAX_REFERENCE = 200


class NotDelivered(Exception):
    """The disclosure was not delivered. The one word in it says why."""


@frozen
class HttpsFactory:
    """Makes connectors that post to the addresses of the site's settings."""

    id: str = CONNECTOR
    #: None of its own: the site names them, and gives a permission for each.
    hosts: tuple[str, ...] = ()

    def connect(self, config: Config, folder: str, /) -> Connector:
        """Give a connector; it opens nothing before the first delivery."""
        return HttpsConnector(config, Path(folder))


@frozen
class HttpsConnector:
    """Posts the body byte for byte, with an ``Idempotency-Key`` and a signature."""

    config: Config = field(repr=False)
    folder: Path = field(repr=False)

    def send(self, disclosure: Disclosure, key: str, /) -> Receipt:
        """Post until it is answered, at most ``tries`` times, under the same key.

        Shape: the receipt's ``reference`` is the partner's, from ``{"reference": ..}``
        in its answer, and the key where it gives none; its time is that of the answer.
        Raises: NotDelivered, with ``partner`` for an agency without an address here,
        ``files`` for a key or certificate that is absent, unreadable or readable by
        others, ``tls`` when either side did not accept the other's certificate,
        ``redirect``, ``refused`` when the partner said no, ``unanswered`` when no try
        had an answer, ``answer`` for one that cannot be read. After ``unanswered`` and
        ``answer`` the partner may have it.
        """
        partner = self.config.partners.get(disclosure.recipient)
        if partner is None:
            raise NotDelivered("partner")
        context, signing = self._keys(partner)
        kind = SEALED if disclosure.sealed else "application/json"
        code = "unanswered"
        for number in range(self.config.tries):
            if number:
                time.sleep(min(0.25 * 2**number, _MAX_WAIT))
            code, reference = self._once(
                partner, disclosure.body, kind, key, context, signing
            )
            if reference:
                return Receipt(CONNECTOR, datetime.now(UTC), reference)
            if code != "unanswered":
                break
        raise NotDelivered(code)

    def close(self) -> None:
        """Do nothing: no connection stays open between deliveries."""

    def _keys(self, partner: Partner) -> tuple[ssl.SSLContext, Ed25519PrivateKey]:
        found = None
        try:
            context = ssl.create_default_context(cafile=self._file(partner.authority))
            context.minimum_version = ssl.TLSVersion.TLSv1_2
            context.load_cert_chain(
                self._file(self.config.certificate), self._private(self.config.key)
            )
            pem = Path(self._private(self.config.signing_key)).read_bytes()
            signing = load_pem_private_key(pem, None)
            if isinstance(signing, Ed25519PrivateKey):
                found = context, signing
        except (OSError, ValueError, TypeError):  # their texts hold paths
            pass
        if found is None:
            raise NotDelivered("files")
        return found

    def _file(self, name: str) -> str:
        return str(self.folder / name)

    def _private(self, name: str) -> str:
        path = self._file(name)
        if stat.S_IMODE(os.stat(path).st_mode) & 0o077:
            raise PermissionError(path)
        return path

    def _once(
        self,
        partner: Partner,
        body: bytes,
        kind: str,
        key: str,
        context: ssl.SSLContext,
        signing: Ed25519PrivateKey,
    ) -> tuple[str, str]:
        """Try once: a code and an empty text, or the partner's reference."""
        fields = {
            "Content-Type": kind,
            "User-Agent": "fjcore-https",
            **signed(
                url=partner.url,
                body=body,
                key=key,
                created=int(time.time()),
                by=signing,
                key_id=self.config.key_id,
            ),
        }
        try:
            with (
                httpx.Client(
                    verify=context,
                    timeout=self.config.timeout,
                    follow_redirects=False,
                    trust_env=False,
                ) as client,
                client.stream(
                    "POST", partner.url, content=body, headers=fields
                ) as answer,
            ):
                text = _read(answer, time.monotonic() + self.config.timeout)
                return _meant(answer.status_code, text, key)
        except httpx.ConnectError as error:
            # A certificate that is not accepted will not be on the next try either.
            return ("tls" if _of_tls(error) else "unanswered"), ""
        except (httpx.HTTPError, httpx.StreamError):
            return "unanswered", ""


def _of_tls(error: BaseException) -> bool:
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLCertVerificationError):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


def _read(answer: httpx.Response, until: float) -> bytes | None:
    """Read an answer; None when it is too long or too slow to be one."""
    read = b""
    for part in answer.iter_raw():
        read += part
        if len(read) > _MAX_ANSWER or time.monotonic() > until:
            return None
    return read


def _meant(status: int, text: bytes | None, key: str) -> tuple[str, str]:
    if status in _AGAIN:
        return "unanswered", ""
    if 300 <= status < 400:
        return "redirect", ""
    if not 200 <= status < 300:
        return "refused", ""
    if text is None:
        return "answer", ""
    if not text.strip():
        return "", key
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return "answer", ""
    reference = said.get("reference", key) if isinstance(said, dict) else None
    good = (
        isinstance(reference, str)
        and 0 < len(reference) <= _MAX_REFERENCE
        and reference.isprintable()
    )
    return ("", str(reference)) if good else ("answer", "")
