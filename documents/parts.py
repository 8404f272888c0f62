"""What a printed message shows besides the message: the parts of its form and the photograph, opened for whoever reads it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Photograph:
    """A picture whose metadata was stripped; `says` is what is read out of it to those who cannot see it."""

    content: bytes = field(repr=False)
    media_type: Literal["image/jpeg", "image/png"] = "image/jpeg"
    says: str = "Photograph of the child"


@dataclass(frozen=True)
class Section:
    """A part of the form: rows of what is asked and what was answered. Opened particulars: keep them nowhere."""

    title: str
    rows: tuple[tuple[str, str], ...] = field(repr=False)
