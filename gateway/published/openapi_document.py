"""The OpenAPI 3.1 document, from the operations' table and the contracts."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin

import contracts
from contracts.gateway_answers import Problem
from contracts.refusals import REFUSALS
from contracts.schema import schema_of
from gateway.api.operation import Operation, Query, Streamed
from gateway.api.operations import OPERATIONS
from gateway.identity.machines import PATH as TOKEN_PATH
from gateway.identity.scopes import SCOPES
from gateway.published.schemas import reference, specification

VERSION = "1"
DESCRIPTION = (
    "Raise a concern, get it to those who must know, keep every deadline, and ask why of anything. Who may see and do what "
    "comes from the authority's directory and procedure: what you may not see does not exist for you. Times are answered in "
    "UTC; facts never identify a person, particulars do and are sealed before they leave the gateway."
)
PATH_SAYS = {
    "person": "Whom cases are about: `person-…`, found by their name.",
    "notification_id": "The notification's id.",
    "alert_id": "The national alert's id.",
    "exercise_id": "The exercise's id.",
    "custodian": "The body's code, such as KEN.",
    "change_id": "The change's id.",
    "proof_id": "The test message's id.",
    "received_id": "The copy's id.",
    "sender": "Who sends it, as its messages name it, such as kent@needfire.kent.example.",
    "message_id": "The message's id: the alert's or exercise's, and its number.",
    "assessment_id": "The assessment's id.",
    "action_id": "The id of an action of the plan.",
    "change": "The number of the change that was asked for.",
    "meeting_id": "The id of a meeting of the group.",
    "delivery_id": "The delivery's id.",
    "subscription_id": "The subscription's id.",
    "resource_id": "The resource's id.",
    "share_id": "The share's id.",
    "concern_id": "The concern's id.",
    "task_id": "The task's id.",
    "notice_id": "The notice's id.",
    "duty_id": "The duty's id.",
    "code": "The authority's code, such as kent.",
    "edition": "The edition's name, such as 2023-12.",
    "earlier": "The edition that it is compared with.",
    "text": "A text of an export, as the export has it: `notification-…@1.0`.",
    "name": "What the text is, as the export has it, such as account.",
    "report_id": "The report's id in the procedure.",
    "filter_id": "The filter, as your list of filters names it.",
}
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": (
        "Of your choice, new for each new request: sent again with the same content it gets the same answer and does nothing "
        "twice; with other content it is refused (command_id_reused)."
    ),
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": (
        "The ETag of the notification or concern as you read it: what has changed since is not changed by you (not_as_seen)."
    ),
    "schema": {"type": "string", "maxLength": 204},
}
IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The ETag of the answer that you have: it is then not sent again (304).",
    "schema": {"type": "string"},
}
QUERY_SCHEMAS = {
    "number": {"type": "integer", "minimum": 0},
    "text": {"type": "string"},
    "moment": {"type": "string", "format": "date-time"},
}
PEOPLE = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": "An access token of the identity provider of the person's authority.",
}
MACHINES = {
    "type": "oauth2",
    "description": "A token of five minutes for an agency's machine, by a signed assertion (private_key_jwt) or a certificate.",
    "flows": {"clientCredentials": {"tokenUrl": TOKEN_PATH, "scopes": dict(SCOPES)}},
}
EVERY = ("malformed", "internal", "service_unavailable")
SIGNED_IN = ("unauthenticated", "not_permitted", "unknown_authority", "authority_stopped")
WITH_BODY = ("not_json", "wrong_content_type", "too_large", "too_slow")
COMMANDS = ("command_id_reused", "not_as_seen")
OF_AGENCIES = ("too_many_requests",)
WITH_PARTICULARS = ("particulars_refused",)


@cache
def openapi_document() -> dict[str, Any]:
    """The document as JSON types; always the same for the same contracts."""
    requests = {each.request.__name__ for each in OPERATIONS if each.request}
    document, plugin = specification(
        "Needfire",
        VERSION,
        lambda name: name in requests or name in ("Particulars", "LeftOut"),
        info={"description": DESCRIPTION, "license": {"name": "MIT", "identifier": "MIT"}},
        servers=[{"url": "/"}],
        tags=[{"name": tag} for tag in dict.fromkeys(each.tag for each in OPERATIONS)],
    )
    document.components.security_scheme("token", PEOPLE)
    document.components.security_scheme("agency", MACHINES)
    for operation in OPERATIONS:
        document.path(operation.path, operations={operation.method.lower(): _operation(operation, plugin)})
    return _described(document)


def _described(document: APISpec) -> dict[str, Any]:
    told: dict[str, Any] = document.to_dict()
    documented = _contracts()
    schemas = told["components"]["schemas"]
    for name, schema in schemas.items():
        contract = documented.get(name)
        if contract is not None and contract.__doc__:
            schema["description"] = " ".join(contract.__doc__.split())
    told["components"]["schemas"] = dict(sorted(schemas.items()))
    return told


def _contracts() -> dict[str, type]:
    of_gateway = [each.name for each in pkgutil.iter_modules(contracts.__path__) if each.name.startswith("gateway")]
    modules = [importlib.import_module(f"contracts.{each}") for each in ("intake", *of_gateway)]
    return {name: each for module in modules for name, each in vars(module).items() if isinstance(each, type)}


def _operation(operation: Operation, plugin: MarshmallowPlugin) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "description": " ".join((operation.handler.__doc__ or "").split()),
        "tags": [operation.tag],
        "parameters": list(_parameters(operation)),
        "responses": dict(_responses(operation, plugin)),
        "security": _security(operation),
    }
    if operation.deprecated:
        described["deprecated"] = True
    if operation.request:
        described["requestBody"] = {
            "required": bool(_required(operation.request)),
            "content": {"application/json": {"schema": reference(plugin, operation.request)}},
        }
    return described


def _security(operation: Operation) -> list[dict[str, list[str]]]:
    if operation.is_public:
        return []
    return [{"agency": [operation.scope]}] if operation.scope else [{"token": []}]


def _required(contract: type) -> list[str]:
    return [name for name, field in schema_of(contract).fields.items() if field.required]


def _parameters(operation: Operation) -> Iterator[dict[str, Any]]:
    for name in re.findall(r"\{(\w+)\}", operation.path):
        yield {
            "name": name,
            "in": "path",
            "required": True,
            "description": PATH_SAYS[name],
            "schema": {"type": "string"},
        }
    yield from (_query(each) for each in operation.query)
    if operation.sends_command:
        yield IDEMPOTENCY_KEY
        yield IF_MATCH
    elif _has_etag(operation):
        yield IF_NONE_MATCH


def _has_etag(operation: Operation) -> bool:
    return not operation.is_public and operation.method == "GET"


def _query(query: Query) -> dict[str, Any]:
    schema = QUERY_SCHEMAS[query.kind]
    return {"name": query.name, "in": "query", "required": False, "description": query.says, "schema": schema}


def _responses(operation: Operation, plugin: MarshmallowPlugin) -> Iterator[tuple[str, dict[str, Any]]]:
    answer = {operation.media_type: {"schema": _answer(operation, plugin)}}
    for status in (operation.status, *operation.more_statuses):
        yield str(status), {"description": operation.summary, "content": answer}
    if _has_etag(operation):
        yield "304", {"description": "The answer is the one that you have (If-None-Match)."}
    problem = answer if operation.problem else {"application/problem+json": {"schema": reference(plugin, Problem)}}
    by_status: dict[int, list[str]] = {}
    for code in dict.fromkeys(codes_of(operation)):
        by_status.setdefault(REFUSALS[code].status, []).append(code)
    for status in sorted(set(by_status) - {operation.status, *operation.more_statuses}):
        said = " ".join(f"`{code}`: {REFUSALS[code].sentence}" for code in by_status[status])
        yield str(status), {"description": said, "content": problem}


def _answer(operation: Operation, plugin: MarshmallowPlugin) -> dict[str, Any]:
    if operation.answer is Streamed:
        return {"type": "string"}
    if not operation.problem:
        return dict(reference(plugin, operation.answer))
    says = "A resource of FHIR R4; hl7.org/fhir/R4 has its schema."
    return {
        "type": "object",
        "description": says,
        "properties": {"resourceType": {"type": "string"}},
        "required": ["resourceType"],
    }


def codes_of(operation: Operation) -> Iterator[str]:
    """Every code with which the operation may be refused."""
    yield from EVERY
    yield from operation.refusals
    if not operation.is_public:
        yield from SIGNED_IN
    if operation.scope:
        yield from OF_AGENCIES
    if operation.request:
        yield from WITH_BODY
    if operation.sends_command:
        yield from COMMANDS
    if operation.request and "particulars" in schema_of(operation.request).fields:
        yield from WITH_PARTICULARS
