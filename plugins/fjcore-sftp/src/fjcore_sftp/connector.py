"""One file per disclosure on a server whose host key is pinned: whole or absent."""

from __future__ import annotations

import errno
import os
import re
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import paramiko
from attrs import field, frozen
from paramiko.pkey import PKey

from fjcore.sdk import Connector, Disclosure, Receipt
from fjcore_sftp.config import Config, Partner

#: The id by which a partner in the site file refers to this connector.
CONNECTOR = "sftp.put"

_ID = re.compile(r"[0-9a-f]{32}")


class NotDelivered(Exception):
    """The disclosure was not delivered. The one word in it says why."""


@frozen
class SftpFactory:
    """Makes connectors to the servers of the site's settings."""

    id: str = CONNECTOR
    #: None of its own: the site names them, and gives a permission for each.
    hosts: tuple[str, ...] = ()

    def connect(self, config: Config, folder: str, /) -> Connector:
        """Give a connector; it opens nothing before the first delivery."""
        return SftpConnector(config, Path(folder))


@frozen
class SftpConnector:
    """Puts ``<folder>/disclosure-<id>.json`` on the server, byte for byte."""

    config: Config = field(repr=False)
    folder: Path = field(repr=False)

    def send(self, disclosure: Disclosure, key: str, /) -> Receipt:  # noqa: ARG002
        """Put the file; the same disclosure again finds it there and changes nothing.

        Shape: the receipt's ``reference`` is the file's name, its time the server's.
        Raises: NotDelivered, with ``partner`` for an agency without a server here,
        ``name`` for an id that is no file name, ``files`` for a key that is absent,
        unreadable or readable by others, ``host_key`` for a server that shows another
        than the pinned key, ``login``, ``other_content`` when another body stands
        under this id, ``unanswered`` for anything the network or the server refused,
        after which the partner may have it.
        """
        partner = self.config.partners.get(disclosure.recipient)
        if partner is None:
            raise NotDelivered("partner")
        if not _ID.fullmatch(disclosure.id):
            raise NotDelivered("name")
        name, key_file, code = disclosure.name, self._key(), ""
        try:
            with self._server(partner, key_file) as server:
                written = _put(server, partner.folder, disclosure)
        except NotDelivered as error:
            code = str(error)
        except (OSError, EOFError, paramiko.SSHException):  # their texts hold paths
            code = "unanswered"
        if code:
            raise NotDelivered(code)
        return Receipt(CONNECTOR, datetime.fromtimestamp(written, UTC), name)

    def close(self) -> None:
        """Do nothing: no connection stays open between deliveries."""

    def _key(self) -> PKey:
        found = None
        path = self.folder / self.config.key
        try:
            if not stat.S_IMODE(os.stat(path).st_mode) & 0o077:
                found = PKey.from_path(str(path))
        except (OSError, ValueError, paramiko.SSHException):  # their texts hold paths
            pass
        if found is None:
            raise NotDelivered("files")
        return found

    @contextmanager
    def _server(self, partner: Partner, key: PKey) -> Iterator[paramiko.SFTPClient]:
        seconds = self.config.timeout
        line = socket.create_connection((partner.host, partner.port), seconds)
        transport = paramiko.Transport(line)
        try:
            transport.banner_timeout = transport.auth_timeout = seconds
            pinned = partner.host_key.split()[0]
            transport.get_security_options().key_types = _kinds(pinned)
            transport.start_client(timeout=seconds)
            shown = transport.get_remote_server_key()
            if f"{shown.get_name()} {shown.get_base64()}" != partner.host_key:
                raise NotDelivered("host_key")
            _login(transport, partner.user, key)
            server = paramiko.SFTPClient.from_transport(transport)
            if server is None:
                raise NotDelivered("unanswered")
            channel = server.get_channel()
            if channel is not None:
                channel.settimeout(seconds)
            yield server
        finally:
            transport.close()


def _kinds(pinned: str) -> tuple[str, ...]:
    """Give the ways in which a server may prove that it has a key of a kind.

    Source: RFC 8332 for RSA; `ssh-rsa` itself is SHA-1 and not asked for.
    """
    return ("rsa-sha2-512", "rsa-sha2-256") if pinned == "ssh-rsa" else (pinned,)


def _login(transport: paramiko.Transport, user: str, key: PKey) -> None:
    refused = False
    try:
        transport.auth_publickey(user, key)
    except paramiko.AuthenticationException:
        refused = True
    if refused or not transport.is_authenticated():
        raise NotDelivered("login")


def _put(server: paramiko.SFTPClient, folder: str, made: Disclosure) -> float:
    """Write under another name, and give it its own: then it is there whole."""
    body = made.body
    path = str(PurePosixPath(folder) / made.name)
    part = str(PurePosixPath(folder) / f".{made.name}.part")
    found = _settled(server, path, made)
    if found is not None:
        return found
    if _there(server, part):  # left by a try that was broken off
        server.remove(part)
    with server.open(part, "wx") as file:
        file.set_pipelined(True)
        file.write(body)
    server.chmod(part, 0o600)
    if server.stat(part).st_size != len(body):
        raise NotDelivered("unanswered")
    refused = False
    try:
        # Unlike a POSIX rename, this one never takes the place of a file.
        server.rename(part, path)
    except OSError:
        refused = True
    found = _settled(server, path, made)
    if refused and found is not None:
        server.remove(part)
    if found is None:
        raise NotDelivered("unanswered")
    return found


def _there(server: paramiko.SFTPClient, path: str) -> bool:
    try:
        server.lstat(path)
    except OSError as error:
        if error.errno == errno.ENOENT:
            return False
        raise
    return True


def _settled(server: paramiko.SFTPClient, path: str, made: Disclosure) -> float | None:
    """Give when a file was written, if it is there; it must hold this disclosure."""
    if not _there(server, path):
        return None
    with server.open(path, "rb") as file:
        same = made.is_same(file.read(len(made.body) + 1))
        written = file.stat().st_mtime
    if not same:
        raise NotDelivered("other_content")
    return float(written or 0)
