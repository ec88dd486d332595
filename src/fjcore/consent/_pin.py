"""The pin of the floor: the digest of the rules that this version was released with."""

from __future__ import annotations

#: SHA-256 of the rules in ``law/`` as canonical JSON. It is part of every policy hash;
#: a rule that is changed without it lets nothing leave.
FLOOR_SHA256 = "c920aac5c85caa0a2cf4ec19c82759fa444b3e88d85f7c9af97d358d9eb94897"
