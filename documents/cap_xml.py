"""The XML below CAP: one alert with one part info, plain texts, nothing that is read from elsewhere."""

from __future__ import annotations

from lxml import etree

from documents.cap import NAMESPACE
from documents.cap_refused import CapRefused

LARGEST = 64 * 1024
_LONGEST = 2000
_PARSER_SETTINGS = {
    "resolve_entities": False, "load_dtd": False, "no_network": True, "dtd_validation": False, "huge_tree": False,
    "remove_comments": True, "remove_pis": True,
}  # fmt: skip


def alert(content: bytes) -> etree._Element:
    if len(content) > LARGEST:
        raise CapRefused("too_large")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise CapRefused("not_xml") from None
    # Before the parser, too: what it does not see it cannot be led to read.
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise CapRefused("doctype")
    try:
        root = etree.fromstring(content, etree.XMLParser(encoding="utf-8", **_PARSER_SETTINGS))  # type: ignore[arg-type]  # the stubs want each by name
    except (etree.XMLSyntaxError, ValueError):
        raise CapRefused("not_xml") from None
    if root.tag != f"{{{NAMESPACE}}}alert":
        raise CapRefused("not_cap")
    return root


def only_info(root: etree._Element) -> etree._Element:
    found = root.findall(f"{{{NAMESPACE}}}info")
    if len(found) != 1:
        raise CapRefused("not_cap")
    return found[0]


def texts(element: etree._Element, must: set[str], may: set[str]) -> dict[str, str]:
    """The element's simple children by name, each once."""
    found: dict[str, str] = {}
    for child in element:
        name = _name(child)
        if name in ("info", "parameter", "area"):
            continue
        if name not in must | may or name in found or len(child) or child.attrib:
            raise CapRefused("field", name[:40] if name in must | may else "")
        found[name] = _text(child, name)
    if missing := sorted(must - found.keys()):
        raise CapRefused("field", missing[0])
    return found


def _name(child: etree._Element) -> str:
    tag = child.tag
    if not isinstance(tag, str) or not tag.startswith(f"{{{NAMESPACE}}}"):
        raise CapRefused("field")
    return tag.removeprefix(f"{{{NAMESPACE}}}")


def _text(child: etree._Element, name: str) -> str:
    text = (child.text or "").strip()
    if not text or len(text) > _LONGEST:
        raise CapRefused("field", name)
    return text
