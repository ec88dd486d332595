"""A real OpenSSH server of its own, for tests, that serves files alone.

Started by root it runs as ``nobody``, since it needs an account of its own otherwise.
"""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from attrs import field, frozen
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from services.debian import unpacked
from services.needs import ServiceBroken, ServiceMissing

_ADVICE = (
    "OpenSSH's server was not found, and could not be fetched. With root: apt-get "
    "update && apt-get install openssh-server. Without root, on Debian or a system "
    "made from it: the tests fetch and unpack it themselves; apt-get must reach its "
    "packages."
)
_CONFIG = """
ListenAddress 127.0.0.1:{port}
HostKey {folder}/host_key
AuthorizedKeysFile {folder}/authorized_keys
PidFile {folder}/pid
StrictModes no
UsePAM yes
PasswordAuthentication no
KbdInteractiveAuthentication no
AllowTcpForwarding no
X11Forwarding no
Subsystem sftp internal-sftp
ForceCommand internal-sftp
"""


def new_key() -> ed25519.Ed25519PrivateKey:
    """Make a key, of a server or of somebody who logs in."""
    return ed25519.Ed25519PrivateKey.generate()


def private_text(key: ed25519.Ed25519PrivateKey) -> bytes:
    """Give a private key as OpenSSH writes it."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())


def public_text(key: ed25519.Ed25519PrivateKey) -> str:
    """Give a public key as OpenSSH writes it, in one line."""
    made = key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    return made.decode()


@frozen
class Server:
    """Where a server listens, who may log in, and a folder that it can write to."""

    port: int
    user: str
    files: Path
    key: ed25519.Ed25519PrivateKey = field(repr=False)
    host_key: str


def _program(folder: Path) -> tuple[Path, Path]:
    """Give the server's program and a folder of libraries for it."""
    system = Path("/usr/sbin/sshd")
    if system.exists():
        return system, folder
    home = unpacked("openssh-server", ("openssh-server", "libwrap0"), "usr/sbin/sshd")
    if home is None:
        raise ServiceMissing(_ADVICE)
    # It looks for itself by its own path, which `nobody` must be able to read.
    (folder / "lib").mkdir()
    for library in home.glob("usr/lib/*-linux-gnu/lib*.so*"):
        shutil.copy(library, folder / "lib" / library.name)
    for part in home.glob("usr/lib/openssh/*"):
        shutil.copy(part, folder / part.name)
    shutil.copy(home / "usr/sbin/sshd", folder / "sshd")
    return folder / "sshd", folder / "lib"


@contextmanager
def server() -> Iterator[Server]:
    """Start a server on a free port of this machine; stop it afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="fjsshd", dir="/tmp"))
    try:
        yield from _serving(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _serving(folder: Path) -> Iterator[Server]:
    program, libraries = _program(folder)
    root = os.geteuid() == 0
    user = "nobody" if root else getpass.getuser()
    files, host, key = folder / "files", new_key(), new_key()
    files.mkdir(mode=0o700)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "host_key").touch(mode=0o600)
    (folder / "host_key").write_bytes(private_text(host))
    (folder / "authorized_keys").write_text(public_text(key) + "\n")
    (folder / "config").write_text(_CONFIG.format(port=port, folder=folder))
    become: list[str] = []
    if root:
        become = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
        for path in (folder, files, folder / "host_key"):
            shutil.chown(path, "nobody")
    words = [*become, str(program), "-D", "-e", "-f", str(folder / "config")]
    environment = {**os.environ, "LD_LIBRARY_PATH": str(libraries)}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(words, env=environment, stderr=log)
    try:
        _answers(port, process, folder / "log")
        yield Server(port, user, files, key, public_text(host))
    finally:
        process.terminate()
        process.wait()


def _answers(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as tried:
                tried.recv(4)
                return
        except OSError:
            time.sleep(0.05)
    raise ServiceBroken(log.read_text(errors="replace"))
