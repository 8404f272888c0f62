"""Names are compared as people write them, and the index gives away nothing of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.finding.index import keyed
from gateway.finding.matching import asked_tokens, matched, tokens_of
from gateway.finding.names import parts_of, several, sound_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zoë O'Brien", "zoe obrien"),
        ("Zoë O’Brien", "OBRIEN, Zoe"),
        ("Anne-Marie Smith", "smith anne marie"),
        ("José Núñez", "JOSE NUNEZ"),
        ("Łukasz Żak", "lukasz zak"),
        ("Søren Ågård", "soren agard"),
    ],
)
def test_two_ways_of_writing_a_name_are_one(one: str, other: str) -> None:
    assert set(parts_of(one)) == set(parts_of(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kaiden", "cayden"),
        ("steven", "stephen"),
        ("catherine", "katharine"),
        ("smith", "smyth"),
        ("philip", "filip"),
        ("mohammed", "muhamed"),
        ("nicholas", "nikolas"),
        ("wright", "rite"),
    ],
)
def test_names_that_sound_alike_have_one_sound(one: str, other: str) -> None:
    assert sound_of(one) == sound_of(other) != ""


@pytest.mark.parametrize(("one", "other"), [("smith", "brown"), ("anna", "otto"), ("amy", "ian"), ("kai", "jo")])
def test_other_names_have_other_sounds(one: str, other: str) -> None:
    assert sound_of(one) != sound_of(other) or sound_of(one) == ""


def test_several_names_in_one_field_are_told_apart() -> None:
    assert several("Ann Example, Bo Example and Cy Example;\nDi") == ("Ann Example", "Bo Example", "Cy Example", "Di")


@pytest.mark.parametrize(
    ("asked", "how"),
    [
        ("jonathan", ["same"]),
        ("Reed Jonathan", ["same", "same"]),
        ("jon", ["begins"]),
        ("jo", None),
        ("jonathon reid", ["sounds", "sounds"]),
        ("jonathan brown", None),
        ("", None),
        ("nathan", None),
    ],
)
def test_each_part_that_is_asked_for_must_be_met(asked: str, how: list[str] | None) -> None:
    found = matched(asked, "Jonathan Reed")
    assert (None if found is None else [each.how for each in found]) == how


NAMES = st.text(st.characters(categories=("L", "Zs", "Pd")), max_size=40)


@given(NAMES, NAMES)
def test_whatever_matches_is_found_by_the_index(asked: str, recorded: str) -> None:
    held = tokens_of({"name": recorded, "date_of_birth": "2012-05-17"})
    if matched(asked, recorded) is not None:
        assert all(set(group) & held for group in asked_tokens(asked, "2012-05-17"))


@given(NAMES)
def test_a_name_is_found_by_itself(name: str) -> None:
    if parts_of(name):
        found = matched(name, name)
        assert found and {each.how for each in found} == {"same"}


def test_no_beginning_shorter_than_three_letters_lies_in_the_index() -> None:
    assert {token for token in tokens_of({"name": "Jon Li"}) if token.startswith("begins")} == {"begins jon"}


def test_a_token_says_nothing_without_the_authoritys_key() -> None:
    tokens = tokens_of({"name": "Jonathan Reed", "date_of_birth": "2012-05-17"})
    one, other = keyed(bytes(32), tokens), keyed(bytes(range(32)), tokens)
    assert not set(one) & set(other)
    assert "jon" not in str(one).casefold() and "2012" not in str(one)
