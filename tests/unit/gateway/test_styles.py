"""What the style sheet takes out of sight: never what somebody has to fill in or press."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from cssselect2 import ElementWrapper, compile_selector_list
from lxml import html
from tinycss2 import parse_blocks_contents, parse_rule_list, parse_stylesheet

from tests.unit.casework.authorities import real
from tests.unit.gateway.house import House
from tests.unit.gateway.raising import begun, draft_of
from tests.unit.gateway.visiting import signed_in

STYLES = Path(__file__).parents[3] / "gateway" / "web" / "static" / "needfire.css"
PAGES = (
    "area",
    "facts.subject_kind",
    "facts.happened",
    "facts.legal_status",
    "facts.missing_since",
    "particulars.name",
)
CONTROLS = "descendant-or-self::*[self::input[not(@type='hidden')] or self::select or self::textarea or self::button]"


def _rules(nodes: Iterable[Any]) -> Iterator[Any]:
    """Every rule for a screen."""
    for node in nodes:
        if node.type == "qualified-rule":
            yield node
        elif node.type == "at-rule" and node.content and "print" not in "".join(t.serialize() for t in node.prelude):
            yield from _rules(parse_rule_list(node.content, skip_whitespace=True, skip_comments=True))


def _out_of_sight(rule: Any) -> bool:
    declared = {each.name for each in parse_blocks_contents(rule.content) if each.type == "declaration"}
    return "clip-path" in declared


def hidden() -> list[Any]:
    """The selectors of what is there for those alone who do not see the page."""
    sheet = parse_stylesheet(STYLES.read_text("utf-8"), skip_whitespace=True, skip_comments=True)
    rules = [rule for rule in _rules(sheet) if _out_of_sight(rule)]
    return [selector for rule in rules for selector in compile_selector_list(rule.prelude)]


def lost(page: str) -> list[str]:
    """The names of controls that nobody sees."""
    return [one.get("name") for each in _matched(page) for one in each.etree_element.xpath(CONTROLS)]


def _matched(page: str) -> list[Any]:
    selectors, root = hidden(), ElementWrapper.from_html_root(html.document_fromstring(page))
    return [each for each in root.iter_subtree() if any(selector.test(each) for selector in selectors)]


def test_on_a_page_that_asks_one_thing_only_what_repeats_its_heading_is_out_of_sight(tmp_path: Path) -> None:
    with House(tmp_path, real("kent")).open() as callers:
        worker = signed_in(callers, "kent-social-worker")
        draft = draft_of(begun(worker))
        pages = {name: worker.get(f"{draft}/{name}").text for name in PAGES}
    assert {name: lost(page) for name, page in pages.items() if lost(page)} == {}
    assert "legend" in {each.local_name for each in _matched(pages["facts.legal_status"])}
