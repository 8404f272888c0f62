"""Secrets that two deployments share, in a file: by whom each is shared with, the newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml


def secrets_in(file: Path | None) -> Mapping[str, Sequence[str]]:
    """By name, such as `{LUT: [whsec_…]}`; none where there is no file."""
    return dict(yaml.safe_load(file.read_text("utf-8"))) if file else {}
