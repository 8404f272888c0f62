from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from workbench.new_command import make_plugin


@pytest.fixture
def plugin(tmp_path: Path) -> Path:
    """A new plugin, as the tool makes it: fenshire, in force from 1 November 2026."""
    target = tmp_path / "needfire-fenshire"
    make_plugin(target, "fenshire", "Fenshire County Council", date(2026, 11, 1))
    return target


@pytest.fixture
def edition(plugin: Path) -> Path:
    """Its edition's file."""
    return plugin / "needfire_fenshire" / "editions" / "2026-11-01.yaml"
