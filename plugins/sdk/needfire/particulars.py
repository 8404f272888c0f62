"""Particulars: what identifies a person, and what people write in their own words. Kept apart from facts, sealed at the edge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class ParticularDefinition:
    """One field of the particulars: what is asked, and how many characters it may have."""

    name: str
    question: str
    longest: int = 200


PARTICULARS: Mapping[str, ParticularDefinition] = {
    each.name: each
    for each in (
        ParticularDefinition("name", "What is the child's or person's name?"),
        ParticularDefinition("date_of_birth", "When were they born?", 40),
        ParticularDefinition("address", "Where do they live?", 400),
        ParticularDefinition("case_reference", "Which number has the case in your own records?"),
        ParticularDefinition("adult_name", "What is the name of the adult who is the subject of the concern?"),
        ParticularDefinition("account", "What happened, in short?", 20_000),
        ParticularDefinition("action_taken", "What has been done so far?", 20_000),
        ParticularDefinition("comment", "What do you want to say?", 20_000),
        ParticularDefinition("resolution", "Why is it considered resolved?", 20_000),
        ParticularDefinition("learning", "What is to be learnt from it?", 20_000),
    )
}
