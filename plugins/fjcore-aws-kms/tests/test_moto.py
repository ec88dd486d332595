"""The keyring over KMS, held to the suite on moto: a double that others made.

Moto does not hold to the states of keys; the tests beside this one have a double that
does.
"""

from __future__ import annotations

import boto3
import pytest
from fjcore_aws_kms import Config, KmsFactory
from moto.server import ThreadedMotoServer

from fjcore.sdk import SecretBytes
from fjcore.testing.keyrings import KeyringSuite, context_of

REGION = "us-west-2"
KEY = SecretBytes(b"k" * 32)


@pytest.fixture(name="moto", scope="module", autouse=True)
def _moto():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "made-up")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "made-up")
        server.start()
        host, port = server.get_host_and_port()
        address = f"http://{host}:{port}"
        client = boto3.session.Session().client(
            "kms", region_name=REGION, endpoint_url=address
        )
        yield address, lambda: client.create_key()["KeyMetadata"]["Arn"]
        client.close()
        server.stop()


def opened(address, key, **said):
    config = Config(key=key, region=REGION, endpoint=address, **said)
    return KmsFactory().connect(config, "")


class TestMoto(KeyringSuite):
    @pytest.fixture(autouse=True)
    def _address(self, moto):
        self.address, self.new_key = moto

    def make(self, folder):
        self.key = self.new_key()
        return opened(self.address, self.key)

    def again(self, folder):
        return opened(self.address, self.key)

    def other(self, folder):
        return opened(self.address, self.new_key())


def test_moved_inside_the_service(moto):
    """A wrap should move to the key in use without its key leaving the service."""
    address, new_key = moto
    first, context = new_key(), context_of(KEY)
    ring = opened(address, first)
    wrapped = ring.wrap(KEY, context)
    ring.close()
    second = new_key()
    ring = opened(address, second, earlier=(first,))
    moved = ring.rewrap(wrapped, context)

    assert (first, second) == (wrapped.ref, moved.ref)
    assert KEY == ring.unwrap(moved, context)
    ring.close()
