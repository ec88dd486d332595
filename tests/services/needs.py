"""What a test needs beside Python packages, where it cannot be had or does not work."""

from __future__ import annotations


class ServiceMissing(RuntimeError):
    """It could not be found or fetched; the text says how to get it."""


class ServiceBroken(RuntimeError):
    """It is there, and does not work; the text says what it told."""
