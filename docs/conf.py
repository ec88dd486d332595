"""Sphinx configuration; the build runs with -n -W, so every warning is an error."""

from __future__ import annotations

project = "fjcore"
author = "The fjcore maintainers"
copyright = "2026, The fjcore maintainers"  # noqa: A001
extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "fjcore"
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
autodoc_typehints = "none"
autodoc_member_order = "bysource"
add_module_names = False
