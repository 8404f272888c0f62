"""Particulars have one source: what the gateway takes is what the procedures may ask for, each as long."""

from __future__ import annotations

from contracts.gateway import Particulars
from contracts.schema import schema_of
from needfire.particulars import PARTICULARS


def test_the_gateway_takes_each_particular_and_no_other() -> None:
    assert list(schema_of(Particulars).fields) == list(PARTICULARS)


def test_each_text_may_be_as_long_as_its_definition_says() -> None:
    texts = {name: "x" * each.longest for name, each in PARTICULARS.items() if name != "date_of_birth"}
    assert schema_of(Particulars).validate(texts) == {}
    longer = schema_of(Particulars).validate({name: f"{text}x" for name, text in texts.items()})
    assert longer == {name: [f"Longer than {PARTICULARS[name].longest} characters."] for name in texts}
