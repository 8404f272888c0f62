"""What identifies a person is sealed with their key, field by field, and opens nowhere else."""

from __future__ import annotations

import base64
import string
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.sealing.texts import CannotOpen, PersonKey, names_in
from gateway.words.opening import Opener
from needfire.particulars import PARTICULARS

KEY = PersonKey("kent", "person-1", {1: bytes(32)})
PLAIN = {"name": "Invented Child", "account": "What happened – in words.\nTwo lines."}
SAID = st.dictionaries(st.sampled_from(sorted(PARTICULARS)), st.text(st.characters(codec="utf-8")), min_size=1)
SECRETS = st.binary(min_size=32, max_size=32)
NAMES = st.text(string.ascii_lowercase + "-", min_size=1, max_size=20)
KEYS = st.builds(PersonKey, NAMES, NAMES, st.dictionaries(st.integers(1, 9), SECRETS, min_size=1, max_size=3))


def field(sealed: str, name: str) -> str:
    """The field's own part of a sealed text."""
    return next(part for part in sealed.split(".")[2].split(",") if part.startswith(f"{name}:"))


@given(KEYS, SAID)
def test_what_was_sealed_opens_with_its_key(key: PersonKey, said: dict[str, str]) -> None:
    sealed = key.seal(said)
    assert key.open(sealed) == said
    assert names_in(sealed) == tuple(sorted(said))


@given(KEYS, KEYS, SAID)
def test_it_opens_under_no_other_key_authority_or_person(
    key: PersonKey, other: PersonKey, said: dict[str, str]
) -> None:
    sealed = key.seal(said)
    for wrong in (
        replace(key, authority=f"{key.authority}x"),
        replace(key, person=f"{key.person}x"),
        replace(other, secrets={**other.secrets, key.version: key.secrets[key.version]}),
        replace(key, secrets={key.version: bytes(byte ^ 1 for byte in key.secrets[key.version])}),
        replace(key, secrets={}),
    ):
        if (wrong.authority, wrong.person, wrong.secrets.get(key.version)) != (
            key.authority,
            key.person,
            key.secrets[key.version],
        ):
            with pytest.raises(CannotOpen):
                wrong.open(sealed)


@given(KEYS, SAID, st.sampled_from(sorted(PARTICULARS)))
def test_no_field_opens_under_another_name(key: PersonKey, said: dict[str, str], other: str) -> None:
    name = min(said)
    if other in said:
        other = name
    renamed = key.seal({name: said[name]}).replace(f"{name}:", f"{other}:")
    if other == name:
        assert key.open(renamed) == {name: said[name]}
    else:
        with pytest.raises(CannotOpen):
            key.open(renamed)


@given(KEYS, st.text(min_size=0, max_size=50), st.text(min_size=0, max_size=50))
def test_two_fields_cannot_be_swapped(key: PersonKey, one: str, other: str) -> None:
    said = {"address": one.encode("utf-8", "replace").decode(), "name": other.encode("utf-8", "replace").decode()}
    sealed = key.seal(said)
    address, name = (field(sealed, each).partition(":")[2] for each in ("address", "name"))
    with pytest.raises(CannotOpen):
        key.open(f"s2.{key.version}.address:{name},name:{address}")


@given(KEYS, SAID, st.data())
def test_whatever_is_cut_off_changed_or_put_in_it_does_not_open(
    key: PersonKey, said: dict[str, str], data: st.DataObject
) -> None:
    sealed = key.seal(said)
    at = data.draw(st.integers(0, len(sealed) - 1))
    letter = data.draw(st.sampled_from(string.ascii_letters + string.digits + "-_=.,: \n"))
    for altered in (sealed[:at], sealed[:at] + letter + sealed[at + 1 :], sealed[:at] + letter + sealed[at:]):
        # Whole fields may be missing or stand elsewhere: that is for the chain of the commits to notice.
        if altered != sealed and altered not in _without_fields(sealed):
            with pytest.raises(CannotOpen):
                key.open(altered)


def _without_fields(sealed: str) -> set[str]:
    parts = sealed.split(",")
    return {",".join(parts[:count]) for count in range(1, len(parts))}


@given(st.text())
def test_what_was_never_sealed_does_not_open(text: str) -> None:
    with pytest.raises(CannotOpen):
        KEY.open(text)
    assert names_in(text) == ()


@pytest.mark.parametrize(
    "alter",
    [
        lambda sealed: sealed.replace("s2.", "s1."),
        lambda sealed: sealed.replace("s2.1.", "s2.2."),
        lambda sealed: sealed.replace("s2.1.", "s2.01."),
        lambda sealed: sealed + "," + sealed.split(".")[2].split(",")[-1],
        lambda sealed: "s2.1." + ",".join(reversed(sealed.split(".")[2].split(","))),
        lambda sealed: "s2.1.",
        lambda sealed: "s2.1.name:",
        lambda sealed: "s2.1.name:AAAA",
    ],
)
def test_what_was_altered_does_not_open(alter: Callable[[str], str]) -> None:
    with pytest.raises(CannotOpen):
        KEY.open(alter(KEY.seal(PLAIN)))


def test_a_texts_older_version_opens_and_the_newest_seals() -> None:
    renewed = replace(KEY, secrets={**KEY.secrets, 2: bytes(range(32))})
    assert renewed.open(KEY.seal(PLAIN)) == PLAIN
    assert renewed.seal(PLAIN).startswith("s2.2.")
    with pytest.raises(CannotOpen):
        KEY.open(renewed.seal(PLAIN))


def test_the_version_of_the_key_cannot_be_exchanged_even_where_the_secret_is_the_same() -> None:
    twice = replace(KEY, secrets={1: bytes(32), 2: bytes(32)})
    with pytest.raises(CannotOpen):
        twice.open(KEY.seal(PLAIN).replace("s2.1.", "s2.2."))


def test_nothing_of_it_can_be_read_while_it_is_sealed() -> None:
    sealed = KEY.seal(PLAIN)
    assert names_in(sealed) == ("account", "name")
    assert "Invented" not in sealed
    assert b"Invented" not in base64.urlsafe_b64decode(field(sealed, "name").partition(":")[2] + "==")


def test_the_same_sealed_twice_looks_different() -> None:
    assert KEY.seal(PLAIN) != KEY.seal(PLAIN)


def test_secrets_are_not_shown() -> None:
    assert "\\x00" not in repr(KEY)


# --- opening for a reader ----------------------------------------------------------------------------------------------


def test_what_a_restriction_hides_is_not_shown_and_said_to_be_hidden() -> None:
    opened = Opener(KEY, frozenset({"name", "adult_name"})).opened(KEY.seal(PLAIN))
    assert opened
    assert (opened.particulars.name, opened.hidden, opened.erased) == (None, ("name",), False)
    assert opened.particulars.account == PLAIN["account"]


def test_nothing_sealed_is_nothing_opened() -> None:
    assert Opener(KEY).opened(None) is None
