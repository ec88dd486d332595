"""Installing a distribution as pip would, into a folder of one test."""

from __future__ import annotations

import base64
import hashlib
import importlib
from pathlib import Path


def install_into(
    root: Path,
    name: str,
    code: str,
    manifest: str,
    *,
    entry: str | None = None,
    module: str | None = None,
    version: str = "1.2.0",
) -> Path:
    """Write a plugin of one module with its metadata; give the module's folder."""
    module = module or name.replace("-", "_")
    files = {f"{module}/__init__.py": code, f"{module}/fjcore-plugin.toml": manifest}
    info = f"{name.replace('-', '_')}-{version}.dist-info"
    files[f"{info}/METADATA"] = (
        f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    )
    files[f"{info}/entry_points.txt"] = (
        f"[fjcore.plugins]\n{entry or name} = {module}\n"
    )
    if not manifest:
        del files[f"{module}/fjcore-plugin.toml"]
    rows = []
    for place, body in files.items():
        path = root / place
        path.parent.mkdir(exist_ok=True)
        path.write_text(body)
        raw = hashlib.sha256(body.encode()).digest()
        digest = base64.urlsafe_b64encode(raw).decode().rstrip("=")
        rows.append(f"{place},sha256={digest},{len(body)}")
    (root / info / "RECORD").write_text("\n".join([*rows, f"{info}/RECORD,,\n"]))
    importlib.invalidate_caches()
    return root / module
