"""The pin of the floor: the digest of the rules that this version was released with."""

from __future__ import annotations

#: SHA-256 of the rules in ``law/`` as canonical JSON. It is part of every policy hash;
#: a rule that is changed without it lets nothing leave.
FLOOR_SHA256 = "da4ace3f0f2be694113163a928a539ef2195153a4113e32ab2859e8381874e77"
