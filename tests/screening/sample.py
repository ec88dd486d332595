"""The sample of published instruments and their known answers."""

from __future__ import annotations

import json
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "vectors" / "screening"
VECTORS = json.loads((FOLDER / "vectors.json").read_text("utf-8"))["vectors"]
DATA = {
    row["id"]: row
    for row in json.loads((FOLDER / "instruments.json").read_text("utf-8"))[
        "instruments"
    ]
}
SHIPPED = tuple(sorted(DATA))
#: Those that were here first: kept results name their hashes.
FIRST = ("hark", "lap-11", "fjcore-strangulation-event")
