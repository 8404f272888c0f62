"""A reference survives the telephone: what is misheard or swapped is found."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shared_kernel.spoken_references import ALPHABET, LENGTH, new_reference, read_reference, reference_of

IDS = st.uuids().map(lambda each: f"notification-{each}")
references = st.builds(lambda _: new_reference(), st.integers()) | IDS.map(reference_of)


def test_it_has_no_characters_that_look_alike() -> None:
    alike = ("0OQD", "1IL", "2Z", "5S", "8B", "6G", "UV")
    assert len(set(ALPHABET)) == len(ALPHABET) == 19
    assert all(len(set(group) & set(ALPHABET)) <= 1 for group in alike)


@given(references)
def test_it_is_read_however_it_is_written(reference: str) -> None:
    assert len(reference) == LENGTH + 3
    for written in (reference, reference.lower(), reference.replace("-", " "), f" {reference.replace('-', '')} "):
        assert read_reference(written) == reference


@given(references, st.integers(0, LENGTH), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found(reference: str, place: int, other: str) -> None:
    plain = reference.replace("-", "")
    changed = plain[:place] + other + plain[place + 1 :]
    assert (read_reference(changed) is None) == (changed != plain)


@given(references, st.integers(0, LENGTH - 2))
def test_two_neighbours_swapped_are_found(reference: str, place: int) -> None:
    plain = reference.replace("-", "")
    swapped = plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]
    assert (read_reference(swapped) is None) == (swapped != plain)


@given(IDS)
def test_it_follows_from_an_id_and_is_the_same_for_all_that_is_of_one_case(identifier: str) -> None:
    reference = reference_of(identifier)
    assert reference == read_reference(reference) == reference_of(identifier.replace("notification-", "alert-"))
    assert reference_of(f"{identifier}0") != reference


def test_a_hundred_thousand_ids_hardly_share_one() -> None:
    assert len({reference_of(f"notification-{number}") for number in range(100_000)}) > 99_990


def test_it_stays_what_it_was_once_it_has_been_read_out() -> None:
    assert reference_of("notification-01936c2e-7b00-7000-8000-000000000001") == "H8N-F7F-RFDT"


def test_what_is_no_reference_is_none() -> None:
    assert [read_reference(each) for each in ("", "K7M", "Ä" * 10, "K7M-42X-9RT\x00", "333-333-33333")] == [None] * 5
    assert len({new_reference() for _ in range(200)}) == 200
