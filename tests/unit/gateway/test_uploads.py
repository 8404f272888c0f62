"""A photograph: what is kept is a picture of ours; what only looks like one, or holds more, is refused or left out."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFile, PngImagePlugin

from contracts.refusals import Refusal
from gateway.uploads import KEPT_SIDE, LARGEST_BYTES, photograph

WORD = b"Quillon"


def picture(kind: str = "JPEG", size: tuple[int, int] = (200, 100), mode: str = "RGB", **more: Any) -> bytes:
    written = io.BytesIO()
    Image.new(mode, size, "red" if mode in ("RGB", "RGBA") else 1).save(written, kind, **more)
    return written.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width: int, height: int, *more: bytes, rows: bytes = b"") -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def with_exif() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010E] = WORD.decode()  # a description
    exif[0x8825] = {1: "N", 2: (51.0, 52.0, 53.0)}  # where it was taken
    return picture("JPEG", (200, 100), exif=exif)


def with_text() -> bytes:
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", WORD.decode())
    text.add_itxt("XML:com.adobe.xmp", WORD.decode())
    return picture("PNG", pnginfo=text)


KEPT = {
    "a JPEG": picture(),
    "a PNG": picture("PNG"),
    "a progressive JPEG": picture(progressive=True),
    "grey": picture(mode="L"),
    "four colours": picture(mode="CMYK"),
    "transparent": picture("PNG", mode="RGBA"),
    "with a palette": picture("PNG", mode="P"),
    "black and white": picture("PNG", mode="1"),
    "16 bits": picture("PNG", mode="I;16"),
    "large": picture(size=(6000, 4000)),
    "with words": with_text(),
    "with where it was taken": with_exif(),
    "with a comment": picture(comment=WORD),
    "with a profile": picture(icc_profile=WORD * 10),
    "with a web page behind it": picture() + b"<script>" + WORD + b"</script>",
    "with an archive behind it": picture("PNG") + b"PK\x03\x04" + WORD * 20,
    "with a web page in front of its end": picture("PNG").replace(b"IEND", b"IEND") + b"<?php " + WORD,
}


@pytest.mark.parametrize("name", KEPT)
def test_of_a_photograph_only_the_picture_is_kept(name: str) -> None:
    kept = photograph(KEPT[name])
    with Image.open(io.BytesIO(kept.content)) as again:
        assert (again.format, again.mode, again.size) == ("JPEG", "RGB", (kept.width, kept.height))
        assert set(again.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert not again.getexif()
    assert WORD not in kept.content and b"Exif" not in kept.content and b"<" + b"script" not in kept.content
    assert kept.content.endswith(b"\xff\xd9")
    assert max(kept.width, kept.height) <= KEPT_SIDE
    assert "content" not in repr(kept)


def test_it_is_turned_as_it_was_taken() -> None:
    kept = photograph(with_exif())
    assert (kept.width, kept.height) == (100, 200)


def test_what_is_kept_is_kept_the_same_again() -> None:
    once = photograph(picture())
    assert photograph(once.content).width == once.width


def animated(kind: str) -> bytes:
    written = io.BytesIO()
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "blue", "green")]
    frames[0].save(written, kind, save_all=True, append_images=frames[1:])
    return written.getvalue()


REFUSED = {
    "nothing": b"",
    "words": WORD,
    "only its beginning": b"\xff\xd8\xff",
    "only its beginning, PNG": b"\x89PNG\r\n\x1a\n",
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "SVG that says it is a JPEG": b"\xff\xd8\xff<svg onload='alert(1)'/>",
    "a web page": b"<!doctype html><script>alert(1)</script>",
    "a PDF": b"%PDF-1.7\n",
    "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\n",
    "a GIF": picture("GIF"),
    "an animated GIF": animated("GIF"),
    "an animated PNG": animated("PNG"),
    "WebP": picture("WEBP"),
    "TIFF": picture("TIFF"),
    "BMP": picture("BMP"),
    "an icon": picture("ICO", (64, 64)),
    "a GIF in front of a JPEG": b"GIF89a" + picture(),
    "a script in front of a JPEG": b"#!/bin/sh\n" + picture(),
    "cut short": picture(size=(500, 500))[:900],
    "cut short, PNG": picture("PNG", (500, 500), mode="RGB")[:60],
    "a bomb: many pixels of nothing": png(60_000, 60_000),
    "a bomb: just over the pixels": png(8_000, 6_000),
    "a bomb: one long line": png(4_000_000_000 % 2**31, 1),
    "a bomb: words that unfold": png(64, 64, chunk(b"zTXt", b"c\x00\x00" + zlib.compress(b"0" * 200_000_000))),
    "a bomb: a profile that unfolds": png(64, 64, chunk(b"iCCP", b"c\x00\x00" + zlib.compress(b"0" * 200_000_000))),
    "too narrow": picture(size=(500, 8)),
    "a dot": picture(size=(1, 1)),
    "no pixels": png(0, 0),
    "a wrong sum": picture("PNG")[:40] + b"\x00\x00\x00\x00" + picture("PNG")[44:],
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_none_is_refused(name: str) -> None:
    with pytest.raises(Refusal) as refused:
        photograph(REFUSED[name])
    assert (refused.value.code, refused.value.details) == ("not_a_photograph", {})


def test_what_another_library_has_set_for_the_whole_process_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as the one that prints documents does
    for name in ("cut short", "cut short, PNG", "a bomb: words that unfold"):
        with pytest.raises(Refusal):
            photograph(REFUSED[name])
    assert ImageFile.LOAD_TRUNCATED_IMAGES


def test_a_file_that_is_too_large_is_not_even_looked_at() -> None:
    with pytest.raises(Refusal) as refused:
        photograph(picture() + b"\x00" * LARGEST_BYTES)
    assert refused.value.code == "too_large"


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.data())
def test_whatever_is_changed_in_a_file_it_is_kept_or_refused(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from([picture(), picture("PNG"), with_exif(), with_text()])))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        assert photograph(bytes(content)).content.startswith(b"\xff\xd8\xff")
    except Refusal as refused:
        assert refused.code == "not_a_photograph"
