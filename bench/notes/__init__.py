"""Made-up files and notes to measure recall on. Shares no table with the scrubber."""

from __future__ import annotations
