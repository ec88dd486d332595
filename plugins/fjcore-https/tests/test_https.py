from __future__ import annotations

import base64
import hashlib
import re
import ssl
import time
from pathlib import Path

import pytest
from attrs import evolve, frozen
from fjcore_https import Config, HttpsFactory, NotDelivered, Partner
from fjcore_https.config import host_of
from support.https_server import (
    Authority,
    answer,
    broken_off,
    drip,
    serving,
    signing_key,
    silence,
)

ID = "0123456789abcdef" * 2
KEY = "fedcba9876543210" * 2


@frozen
class Parcel:
    """What a connector reads of a Disclosure."""

    id: str = ID
    recipient: str = "example_police"
    sealed: bool = False
    body: bytes = '{"name":"Ana Sample","note":"ñ\\u0000"}'.encode()


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys")
    ours, theirs = Authority(folder, "ours"), Authority(folder, "theirs")
    signing, public = signing_key(folder)
    return {
        "folder": folder,
        "public": public,
        "signing": signing,
        "roots": {"ours": ours.root(), "theirs": theirs.root()},
        "client": ours.issue("center", "center.example.org"),
        "stranger": theirs.issue("stranger", "stranger.example.org"),
        "server": theirs.issue("police", "127.0.0.1"),
        "elsewhere": theirs.issue("elsewhere", "elsewhere.example.org"),
    }


def context_of(files, which="server"):
    folder = files["folder"]
    certificate, key = files[which]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / certificate, folder / key)
    context.load_verify_locations(folder / files["roots"]["ours"])
    context.verify_mode = ssl.CERT_REQUIRED
    return context


@pytest.fixture
def partner(files):
    with serving(context_of(files)) as found:
        yield found


def config(files, port, **said):
    certificate, key = files["client"]
    settings = {
        "partners": {
            "example_police": Partner(
                url=f"https://127.0.0.1:{port}/disclosures",
                authority=files["roots"]["theirs"],
            )
        },
        "certificate": certificate,
        "key": key,
        "signing_key": files["signing"],
        "key_id": "center-2026",
        "timeout": 10.0,
        "tries": 3,
    }
    return Config(**(settings | said))


def line(files, port, **said):
    return HttpsFactory().connect(config(files, port, **said), str(files["folder"]))


def refused(connector, reason, parcel=None):
    with pytest.raises(NotDelivered, match=f"^{reason}$") as caught:
        connector.send(parcel or Parcel(), KEY)
    seen = caught.value
    assert seen.__context__ is None
    assert seen.__cause__ is None


def test_a_disclosure_arrives_byte_for_byte(files, partner):
    """A disclosure should arrive as it was checked, with the partner's reference."""
    partner.answers.append(answer(201, b'{"reference": "case 12"}'))
    receipt = line(files, partner.port).send(Parcel(), KEY)
    fields, body = partner.requests[0]

    assert Parcel().body == body
    assert ("https.post", "case 12") == (receipt.connector, receipt.reference)
    assert receipt.delivered_at.utcoffset() is not None
    assert "application/json" == fields["content-type"]
    assert f'"{KEY}"' == fields["idempotency-key"]
    assert 1 == len(partner.requests)


def test_the_signature_is_that_of_the_standard(files, partner):
    """A partner should be able to check the signature from the RFCs alone."""
    line(files, partner.port).send(Parcel(), KEY)
    fields, body = partner.requests[0]
    given = re.fullmatch(
        r"fjcore=(\((.*)\);created=(\d+);.*)", fields["signature-input"]
    )
    assert given is not None
    known = {
        "@method": "POST",
        "@target-uri": f"https://127.0.0.1:{partner.port}/disclosures",
        **fields,
    }
    names = re.findall(r'"([^"]+)"', given[2])
    base = "".join(f'"{name}": {known[name]}\n' for name in names)
    base += f'"@signature-params": {given[1]}'
    signature = base64.b64decode(fields["signature"].removeprefix("fjcore=:")[:-1])
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()

    files["public"].verify(signature, base.encode())
    assert f"sha-256=:{digest}:" == fields["content-digest"]
    assert {"@method", "@target-uri", "content-digest", "idempotency-key"} == set(names)
    assert abs(time.time() - int(given[3])) < 60
    assert 'keyid="center-2026"' in given[1]


def test_a_sealed_disclosure_says_what_it_is(files, partner):
    """A disclosure that only its recipient can open should not be called JSON."""
    line(files, partner.port).send(Parcel(sealed=True, body=b"FJCB..."), KEY)
    fields, body = partner.requests[0]

    assert "application/vnd.fjcore.bundle" == fields["content-type"]
    assert b"FJCB..." == body


@pytest.mark.parametrize(
    "first",
    [
        answer(503),
        answer(500),
        answer(429),
        broken_off,
    ],
    ids=["503", "500", "429", "broken off"],
)
def test_an_unanswered_try_is_made_again_under_one_key(files, partner, first):
    """A try without an answer should be made again, and be kept once."""
    partner.answers += [first, answer(200, b'{"reference": "twice"}')]
    receipt = line(files, partner.port).send(Parcel(), KEY)

    assert "twice" == receipt.reference
    assert 2 == len(partner.requests)
    assert {f'"{KEY}"': Parcel().body} == partner.kept


def test_a_try_in_silence_is_made_again(files, partner):
    """A try that gets no answer in its time should be made again, and be kept once."""
    partner.answers += [silence(5), answer(200, b'{"reference": "twice"}')]
    receipt = line(files, partner.port, timeout=1.0, tries=10).send(Parcel(), KEY)

    assert receipt.reference in (KEY, "twice")
    assert 2 <= len(partner.requests)
    assert {f'"{KEY}"': Parcel().body} == partner.kept


def test_tries_end(files, partner):
    """A partner that never answers should be left after the last try."""
    partner.answers += [answer(503)] * 9
    refused(line(files, partner.port, tries=2), "unanswered")

    assert 2 == len(partner.requests)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (answer(400), "refused"),
        (answer(403, b"you may not"), "refused"),
        (answer(409), "refused"),
        (answer(302, Location="https://elsewhere.example.org/"), "redirect"),
        (answer(308, Location="/other"), "redirect"),
        (answer(200, b"<html>"), "answer"),
        (answer(200, b"[1]"), "answer"),
        (answer(200, b'{"reference": 5}'), "answer"),
        (answer(200, b'{"reference": ""}'), "answer"),
        (answer(200, b'{"reference": "a\\nb"}'), "answer"),
        (answer(200, b'{"reference": "' + b"x" * 201 + b'"}'), "answer"),
        (answer(200, b"[" * 50_000), "answer"),
        (answer(200, b" " * (65 << 10)), "answer"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_answer_that_is_none_is_not_tried_again(files, partner, given, reason):
    """What a partner has said no to, or answered oddly, should be sent once."""
    partner.answers.append(given)
    refused(line(files, partner.port), reason)

    assert 1 == len(partner.requests)


def test_an_answer_in_drops_ends_in_its_time(files, partner):
    """An answer that never ends should be left when its time is up, and sent once."""
    partner.answers.append(drip(60))
    began = time.monotonic()
    refused(line(files, partner.port, timeout=2.0), "answer")

    assert 1 == len(partner.requests)
    assert time.monotonic() - began < 30


@pytest.mark.parametrize("said", [b"", b"  ", b"{}"])
def test_without_a_reference_the_key_is_one(files, partner, said):
    """A partner that gives no reference should be known by the key."""
    partner.answers.append(answer(200, said))

    assert KEY == line(files, partner.port).send(Parcel(), KEY).reference


def test_a_server_of_another_authority_gets_nothing(files, partner):
    """A server whose certificate is not of the named authority should get nothing."""
    settings = config(files, partner.port)
    other = evolve(
        settings.partners["example_police"], authority=files["roots"]["ours"]
    )
    refused(line(files, partner.port, partners={"example_police": other}), "tls")

    assert [] == partner.requests


def test_a_server_of_another_name_gets_nothing(files):
    """A server with another's certificate should get nothing."""
    with serving(context_of(files, "elsewhere")) as partner:
        refused(line(files, partner.port), "tls")

        assert [] == partner.requests


def test_a_client_that_the_partner_does_not_know_is_refused(files, partner):
    """A holder with a certificate of a stranger should not get through."""
    certificate, key = files["stranger"]
    refused(
        line(files, partner.port, certificate=certificate, key=key, tries=1),
        "unanswered",
    )

    assert [] == partner.requests


def test_nobody_there(files, partner):
    """A port where nobody listens should be unanswered."""
    with serving(context_of(files)) as gone:
        port = gone.port
    refused(line(files, port, tries=1), "unanswered")


def test_another_agency_has_no_address(files, partner):
    """A disclosure for an agency without an address here should go nowhere."""
    refused(line(files, partner.port), "partner", Parcel(recipient="court"))

    assert [] == partner.requests


@pytest.mark.parametrize("which", ["certificate", "key", "signing_key", "authority"])
@pytest.mark.parametrize("fault", ["absent", "garbled", "open"])
def test_a_bad_key_file_sends_nothing(files, partner, tmp_path, which, fault):
    """Keys that are absent, garbled or open to others should send nothing."""
    for path in files["folder"].iterdir():
        (tmp_path / path.name).touch(mode=0o600)
        (tmp_path / path.name).write_bytes(path.read_bytes())
    settings = config(files, partner.port)
    name = (
        settings.partners["example_police"].authority
        if which == "authority"
        else getattr(settings, which)
    )
    spoil(tmp_path / name, fault)
    connector = HttpsFactory().connect(settings, str(tmp_path))
    if fault == "open" and which in ("certificate", "authority"):
        assert KEY == connector.send(Parcel(), KEY).reference
        return
    refused(connector, "files")

    assert [] == partner.requests


def spoil(path: Path, fault: str) -> None:
    if fault == "absent":
        path.unlink()
    elif fault == "garbled":
        path.write_bytes(b"-----BEGIN NONSENSE-----\nabc\n")
    else:
        path.chmod(0o644)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://records.example.org/in", "records.example.org"),
        ("https://records.example.org:443/in", "records.example.org"),
        ("https://Records.Example.org:8443", "records.example.org:8443"),
        ("http://records.example.org/in", ""),
        ("https://user:word@records.example.org/in", ""),
        ("https://records.example.org/in?name=Ana", ""),
        ("https://records.example.org/in#part", ""),
        ("https://records.example.org/#", ""),
        ("https:///in", ""),
        ("https://records.example.org:99999/", ""),
        ("file:///etc/hosts", ""),
        ("", ""),
    ],
)
def test_where_it_may_post(url, host):
    """An address should be plain https, with nothing in it that logs would keep."""
    assert host == host_of(url)
    if host:
        assert url == Partner(url=url, authority="ca.pem").url
        return
    with pytest.raises(ValueError, match="url"):
        Partner(url=url, authority="ca.pem")


@pytest.mark.parametrize(
    "said", [{"timeout": 0}, {"timeout": 301}, {"tries": 0}, {"tries": 11}]
)
def test_settings_within_bounds(files, said):
    """Settings that would wait or try without end should be refused."""
    with pytest.raises(ValueError, match=r"seconds|tries"):
        config(files, 1, **said)
