"""An invented photograph: a grey square, with metadata that says where it was taken."""

from __future__ import annotations

import base64
import io

from PIL import Image


def _made() -> bytes:
    picture, exif, written = Image.new("RGB", (64, 64), "grey"), Image.Exif(), io.BytesIO()
    exif[0x010E] = TAKEN
    picture.save(written, "JPEG", exif=exif)
    return written.getvalue()


TAKEN = "taken at 1 Invented Street"
PICTURE = base64.b64encode(_made()).decode()
"""As it is sent."""
