"""Every fault of a cell and of its keys, over a key service that holds to states."""

from __future__ import annotations

from typing import ClassVar

import pytest
from fjcore_aws_kms import Config, KmsFactory
from services.kms import REGION, Refused, serving
from support.cellfaults import FaultSuite

from fjcore.errors import (
    AccessRefused,
    KeyringDenied,
    KeyringUnreachable,
    KeyUnavailable,
    RootKeyDisabled,
    RootKeyEnding,
    RootKeyMissing,
    Throttled,
)


@pytest.fixture(name="kms", scope="module")
def _kms():
    with pytest.MonkeyPatch.context() as patch, serving() as (service, address):
        patch.setenv("AWS_ACCESS_KEY_ID", "MARKER")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "MARKER")
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        service.address = address
        yield service


class TestService(FaultSuite):
    kinds: ClassVar = {
        "throttled": Throttled,
        "unreachable": KeyringUnreachable,
        "denied": KeyringDenied,
        "disabled": RootKeyDisabled,
        "ending": RootKeyEnding,
        "missing": RootKeyMissing,
        "credentials": AccessRefused,
        "closed": KeyUnavailable,
    }

    @pytest.fixture(autouse=True)
    def _service(self, kms):
        self.kms = kms
        yield
        kms.next = []

    def make(self, folder):
        self.key = self.kms.new_key()
        config = Config(
            key=self.key, region=REGION, endpoint=self.kms.address, attempts=1
        )
        return KmsFactory().connect(config, "")

    def state(self, state):
        self.kms.keys[self.key]["KeyState"] = state

    def answers(self, *faults):
        self.kms.next = list(faults)

    def break_throttled(self, cellar, folder):
        self.answers(Refused("ThrottlingException"))
        return cellar.read

    def break_unreachable(self, cellar, folder):
        self.answers("hang up")
        return cellar.read

    def break_denied(self, cellar, folder):
        self.answers(Refused("AccessDeniedException"))
        return cellar.read

    def break_credentials(self, cellar, folder):
        self.answers(Refused("UnrecognizedClientException"))
        return cellar.read

    def break_disabled(self, cellar, folder):
        self.state("Disabled")
        return cellar.read

    def break_ending(self, cellar, folder):
        self.state("PendingDeletion")
        return cellar.read

    def break_missing(self, cellar, folder):
        self.state("Enabled")
        self.answers(Refused("NotFoundException"))
        return cellar.read

    def break_closed(self, cellar, folder):
        cellar.ring.close()
        return cellar.read
