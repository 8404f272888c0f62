"""The PDF of a message: tagged, readable as text, marked when it is an exercise, and the same to the byte."""

from __future__ import annotations

from base64 import b64decode
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from documents.page import page
from documents.parts import Photograph, Section
from documents.pdf import pdf
from tests.unit.documents.messages import INITIAL, drill, message

DOT = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
CHILD = Section("The child", (("Name", "Alex Quillon (invented)"), ("Description", "Blue <b>coat</b>")))


@pytest.fixture(scope="module")
def printed() -> bytes:
    return pdf(page(INITIAL, (CHILD,), Photograph(DOT, "image/png")), INITIAL.message_id)


def test_it_is_tagged_and_says_its_language_and_title(printed: bytes) -> None:
    document = PdfReader(BytesIO(printed))
    root: Any = document.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert document.metadata and document.metadata.title == "Initial alert: national alert alert-1"
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_it_is_the_same_to_the_byte(printed: bytes) -> None:
    assert printed == pdf(page(INITIAL, (CHILD,), Photograph(DOT, "image/png")), INITIAL.message_id)


def test_it_reads_as_text_in_its_order(printed: bytes) -> None:
    text = "\n".join(each.extract_text() for each in PdfReader(BytesIO(printed)).pages)
    in_order = ("Initial alert: national alert", "Kent County Council", "Alex Quillon (invented)", "Blue <b>coat</b>")
    assert [text.index(each) for each in in_order] == sorted(text.index(each) for each in in_order)
    assert "KEN23-NA-2" in text


def test_an_exercise_is_marked_first_and_on_every_page() -> None:
    made = page(drill("found"))
    assert made.index("EXERCISE. Nobody is missing") < made.index("<h1>EXERCISE")
    assert 'content: "EXERCISE"' in made
    assert "EXERCISE" not in page(message("found"))


def test_what_ends_asks_for_no_search() -> None:
    assert "Search your records" in page(message("update"))
    assert "Search your records" not in page(message("de_alert"))


def test_it_fetches_nothing() -> None:
    harmful = page(INITIAL).replace("<h1>", '<img src="file:///etc/hostname" alt=""><h1>')
    assert pdf(harmful, "x").startswith(b"%PDF")
    with_nothing = page(INITIAL).replace("<h1>", '<img src="https://nowhere.example/x.png" alt=""><h1>')
    assert pdf(with_nothing, "x").startswith(b"%PDF")


def test_a_photograph_is_read_out() -> None:
    assert 'alt="Photograph of the child"' in page(INITIAL, (), Photograph(DOT, "image/png"))
    assert "<img" not in page(INITIAL)
