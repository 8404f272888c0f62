"""What is sent never becomes part of a question to the store: an operator is refused wherever a value is expected.

Each field of each request, however deep, is given what MongoDB would take for an operator, and keys that it would take
for a path; each parameter and each id in an address likewise. Nothing of it reaches a service or a view.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from contracts.schema import write
from gateway.api.operation import Operation
from gateway.api.operations import OPERATIONS
from gateway.front.rates import Rate, Rates
from gateway.published.examples import example
from tests.unit.gateway.callers import Callers
from tests.unit.gateway.house import House

OPERATORS: tuple[Any, ...] = (
    {"$ne": None},
    {"$gt": ""},
    {"$regex": ".*"},
    {"$where": "sleep(5000) || true"},
    {"$in": [None, "worker"]},
    {"$expr": {"$eq": [1, 1]}},
    [{"$ne": None}],
    {"a.b": 1},
)
KEYS = ("$where", "$set", "a.b", "facts.$gt", "__proto__", "\u0000", "$")
WITH_BODY = [each for each in OPERATIONS if each.request is not None]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """One for all, since nothing that is asked here is done; agencies may ask as much as they like, else nobody would read it."""
    endless = Rate(1_000_000, 1_000.0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.unit.gateway.house.Rates", lambda: Rates(endless, endless))
        return House(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="module")
def callers(house: House) -> Iterator[Callers]:
    with house.open() as callers:
        yield callers


def body_of(operation: Operation) -> Any:
    assert operation.request is not None
    return write(example(operation.request))


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to each value that holds no other."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield from places(below, (*path, key))
    elif isinstance(value, list):
        for number, below in enumerate(value[:1]):
            yield from places(below, (*path, number))
    else:
        yield path


def changed(value: Any, path: tuple[Any, ...], to: Any) -> Any:
    """A copy with this instead."""
    copy = json.loads(json.dumps(value))
    at = copy
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = to
    return copy


def asking(operation: Operation) -> str:
    return "fenshire/police" if operation.scope else "worker"


def sent(callers: Callers, operation: Operation, body: Any) -> Any:
    path = operation.path
    for name in ("notification_id", "task_id", "concern_id"):
        path = path.replace(f"{{{name}}}", "x")
    path = path.replace("{", "").replace("}", "")
    return callers.call(operation.method, path, asking(operation), json=body)


@pytest.mark.parametrize("operation", WITH_BODY, ids=lambda each: each.name)
def test_an_operator_in_place_of_any_value_is_refused(callers: Callers, house: House, operation: Operation) -> None:
    body = body_of(operation)
    for path in places(body):
        for operator in OPERATORS:
            answer = sent(callers, operation, changed(body, path, operator))
            assert 400 <= answer.status_code < 500, (path, operator, answer.text)
            assert "$" not in answer.text, "what was sent is not repeated"
    assert house.services.commands == []


@pytest.mark.parametrize("operation", WITH_BODY, ids=lambda each: each.name)
def test_a_key_that_would_be_an_operator_or_a_path_is_refused(
    callers: Callers, house: House, operation: Operation
) -> None:
    body = body_of(operation)
    inside = [(), *((name,) for name, value in body.items() if isinstance(value, dict))]
    for key in KEYS:
        for path in inside:
            answer = sent(callers, operation, changed({"": body}, ("", *path, key), "x")[""])
            assert 400 <= answer.status_code < 500, (path, key, answer.text)
    assert house.services.commands == []


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
def test_a_parameter_is_a_text_and_never_an_operator(callers: Callers, operation: Operation) -> None:
    names = [each.name for each in operation.query] or ["x"]
    for name in names:
        for written in (f"{name}[$ne]=1", f"{name}[]=1", f"{name}.$gt=1", f"$where=1&{name}=1"):
            answer = callers.call(
                operation.method, f"{operation.path}?{written}".replace("{", "").replace("}", ""), asking(operation)
            )
            assert operation.is_public or 400 <= answer.status_code < 500, (written, answer.text)


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if "{" in each.path], ids=lambda each: each.name)
@pytest.mark.parametrize("id_", ['{"$ne":null}', "$ne", "x.y", "[$ne]", "x\u0000", "..", "*", ".*"])
def test_an_id_in_an_address_is_a_text_and_never_an_operator(callers: Callers, operation: Operation, id_: str) -> None:
    first, _, rest = operation.path.partition("{")
    path = first + "".join(f"%{each:02x}" for each in id_.encode()) + rest.partition("}")[2]
    body: Any = {} if operation.method == "POST" else None
    answer = callers.call(operation.method, path.replace("{", "").replace("}", ""), asking(operation), json=body)
    assert 400 <= answer.status_code < 500, answer.text
    assert id_ not in answer.text or len(id_) < 3
