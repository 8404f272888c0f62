"""From a contract's marshmallow schema to the JSON Schema that is published."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import Schema

from contracts.schema import LONGEST_TEXT, schema_of

OPENAPI_VERSION = "3.1.0"


def name_of(schema: Schema | type[Schema]) -> str:
    """A contract's schema goes by the contract's name."""
    kind = schema if isinstance(schema, type) else type(schema)
    return kind.__name__


def specification(
    title: str, version: str, limited: Callable[[str], bool], **more: Any
) -> tuple[APISpec, MarshmallowPlugin]:
    """An empty document, and the plugin that fills it with schemas.

    `limited` says of a contract's name whether its texts are held to their length, as those are that are read.
    """
    plugin = MarshmallowPlugin(schema_name_resolver=name_of)
    document = APISpec(title, version, OPENAPI_VERSION, plugins=[plugin], **more)

    def length(_converter: Any, field: Any, **_: Any) -> dict[str, Any]:
        if type(field).__name__ != "_ShortString" or not limited(name_of(field.root)):
            return {}
        return {"maxLength": field.metadata.get("longest", LONGEST_TEXT)}

    _converter_of(plugin).add_attribute_function(length)
    return document, plugin


def _converter_of(plugin: MarshmallowPlugin) -> Any:
    """Known to the plugin since the document was given to it; its methods have no types."""
    return plugin.converter


def reference(plugin: MarshmallowPlugin, contract: type) -> Any:
    """A reference to the contract's schema, which is put into the document if it is not there."""
    return _converter_of(plugin).resolve_nested_schema(schema_of(contract))


def json_schema(contract: type) -> dict[str, Any]:
    """The contract alone: a JSON Schema (2020-12) that refers to nothing outside itself."""
    document, plugin = specification("", "", lambda _name: True)
    reference(plugin, contract)
    schemas: dict[str, Any] = _moved(document.to_dict()["components"]["schemas"])
    own: dict[str, Any] = schemas.pop(name_of(schema_of(contract)))
    below = {"$defs": dict(sorted(schemas.items()))} if schemas else {}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": contract.__name__,
        "description": " ".join((contract.__doc__ or "").split()),
        **own,
        **below,
    }


def _moved(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _moved(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_moved(each) for each in value]
    return value.replace("#/components/schemas/", "#/$defs/") if isinstance(value, str) else value
