"""Makes the frozen vectors from the rules alone: ``python tests/crypto/making.py``.

It uses no code of the library but the primitives beneath it. Nonces and salts are fixed
here, and here only. What it prints is compared with the frozen file by a test.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import struct

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

DATA, CUSTODY, INDEX = bytes(range(32)), bytes(range(32, 64)), bytes(range(64, 96))
BASE = {
    "vault_id": "aa" * 16,
    "holder_id": "advocacy",
    "subject_id": "bb" * 16,
    "compartment": "advocacy_notes",
    "record_type": "note",
    "record_id": "cc" * 16,
    "field_path": "*",
    "revision": 1,
}
OTHER = {
    "vault_id": "ab" * 16,
    "holder_id": "police",
    "subject_id": "bc" * 16,
    "compartment": "legal",
    "record_type": "noted",
    "record_id": "cd" * 16,
    "field_path": "text",
    "revision": 2,
}
PLAINS = {
    "empty": b"",
    "hello": b'{"text":"hello"}',
    "edge-63": b"x" * 63,
    "edge-64": b"x" * 64,
    "edge-255": b"y" * 255,
    "edge-4095": b"z" * 4095,
    "edge-4096": b"z" * 4096,
    "composed": "é".encode(),
    "decomposed": "e\u0301".encode(),
    "zeros": bytes(70),
    "mark": b"\x80" * 10,
}


def encode(domain, *parts):
    body = b"".join(struct.pack(">I", len(part)) + part for part in parts)
    return domain + struct.pack(">H", len(parts)) + body


def derive(key, label):
    return hmac.digest(key, label.encode() + b"\x01", "sha512")[:32]


def padded(plain):
    size = 64
    while size <= len(plain):
        size = size * 2 if size < 4096 else size + 4096
    return plain + b"\x80" + bytes(size - len(plain) - 1)


def header(suite=1, codec=0, flags=3, schema=1, key=DATA):
    commitment = derive(key, "fjcore/v1/commit")
    start = bytes((0xF7, 0x4A, 1, suite, codec, flags))
    return start + struct.pack(">H", schema) + commitment[:16]


def context(head, place):
    return encode(
        b"fjcore/ctx/v1",
        head,
        bytes.fromhex(place["vault_id"]),
        place["holder_id"].encode(),
        bytes.fromhex(place["subject_id"]),
        place["compartment"].encode(),
        place["record_type"].encode(),
        bytes.fromhex(place["record_id"]),
        place["field_path"].encode(),
        struct.pack(">Q", place["revision"]),
    )


def gcm(head, place, text, nonce, key=DATA):
    sealed = AESGCM(derive(key, "fjcore/v1/seal/01"))
    return head + nonce + sealed.encrypt(nonce, text, context(head, place))


def cobblestone(head, place, text, salt, key=DATA):
    """Seal by C2SP chunked encryption, AES-256-GCM with HKDF-Expand and SHA-512."""
    name = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\x00"
    info = name + salt + context(head, place)
    secret = derive(key, "fjcore/v1/seal/02")
    first = hmac.digest(secret, info + b"\x01", "sha512")
    made = first + hmac.digest(secret, first + info + b"\x02", "sha512")
    inner, base, commitment = made[:32], made[32:44], made[44:76]
    pieces = [text[at : at + 16384] for at in range(0, len(text) + 1, 16384)]
    sealed = b""
    for number, piece in enumerate(pieces):
        counter = number.to_bytes(12, "big")
        nonce = bytes(a ^ b for a, b in zip(base, counter, strict=True))
        sealed += AESGCM(inner).encrypt(nonce, piece, None)
    return head + salt + commitment + sealed


def nonce_of(name):
    return bytes(12) if name == "hello" else hashlib.sha256(name.encode()).digest()[:12]


def cells():
    for name, plain in PLAINS.items():
        codec = 2 if name == "hello" else 1 if "composed" in name else 0
        head = header(codec=codec)
        yield name, BASE, plain, gcm(head, BASE, padded(plain), nonce_of(name))
    head = header(flags=2)
    single = {**BASE, "field_path": "text"}
    yield "single-field", single, b"one", gcm(head, single, padded(b"one"), bytes(12))
    head = header(flags=1, schema=65535)
    yield "unpadded", BASE, b"bare", gcm(head, BASE, b"bare", bytes(12))
    late = {**BASE, "revision": 2**64 - 1}
    head = header()
    yield "last-revision", late, b"late", gcm(head, late, padded(b"late"), bytes(12))
    for size in (0, 5, 16383, 16384, 40000):
        plain, head = bytes([size % 251]) * size, header(suite=2)
        salt = hashlib.sha256(b"salt %d" % size).digest()[:24]
        blob = cobblestone(head, BASE, padded(plain), salt)
        yield f"stream-{size}", BASE, plain, blob
    head, salt = header(suite=2, flags=1), bytes(24)
    whole = bytes(16384)
    yield "stream-full-chunk", BASE, whole, cobblestone(head, BASE, whole, salt)


def negatives():
    """Give what must not open: name, of which cell, where, bytes, error."""
    made = {name: (place, blob) for name, place, _, blob in cells()}
    for name in ("hello", "stream-5"):
        place, blob = made[name]
        errors = (
            *("not_an_envelope",) * 2,
            *("unknown_version", "unknown_suite", "format_error", "format_error"),
        )
        for at in range(24):
            bad = bytearray(blob)
            bad[at] ^= 0xF0
            error = errors[at] if at < 6 else "seal_broken"
            yield f"{name}: header byte {at} flipped", name, place, bad, error
        for part, value in OTHER.items():
            yield f"{name}: {part} changed", name, {**place, part: value}, blob, ""
        yield f"{name}: trailing byte", name, place, blob + b"\x00", "seal_broken"
        swapped = bytearray(blob)
        swapped[3] ^= 3
        # A body of the other suite may also be too short to be one.
        yield f"{name}: suite swapped", name, place, swapped, ""
    place, _ = made["hello"]
    head = header()
    for what, text in {
        "no mark": bytes(64),
        "wrong mark": b"x" * 64,
        "short": b"hello\x80",
        "a bucket too many": b"hello\x80".ljust(128, b"\x00"),
        "empty": b"",
    }.items():
        blob = gcm(head, place, text, bytes(12))
        yield f"padding: {what}", "hello", place, blob, "seal_broken"
    other = gcm(header(key=CUSTODY), place, padded(b"x"), bytes(12), key=CUSTODY)
    yield "another key's cell", "hello", place, other, "seal_broken"
    forged = gcm(head, place, padded(b"x"), bytes(12), key=CUSTODY)
    yield "another key under this id", "hello", place, forged, "seal_broken"


def wraps():
    for compartment, subject in (("advocacy_notes", "bb" * 16), ("", "")):
        kind = "data" if subject else "index"
        key, outer = (DATA, CUSTODY) if subject else (INDEX, CUSTODY)
        commitment = derive(key, "fjcore/v1/commit")
        where = encode(
            b"fjcore/keyctx/v1",
            kind.encode(),
            bytes.fromhex("aa" * 16),
            b"advocacy",
            struct.pack(">I", 1),
            bytes.fromhex(subject),
            compartment.encode(),
            commitment,
        )
        cipher = AESGCM(derive(outer, "fjcore/v1/wrap"))
        yield {
            "kind": kind,
            "vault_id": "aa" * 16,
            "holder_id": "advocacy",
            "epoch": 1,
            "subject_id": subject,
            "compartment": compartment,
            "commitment": commitment.hex(),
            "outer": outer.hex(),
            "key": key.hex(),
            "wrapped": (bytes(12) + cipher.encrypt(bytes(12), key, where)).hex(),
        }


def indexes():
    key = derive(INDEX, "fjcore/v1/index")
    for index_id, normaliser, partition, token in (
        ("person.surname", "name.v1", 0, "smith"),
        ("person.surname", "name.v1", 3, "ortiz"),
        ("person.phone", "phone.v1", 0, "+14065550100"),
    ):
        text = encode(
            b"fjcore/index/v1",
            index_id.encode(),
            normaliser.encode(),
            bytes([partition]),
            token.encode(),
        )
        mac = hmac.digest(key, text, "sha256")
        for bits in (1, 8, 11, 12, 32):
            yield {
                "index_id": index_id,
                "normaliser": normaliser,
                "partition": partition,
                "token": token,
                "mac": mac.hex(),
                "bits": bits,
                "value": int.from_bytes(mac[:4], "big") >> (32 - bits),
            }


def everything():
    return {
        "format": "fjcore/vectors/envelope/1",
        "note": "Fixed nonces and salts are for vectors only. Rules: docs/reference/"
        "envelope.md. Every cell also fails when cut at any length. A negative without "
        "an error may fail by any of them.",
        "keys": {"data": DATA.hex(), "custody": CUSTODY.hex(), "index": INDEX.hex()},
        "commitments": {
            name: derive(key, "fjcore/v1/commit").hex()
            for name, key in (("data", DATA), ("custody", CUSTODY), ("index", INDEX))
        },
        "cells": [
            {"id": name, "place": place, "payload": plain.hex(), "envelope": blob.hex()}
            for name, place, plain, blob in cells()
        ],
        "negative": [
            {
                "id": name,
                "of": cell,
                "place": place,
                "envelope": bytes(blob).hex(),
                "error": error,
            }
            for name, cell, place, blob, error in negatives()
        ],
        "wraps": list(wraps()),
        "indexes": list(indexes()),
    }


if __name__ == "__main__":
    print(json.dumps(everything(), indent=1))
