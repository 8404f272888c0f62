"""A form as a browser would send it: hidden fields, what is written, what is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from tests.unit.gateway.callers import Callers
from tests.unit.gateway.visiting import Visitor, signed_in


class Browser:
    """Somebody who fills in the forms that they are shown."""

    def __init__(self, callers: Callers, person: str) -> None:
        self._visitor: Visitor = signed_in(callers, person)

    def get(self, path: str) -> Any:
        return self._visitor.get(path)

    def form(self, path: str) -> dict[str, str]:
        """The fields of the page's form, as they are when nobody touches them."""
        return fields_of(self.get(path).text)

    def post(self, path: str, fields: Mapping[str, str]) -> Any:
        """Sends exactly these fields."""
        return self._visitor.sent(path, fields)

    def submitted(self, path: str, changes: Mapping[str, str]) -> Any:
        """Opens the page, changes these fields, sends its form."""
        return self.post(path, {**self.form(path), **changes})


def fields_of(page: str) -> dict[str, str]:
    """As `Browser.form`, of a page that is shown."""
    reader = _Fields()
    reader.feed(page)
    return reader.fields


class _Fields(HTMLParser):
    """Reads the fields within `main`; a text area's words come after its tag."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._within, self._area = False, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._within = self._within or tag == "main"
        name, kind = given.get("name", ""), given.get("type", "text")
        if not self._within or not name:
            return
        if tag == "textarea":
            self._area = name
            self.fields[name] = ""
        elif tag == "input" and (kind not in ("radio", "checkbox") or "checked" in given):
            self.fields[name] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
