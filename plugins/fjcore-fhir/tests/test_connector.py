from __future__ import annotations

import json
import ssl

import pytest
from attrs import evolve
from fjcore_fhir import Config, FHIRFactory, NotDelivered, Partner, to_bundle, to_bytes
from support.bundles import disclosed, full
from support.https_server import Authority, answer, serving, silence

from fjcore.consent import View
from fjcore.records import Case, HumanName, Person

KEY = "fedcba9876543210" * 2
#: Where the token stands.
PLACE = "file:token"
MADE = full(Person(names=(HumanName(text="Maeve Quill", use="legal"),)))


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys")
    ours, other = Authority(folder, "theirs"), Authority(folder, "other")
    (folder / "token").write_text("made-up-token\n")
    roots = ours.root(), other.root()
    return folder, roots, ours.issue("hospital", "127.0.0.1")


@pytest.fixture
def partner(files):
    folder, _, (certificate, key) = files
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / certificate, folder / key)
    with serving(context) as found:
        yield found


def line(files, partner, *, tries=1, timeout=20.0, **said):
    folder, (root, _), _ = files
    one = Partner(
        url=f"https://127.0.0.1:{partner.port}/r4", token=PLACE, authority=root
    )
    partners = {"example_hospital": evolve(one, **said)}
    config = Config(partners=partners, timeout=timeout, tries=tries)
    return FHIRFactory().connect(config, str(folder))


def test_a_bundle_is_put_under_its_id(files, partner):
    """The server should get the Bundle, by name, with the token and the key."""
    got = line(files, partner).send(MADE, KEY)
    ((fields, body),) = partner.requests

    assert to_bytes(to_bundle(MADE)) == body
    assert f"Bundle/{MADE.id}" == got.reference
    assert "application/fhir+json" == fields["content-type"]
    assert "Bearer made-up-token" == fields["authorization"]
    assert json.loads(body)["id"] == MADE.id


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ([answer(422)], "refused_there"),
        ([answer(403)], "refused_there"),
        ([answer(307, Location="https://127.0.0.1:1/r4")], "redirect"),
        ([answer(503), answer(429)], "unanswered"),
    ],
    ids=["invalid", "forbidden", "redirect", "busy"],
)
def test_what_a_server_says_no_to_is_not_delivered(files, partner, answers, code):
    """A server that does not take it should leave no receipt, and one word."""
    partner.answers += answers

    with pytest.raises(NotDelivered) as caught:
        line(files, partner, tries=2).send(MADE, KEY)
    assert code == str(caught.value)
    assert caught.value.__context__ is None
    assert len(answers) == len(partner.requests)


def test_a_silent_server_is_left(files, partner):
    """A server that gives no answer in its time should leave no receipt."""
    partner.answers += [silence(5), silence(5)]

    with pytest.raises(NotDelivered, match=r"^unanswered$") as caught:
        line(files, partner, tries=2, timeout=1.0).send(MADE, KEY)
    assert caught.value.__context__ is None
    assert len(partner.requests) in (1, 2)  # a try may end before it is heard


def test_it_is_tried_again(files, partner):
    """A server that was busy should get the same again."""
    partner.answers.append(answer(503))
    line(files, partner, tries=2).send(MADE, KEY)
    one, two = partner.requests

    assert one == two


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"authority": "other-ca.pem"}, "tls"),
        ({"authority": "no-such.pem"}, "files"),
        ({"token": "file:no-such"}, "files"),
        ({"token": "env:NO_SUCH_TOKEN_OF_ANYBODY"}, "files"),
    ],
    ids=["stranger", "certificate", "file", "environment"],
)
def test_without_trust_nothing_is_sent(files, partner, said, code):
    """A server that cannot be trusted, or no token, should stop it before a byte."""
    with pytest.raises(NotDelivered) as caught:
        line(files, partner, **said).send(MADE, KEY)

    assert code == str(caught.value)
    assert [] == partner.requests


def test_what_is_no_fhir_is_not_sent(files, partner):
    """What may not leave as FHIR, or goes to nobody here, should not be tried."""
    row = Case(owner_agency="rimrock", status="open", opened_on="2026-01-02")
    refused = disclosed({"operations": View.FULL}, row)
    elsewhere = disclosed({}, recipient="example_police")

    for made, code in ((refused, "refused"), (elsewhere, "partner")):
        with pytest.raises(NotDelivered) as caught:
            line(files, partner).send(made, KEY)
        assert code == str(caught.value)
    assert [] == partner.requests


@pytest.mark.parametrize(
    "said",
    [
        {"url": "http://fhir.example.org/r4"},
        {"url": "https://user@fhir.example.org/r4"},
        {"url": "https://fhir.example.org/r4?token=x"},
        {"token": "a-literal-token"},
    ],
    ids=lambda one: next(iter(one.values())),
)
def test_an_unsafe_setting_is_refused(said):
    """An address in clear, or a secret in the site file, should not be taken."""
    sound = {"url": "https://fhir.example.org/r4", "token": "env:T", "authority": "a"}

    with pytest.raises(ValueError, match=r"url|token"):
        Partner(**(sound | said))
    assert Partner(**sound)
