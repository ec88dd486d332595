"""One PUT per disclosure, tried again under the same id until it is answered."""

from __future__ import annotations

import ssl
import time
from datetime import UTC, datetime
from pathlib import Path

import httpx
from attrs import field, frozen

from fjcore.sdk import AccessRefused, Connector, Disclosure, Receipt, read_secret
from fjcore_fhir.bundle import to_bundle, to_bytes
from fjcore_fhir.config import Config, Partner
from fjcore_fhir.terms import NotFHIR

#: The id by which a partner in the site file refers to this connector.
CONNECTOR = "r4.bundle"

#: Answers after which the same may be tried again (RFC 9110, 15; RFC 6585, 4).
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_MAX_WAIT = 8.0


class NotDelivered(Exception):
    """The disclosure was not delivered. The one word in it says why."""


@frozen
class FHIRFactory:
    """Makes connectors that put Bundles on the servers of the site's settings."""

    id: str = CONNECTOR
    #: None of its own: the site names them, and gives a permission for each.
    hosts: tuple[str, ...] = ()

    def connect(self, config: Config, folder: str, /) -> Connector:
        """Give a connector; it opens nothing before the first delivery."""
        return FHIRConnector(config, folder)


@frozen
class FHIRConnector:
    """Puts each disclosure on its recipient's server as ``Bundle/<id>``."""

    config: Config = field(repr=False)
    folder: str = field(repr=False)

    def send(self, disclosure: Disclosure, key: str, /) -> Receipt:
        """Put the Bundle until it is answered, at most ``tries`` times.

        Its id is the disclosure's, so that a second try replaces it with the same.
        Shape: the receipt's ``reference`` is ``Bundle/<id>``.
        Raises: NotDelivered, with ``partner`` for an agency without a server here,
        ``files`` for a token or certificate that is not there, ``sealed``,
        ``unlabelled`` or ``refused`` for what is not written as FHIR, ``tls`` when the
        server's certificate is not accepted, ``redirect``, ``refused_there`` when the
        server said no, ``unanswered`` when no try had an answer: it may have it then.
        """
        partner = self.config.partners.get(disclosure.recipient)
        if partner is None:
            raise NotDelivered("partner")
        body = _written(disclosure)
        context, fields = self._keys(partner, key)
        url = f"{partner.url.rstrip('/')}/Bundle/{disclosure.id}"
        code = "unanswered"
        for number in range(self.config.tries):
            if number:
                time.sleep(min(0.25 * 2**number, _MAX_WAIT))
            code = self._once(url, body, fields, context)
            if code != "unanswered":
                break
        if code:
            raise NotDelivered(code)
        return Receipt(CONNECTOR, datetime.now(UTC), f"Bundle/{disclosure.id}")

    def close(self) -> None:
        """Do nothing: no connection stays open between deliveries."""

    def _keys(
        self, partner: Partner, key: str
    ) -> tuple[ssl.SSLContext, dict[str, str]]:
        found = None
        try:
            context = ssl.create_default_context(
                cafile=str(Path(self.folder) / partner.authority)
            )
            context.minimum_version = ssl.TLSVersion.TLSv1_2
            token = read_secret(partner.token, self.folder).reveal()
            if token.isascii() and token.isprintable():
                found = context, token
        except (AccessRefused, OSError, ValueError):  # their texts hold paths
            pass
        if found is None:
            raise NotDelivered("files")
        return found[0], {
            "Content-Type": "application/fhir+json",
            "Accept": "application/fhir+json",
            "Prefer": "return=minimal",
            "User-Agent": "fjcore-fhir",
            "Idempotency-Key": key,
            "Authorization": f"Bearer {found[1]}",
        }

    def _once(
        self, url: str, body: bytes, fields: dict[str, str], context: ssl.SSLContext
    ) -> str:
        """Try once: a code, or an empty text when the server has it."""
        try:
            with (
                httpx.Client(
                    verify=context,
                    timeout=self.config.timeout,
                    follow_redirects=False,
                    trust_env=False,
                ) as client,
                client.stream("PUT", url, content=body, headers=fields) as answer,
            ):
                return _meant(answer.status_code)
        except httpx.ConnectError as error:
            # A certificate that is not accepted will not be on the next try either.
            return "tls" if _of_tls(error) else "unanswered"
        except (httpx.HTTPError, httpx.StreamError):
            return "unanswered"


def _written(disclosure: Disclosure) -> bytes:
    code = ""
    try:
        return to_bytes(to_bundle(disclosure))
    except NotFHIR as fault:
        code = fault.code
    raise NotDelivered(code)


def _of_tls(error: BaseException) -> bool:
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLCertVerificationError):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


def _meant(status: int) -> str:
    if status in _AGAIN:
        return "unanswered"
    if 300 <= status < 400:
        return "redirect"
    return "" if status in (200, 201, 204) else "refused_there"
