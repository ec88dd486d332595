"""Timing of fjcore against baselines, in the same run: ``uv run python -m bench``."""
