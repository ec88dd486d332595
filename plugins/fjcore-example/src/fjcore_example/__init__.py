"""The smallest plugin: one form, written as data."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

from fjcore.sdk import Form, hookimpl, parse_form

__all__: list[str] = []


@hookimpl
def fjcore_forms() -> Sequence[Form]:
    """Give the form of a first visit."""
    text = files("fjcore_example").joinpath("visit.toml").read_text("utf-8")
    return (parse_form(text, where="visit.toml"),)
