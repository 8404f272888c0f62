"""What the high risk register tells of a case."""

from __future__ import annotations

from gateway.read_models.folding import Changes

CHANGES: Changes = {}
