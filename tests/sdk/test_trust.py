from __future__ import annotations

import json

import pytest

from fjcore.errors import UntrustedPlugin
from fjcore.sdk.discovery import admit, candidate, clashing, scan
from fjcore.sdk.settings import PluginSettings
from fjcore.sdk.trust import digest_of


def read():
    found = next(one for one in scan() if one.name == "fjcore-demo")
    return candidate(found, clashing(scan()))


def digest():
    one = read()
    return digest_of(one.found.distribution, one.package)


def pinned(text, **more):
    return admit(read(), PluginSettings(digest=text, **more))


def make_editable(folder):
    text = json.dumps({"url": "file:///x", "dir_info": {"editable": True}})
    (folder.parent / "fjcore_demo-1.2.0.dist-info/direct_url.json").write_text(text)


def test_d6_an_unchanged_plugin_keeps_its_digest(install):
    """A plugin should be admitted as long as its files are the pinned ones."""
    folder = install(code="ANSWER = 1")
    pin = digest()
    cache = folder / "__pycache__"
    cache.mkdir()
    (cache / "x.pyc").write_bytes(b"compiled here")

    assert pin == digest()
    assert read().manifest == pinned(pin)


def test_d6_a_changed_file_is_refused(install):
    """One changed byte of code should keep a pinned plugin out."""
    folder = install(code="ANSWER = 1")
    pin = digest()
    (folder / "__init__.py").write_text("ANSWER = 2")

    with pytest.raises(UntrustedPlugin, match=r"fjcore-demo 1.2.0: digest"):
        pinned(pin)


@pytest.mark.parametrize("name", ["extra.py", "native.so", "deep/x.py", "x.pyc"])
def test_d6_an_added_file_is_refused(install, name):
    """A file that the release did not bring should keep a pinned plugin out."""
    folder = install(code="ANSWER = 1")
    pin = digest()
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("")

    with pytest.raises(UntrustedPlugin, match="fjcore-demo"):
        pinned(pin)


def test_d6_an_absent_file_is_refused(install):
    """A file missing from the release should keep a pinned plugin out."""
    folder = install(code="ANSWER = 1")
    pin = digest()
    record = folder.parent / "fjcore_demo-1.2.0.dist-info" / "RECORD"
    record.write_text(record.read_text() + "fjcore_demo/lost.py,,\n")

    with pytest.raises(UntrustedPlugin, match=r"fjcore-demo 1.2.0: file"):
        pinned(pin)


def test_d6_an_editable_install_refuses_a_pin(install):
    """An editable plugin should be pinned only when the site says so."""
    folder = install(code="ANSWER = 1")
    make_editable(folder)
    pin = digest()

    with pytest.raises(UntrustedPlugin, match="editable"):
        pinned(pin)
    assert read().manifest == pinned(pin, allow_editable=True)


def test_d6_an_editable_install_is_compared_too(install):
    """Allowing an editable install should not switch its pin off."""
    folder = install(code="ANSWER = 1")
    make_editable(folder)
    pin = digest()
    (folder / "__init__.py").write_text("ANSWER = 2")

    with pytest.raises(UntrustedPlugin, match="digest"):
        pinned(pin, allow_editable=True)


def test_d6_a_linked_folder_is_refused(install, tmp_path):
    """Code that a link brings into the package should keep a pinned plugin out."""
    folder = install(code="ANSWER = 1")
    pin = digest()
    (tmp_path / "elsewhere").mkdir()
    (folder / "more").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(UntrustedPlugin, match=r"fjcore-demo 1.2.0: unlisted file"):
        pinned(pin)


def test_d6_files_may_be_links(install, tmp_path):
    """An installer that links each file should leave the digest as it was."""
    folder = install(code="ANSWER = 1")
    pin = digest()
    kept = tmp_path / "kept.py"
    (folder / "__init__.py").rename(kept)
    (folder / "__init__.py").symlink_to(kept)

    assert pin == digest()
