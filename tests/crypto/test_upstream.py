"""Vectors of others, for everything this package builds upon."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import zlib
from pathlib import Path

import cryptography
import cryptography_vectors
import pytest
from crypto import chunks
from cryptography.cobblestone import (
    Cobblestone256Decryptor,
    Cobblestone256Encryptor,
)
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.crypto import Label, _chunked, derive
from fjcore.values import SecretBytes

FOLDER = Path(cryptography_vectors.__file__).parent


def told(name):
    """Give the blocks of a file of ``name = value`` lines, each as a dict."""
    block, found = {}, []
    for raw in (FOLDER / name).read_text("utf-8").splitlines():
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.upper().startswith(("COUNT", "LEN =")) and block:
            found.append(block)
            block = {}
        name_, _, value = line.strip("[]").partition("=")
        block[name_.strip()] = value.strip()
    return [*found, block]


def test_of_the_version():
    """The vectors should be those of the version of cryptography that is in use."""
    assert cryptography.__version__ == cryptography_vectors.__version__


def gcm(name):
    """Give the vectors with nonces of 12 bytes and whole tags, as cells have them."""
    sizes, found = {}, []
    for block in told(f"ciphers/AES/GCM/{name}"):
        sizes |= {key: block[key] for key in ("IVlen", "Taglen") if key in block}
        if "Key" in block and len(block["IV"]) == 24 and len(block["Tag"]) == 32:
            found.append(block)
    return found


@pytest.mark.parametrize("name", ["gcmDecrypt256.rsp", "gcmEncryptExtIV256.rsp"])
def test_gcm(name):
    """AES-256-GCM should open what NIST's vectors open, and nothing they refuse."""
    opened = refused = 0
    for one in gcm(name):
        cipher = AESGCM(bytes.fromhex(one["Key"]))
        sealed = bytes.fromhex(one["CT"] + one["Tag"])
        args = bytes.fromhex(one["IV"]), sealed, bytes.fromhex(one["AAD"])
        if "FAIL" in one:
            with pytest.raises(InvalidTag):
                cipher.decrypt(*args)
            refused += 1
        else:
            assert one["PT"] == cipher.decrypt(*args).hex()
            opened += 1

    assert opened > 100
    assert refused > 100 or "Encrypt" in name


CHUNKED = [
    one
    for one in json.loads((FOLDER / "chunked-encryption/vectors.json").read_text())[
        "vectors"
    ]
    if "AES" in one["aead"]
]


@pytest.mark.parametrize("one", CHUNKED, ids=lambda one: one["name"])
def test_chunked(one):
    """Our reading of the rules should open what C2SP's vectors open, and nothing else.

    They are made with SHA-256 where suite 02 has SHA-512; the test below goes from one
    to the other.
    """
    body = base64.b64decode(one["ciphertext"] or "")
    body = zlib.decompress(body) if one.get("compressed") else body
    key, context = bytes.fromhex(one["key"]), one["context"].encode()
    found = chunks.read(key, body, context, "sha256")

    if one["expect"] == "success":
        assert one["payload_length"] == len(found)
        assert one["payload_sha256"] == hashlib.sha256(found).hexdigest()
    else:
        assert found is None


def test_chunked_are_all_there():
    """There should be vectors of both kinds for both lengths of keys."""
    kinds = [one["expect"] for one in CHUNKED]

    assert 18 == kinds.count("success")
    assert 50 == kinds.count("failure")


@settings(max_examples=40, deadline=None)
@given(
    st.binary(min_size=32, max_size=32),
    st.binary(max_size=40),
    st.sampled_from([0, 1, 16383, 16384, 16385, 40000]),
)
def test_suite_02_is_chunked_encryption(key, context, size):
    """Suite 02 should be those rules with SHA-512."""
    plain = bytes(size)
    encryptor = Cobblestone256Encryptor(key, context)
    body = encryptor.update(plain) + encryptor.finalize()

    assert plain == chunks.read(key, body, context, "sha512")
    decryptor = Cobblestone256Decryptor(key, context)
    assert plain == _chunked.whole(decryptor, body)


@pytest.mark.parametrize("name", ["sha256", "sha512"])
def test_hmac(name):
    """HMAC should give what RFC 4231 gives."""
    checked = 0
    for one in told(f"HMAC/rfc-4231-{name}.txt"):
        made = hmac.digest(bytes.fromhex(one["Key"]), bytes.fromhex(one["Msg"]), name)
        assert made.hex().startswith(one["MD"])
        checked += 1

    assert checked >= 6


def test_ed25519():
    """Ed25519 should sign as the vectors of its authors do."""
    lines = (FOLDER / "asymmetric/Ed25519/sign.input").read_text().splitlines()
    for line in lines:
        secret, public, message, signed, *_ = line.split(":")
        key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret[:64]))
        assert public == key.public_key().public_bytes_raw().hex()
        made = key.sign(bytes.fromhex(message))
        assert signed == (made.hex() + message)
        key.public_key().verify(made, bytes.fromhex(message))

    assert len(lines) >= 1024


def test_argon2id():
    """Argon2id should stretch a passphrase as RFC 9106 does."""
    checked = 0
    for one in told("KDF/argon2id.txt"):
        kdf = Argon2id(
            salt=bytes.fromhex(one["salt"]),
            length=int(one["length"]),
            iterations=int(one["iter"]),
            lanes=int(one["lanes"]),
            memory_cost=int(one["memcost"]),
            ad=bytes.fromhex(one.get("ad", "")) or None,
            secret=bytes.fromhex(one.get("secret", "")) or None,
        )
        assert one["output"] == kdf.derive(bytes.fromhex(one["pass"])).hex()
        checked += 1

    assert checked >= 5


def test_x25519():
    """X25519 should give what RFC 7748 gives."""
    checked = 0
    for one in told("asymmetric/X25519/rfc7748.txt"):
        own = X25519PrivateKey.from_private_bytes(bytes.fromhex(one["INPUT_SCALAR"]))
        other = X25519PublicKey.from_public_bytes(bytes.fromhex(one["INPUT_U"]))
        assert one["OUTPUT_U"] == own.exchange(other).hex()
        checked += 1

    assert checked >= 2


@pytest.mark.parametrize(
    ("name", "hash_"),
    [
        ("rfc-5869-HKDF-SHA256", "sha256"),
        ("rfc-5869-HKDF-SHA1", "sha1"),
        ("hkdf-generated", "sha256"),
    ],
)
def test_hkdf(name, hash_):
    """Our reading of HKDF should give what RFC 5869 gives, and a longer vector."""
    checked = 0
    for one in told(f"KDF/{name}.txt"):
        if "IKM" not in one:
            continue
        salt = bytes.fromhex(one["salt"]) or bytes(hashlib.new(hash_).digest_size)
        prk = hmac.digest(salt, bytes.fromhex(one["IKM"]), hash_)
        info, made, block = bytes.fromhex(one["info"]), b"", b""
        for count in range(1, 41):
            block = hmac.digest(prk, block + info + bytes([count]), hash_)
            made += block
        assert one.get("PRK", prk.hex()) == prk.hex()
        assert made.hex().startswith(one["OKM"])
        checked += 1

    assert checked >= (1 if name == "hkdf-generated" else 3)


#: Files with vectors for what is built upon, all read above or in ``test_bundle``.
READ = {
    *("ciphers/AES/GCM/gcmDecrypt256.rsp", "ciphers/AES/GCM/gcmEncryptExtIV256.rsp"),
    *("chunked-encryption/vectors.json", "HPKE/test-vectors.json"),
    *("HMAC/rfc-4231-sha256.txt", "HMAC/rfc-4231-sha512.txt"),
    *("KDF/rfc-5869-HKDF-SHA256.txt", "KDF/rfc-5869-HKDF-SHA1.txt"),
    *("KDF/hkdf-generated.txt", "KDF/argon2id.txt"),
    *("asymmetric/Ed25519/sign.input", "asymmetric/X25519/rfc7748.txt"),
}
#: Parts of the names of what is not: other sizes, hashes and functions, keys in files
#: of other formats, wraps that a token makes by itself, suites that are not built.
OTHER = (
    *("128", "192", "argon2d", "argon2i.", "ansx963", "KBKDF", "PBKDF2", "scrypt"),
    *("md5", "sha1.", "ripemd", "sha224", "sha384", ".der", ".pem", "hpke-pq"),
)
FAMILIES = (
    *("ciphers/AES/GCM", "chunked-encryption", "HPKE", "HMAC", "KDF"),
    *("asymmetric/Ed25519", "asymmetric/X25519"),
)


def test_every_file_is_known():
    """Each file of what is built upon should be read, or be of something else."""
    found = {
        path.relative_to(FOLDER).as_posix()
        for family in FAMILIES
        for path in (FOLDER / family).iterdir()
        if path.is_file()
    }
    rest = {name for name in found - READ if not any(part in name for part in OTHER)}

    assert set() == READ - found
    assert set() == rest


@settings(max_examples=40, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.sampled_from(list(Label)))
def test_derive_is_hkdf_expand(key, label):
    """A derived key should be what HKDF-Expand with SHA-512 gives for its label."""
    wanted = HKDFExpand(SHA512(), 32, label.encode()).derive(key)

    assert wanted == derive(SecretBytes(key), label).reveal()
