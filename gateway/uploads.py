"""A photograph that somebody uploads: what is kept is never what was sent, but its pixels, written anew.

So what else a file can hold (where it was taken, a second file inside, a script, an animation) is not kept, and what
only looks like a picture is refused before it is decoded.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

from PIL import Image, ImageFile, ImageOps

from contracts.refusals import Refusal

LARGEST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 40_000_000
SMALLEST_SIDE, LONGEST_SIDE = 32, 12_000
KEPT_SIDE = 1600
"""Pixels of the longer side, at most, of what is kept: enough to know a face by."""
_QUALITY = 85
_ONE_AT_A_TIME = Lock()
_BEGINNINGS: Mapping[str, bytes] = {"JPEG": b"\xff\xd8\xff", "PNG": b"\x89PNG\r\n\x1a\n"}


@dataclass(frozen=True)
class Photograph:
    """A JPEG of ours, without anything but the picture."""

    content: bytes = field(repr=False)
    width: int
    height: int


def photograph(content: bytes) -> Photograph:
    """What is kept of an upload. Raises Refusal `too_large`, `not_a_photograph`; neither says what was in it."""
    if len(content) > LARGEST_BYTES:
        raise Refusal("too_large", {"largest_bytes": LARGEST_BYTES})
    kind = next((name for name, beginning in _BEGINNINGS.items() if content.startswith(beginning)), None)
    if kind is None:
        raise Refusal("not_a_photograph")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a picture that Pillow warns of is none that we decode
            with _whole_files_only(), Image.open(io.BytesIO(content), formats=[kind]) as opened:
                _check_measures(opened)
                return _written_anew(opened)
    except Refusal:
        raise
    except (
        OSError,
        ValueError,
        SyntaxError,
        ArithmeticError,
        LookupError,
        TypeError,
        Warning,
        Image.DecompressionBombError,
    ):
        raise Refusal("not_a_photograph") from None


@contextmanager
def _whole_files_only() -> Iterator[None]:
    """What is cut short, or unfolds without end, is an error, whatever another library has set for the whole process."""
    with _ONE_AT_A_TIME:
        before = ImageFile.LOAD_TRUNCATED_IMAGES
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _check_measures(opened: Image.Image) -> None:
    """Before anything is decoded: of what the file says of itself."""
    sides = opened.size
    still = getattr(opened, "n_frames", 1) == 1
    if not still or min(sides) < SMALLEST_SIDE or max(sides) > LONGEST_SIDE or sides[0] * sides[1] > MOST_PIXELS:
        raise Refusal("not_a_photograph")


def _written_anew(opened: Image.Image) -> Photograph:
    """Turned as it was taken, on white where it was transparent, in plain colours, without any of its words."""
    opened.draft("RGB", (KEPT_SIDE, KEPT_SIDE))
    opened.load()
    upright = ImageOps.exif_transpose(opened)
    upright.thumbnail((KEPT_SIDE, KEPT_SIDE))
    whole = upright.convert("RGBA")
    plain = Image.new("RGB", whole.size, "white")
    plain.paste(whole, mask=whole.getchannel("A"))
    written = io.BytesIO()
    plain.save(written, "JPEG", quality=_QUALITY)
    return Photograph(written.getvalue(), *plain.size)
