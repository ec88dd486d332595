"""Each plugin of the repository, installed alone where nothing else of it is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

SITE = """
[holder]
agency = "rimrock"
kind = "vsp_advocate"
name = "Rimrock Advocates"
unit = "advocacy"
regimes = ["vawa"]
state = "US-MT"
tz = "America/Denver"
"""

#: What a site would write for each plugin, beside whether it is switched on.
SETTINGS = {
    "fjcore-aws-kms": """
permissions = ["holds-keys", "network:*.amazonaws.com"]
config = { key = "alias/center", region = "us-west-2" }
""",
    "fjcore-billings": 'adopts = ["billings.police"]',
    "fjcore-example": "",
    "fjcore-fhir": """
permissions = ["network:fhir.hospital.example.org"]
[plugins.fjcore-fhir.config.partners.example_hospital]
url = "https://fhir.hospital.example.org/r4"
token = "env:EXAMPLE_HOSPITAL_TOKEN"
authority = "keys/hospital-ca.pem"
""",
    "fjcore-filedrop": 'config = { root = "outbox" }',
    "fjcore-hmis": 'permissions = ["aggregate"]',
    "fjcore-https": """
permissions = ["network:records.police.example.org"]
[plugins.fjcore-https.config]
certificate = "keys/center.pem"
key = "keys/center.key"
signing_key = "keys/signing.pem"
key_id = "example-shelter-2026"
[plugins.fjcore-https.config.partners.example_police]
url = "https://records.police.example.org/disclosures"
authority = "keys/police-ca.pem"
""",
    "fjcore-pkcs11": """
permissions = ["holds-keys"]
config = { module = "/usr/lib/p11.so", token = "center", key = "r", pin = "env:PIN" }
""",
    "fjcore-sftp": """
permissions = ["network:files.example.org"]
[plugins.fjcore-sftp.config]
key = "keys/center_ed25519"
[plugins.fjcore-sftp.config.partners.example_police]
host = "files.example.org"
user = "shelter"
host_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEXAMPLE"
""",
}

PROBE = """
import sys
from pathlib import Path
from fjcore.sdk import Registry, Site
text = Path(sys.argv[1]).read_text("utf-8")
report = Registry.build(Site.parse(text, ".")).report
print(*(f"{row.name}={row.state}" for row in report))
"""


def run(*words: object, folder: Path) -> str:
    """Run a program, away from this repository, and give what it printed."""
    gone = ("PYTHONPATH", "UV_PROJECT", "VIRTUAL_ENV")
    kept = {name: text for name, text in os.environ.items() if name not in gone}
    done = subprocess.run(
        [str(one) for one in words],
        cwd=folder,
        env=kept,
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )

    assert 0 == done.returncode, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the library and every plugin, once."""
    out = tmp_path_factory.mktemp("wheels")
    run("uv", "build", "--wheel", "--all-packages", "-q", "-o", out, folder=ROOT)
    return out


@pytest.mark.nightly
def test_every_plugin_is_tried(wheels: Path) -> None:
    """No plugin that a site can name should be left out of these tests."""
    manifests = ROOT.glob("plugins/*/src/*/fjcore-plugin.toml")

    assert {path.parents[2].name for path in manifests} == SETTINGS.keys()
    assert len(list(wheels.glob("fjcore_*.whl"))) >= len(SETTINGS)


@pytest.mark.nightly
@pytest.mark.parametrize("name", sorted(SETTINGS))
def test_a_wheel_alone_comes_and_goes(wheels: Path, tmp_path: Path, name: str) -> None:
    """Installed alone, it should come, go, and come again after a restart."""
    python = tmp_path / "env" / "bin" / "python"
    (own,) = wheels.glob(f"{name.replace('-', '_')}-*.whl")
    (core,) = wheels.glob("fjcore-*.whl")
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    run("uv", "venv", "-q", "--python", version, "env", folder=tmp_path)
    run("uv", "pip", "install", "-q", "--python", python, core, own, folder=tmp_path)
    found = []
    for enabled in ("true", "false", "true"):
        table = f"[plugins.{name}]\nenabled = {enabled}\n{SETTINGS[name]}"
        (tmp_path / "site.toml").write_text(f"{SITE}\n{table}")
        found.append(run(python, "-c", PROBE, "site.toml", folder=tmp_path))

    assert [f"{name}=enabled", f"{name}=off", f"{name}=enabled"] == found
