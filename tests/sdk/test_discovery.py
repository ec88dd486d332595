from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from fjcore.errors import (
    DuplicatePlugin,
    IncompatiblePlugin,
    ManifestError,
    MissingPermission,
    PluginError,
    UntrustedPlugin,
)
from fjcore.sdk.discovery import (
    admit,
    candidate,
    clashing,
    scan,
    shared_prefixes,
)
from fjcore.sdk.settings import PluginSettings

from .conftest import manifest_text

FIRE = "raise RuntimeError('plugin code ran')"


def found(name="fjcore-demo"):
    return next(one for one in scan() if one.name == name)


def read(name="fjcore-demo"):
    return candidate(found(name), clashing(scan()))


def test_a_plugin_is_found_without_running_it(install):
    """Looking for plugins and reading their manifests should run no line of them."""
    install(code=FIRE)
    got = read()

    assert got.manifest.ids == "demo"
    assert got.version == "1.2.0"
    assert got.fault is None
    assert "fjcore_demo" not in sys.modules


@pytest.mark.parametrize("text", ["", "api = ", manifest_text(more='extra = "key"')])
def test_d1_a_plugin_without_a_good_manifest_is_refused(install, text):
    """A plugin whose manifest is absent or faulty should not be admitted."""
    install(manifest=text, code=FIRE)
    got = read()

    assert got.manifest is None
    assert got.restrictive
    with pytest.raises(ManifestError, match=r"fjcore-demo 1.2.0"):
        admit(got, PluginSettings())


def test_d2_a_manifest_must_name_its_own_distribution(install):
    """A plugin that bears another one's name should not be admitted."""
    install(manifest=manifest_text("fjcore-other"), code=FIRE)

    with pytest.raises(ManifestError, match=r"fjcore-demo 1.2.0: name"):
        admit(read(), PluginSettings())


def test_d2_a_prefix_belongs_to_one_plugin(install):
    """Two plugins of one prefix should both be named as clashing."""
    install("fjcore-demo", ids="demo")
    install("fjcore-copy", ids="demo")
    install("fjcore-rest", ids="rest")
    every = {n: read(n) for n in ("fjcore-demo", "fjcore-copy", "fjcore-rest")}

    assert {"fjcore-demo", "fjcore-copy"} == shared_prefixes(every)


def test_d3_an_entry_point_belongs_to_one_plugin(install):
    """When two plugins claim one entry point, neither should be admitted."""
    install("fjcore-demo", FIRE)
    install("fjcore-copy", FIRE, entry="fjcore_demo", ids="copy")

    for name in ("fjcore-demo", "fjcore-copy"):
        with pytest.raises(DuplicatePlugin, match=name):
            admit(read(name), PluginSettings())


@pytest.mark.parametrize("requires", [">=99", "<0.1"])
def test_d4_a_plugin_for_another_fjcore_is_refused(install, requires):
    """A plugin that asks for another fjcore should not be admitted."""
    install(requires=requires, code=FIRE)

    with pytest.raises(IncompatiblePlugin, match="requires-fjcore"):
        admit(read(), PluginSettings())


@pytest.mark.parametrize(
    ("text", "fits"), [(">=1.2,<1.3", True), ("~=1.2", True), ("<1.2", False)]
)
def test_d4_the_site_says_which_versions(install, text, fits):
    """A plugin outside the site's range of versions should not be admitted."""
    install(code=FIRE)
    settings = PluginSettings(version=text)

    if fits:
        assert read().manifest == admit(read(), settings)
    else:
        with pytest.raises(IncompatiblePlugin, match=r"fjcore-demo 1.2.0: version"):
            admit(read(), settings)


@pytest.mark.parametrize("ours", [True, False])
def test_a_folder_of_the_same_name(install, tmp_path, monkeypatch, ours):
    """A package that its distribution did not bring should not run in its place."""
    install(code=FIRE)
    elsewhere = tmp_path / "elsewhere" / "fjcore_demo"
    elsewhere.mkdir(parents=True)
    (elsewhere / "__init__.py").write_text(FIRE, "utf-8")
    (elsewhere / "fjcore-plugin.toml").write_text(manifest_text(), "utf-8")
    monkeypatch.syspath_prepend(str(elsewhere.parent))
    if ours:  # as of an editable install
        said = {"url": elsewhere.parent.as_uri(), "dir_info": {"editable": True}}
        info = found().described.metadata().root
        (place,) = Path(info).glob("*.dist-info")
        (place / "direct_url.json").write_text(json.dumps(said), "utf-8")
    got = read()

    assert ours == (got.manifest is not None)
    assert ours or isinstance(got.fault, UntrustedPlugin)
    assert ours or got.restrictive


@pytest.mark.parametrize(
    ("given", "fits"),
    [
        ((), False),
        (("network:other.example.org",), False),
        (("network:files.example.org",), True),
        (("network:files.example.org", "network:other.example.org"), True),
    ],
)
def test_d5_the_site_gives_each_permission(install, given, fits):
    """A permission that the site does not give should keep a plugin out."""
    install(permissions=("network:files.example.org",), code=FIRE)
    settings = PluginSettings(permissions=frozenset(given))

    if fits:
        assert read().manifest == admit(read(), settings)
    else:
        with pytest.raises(MissingPermission, match=r"fjcore-demo 1.2.0"):
            admit(read(), settings)


@pytest.mark.parametrize("module", ["no_such_package", "fjcore.sdk", "os"])
def test_a_package_that_cannot_be_read_without_importing_is_refused(install, module):
    """Only a top-level package of its own should be looked into for a manifest."""
    folder = install(code=FIRE).parent
    entry = folder / "fjcore_demo-1.2.0.dist-info" / "entry_points.txt"
    entry.write_text(f"[fjcore.plugins]\nfjcore-demo = {module}\n")

    with pytest.raises(PluginError, match=r"fjcore-demo 1.2.0"):
        admit(read(), PluginSettings())
