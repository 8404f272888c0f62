"""Says why something waits for a reader."""

from __future__ import annotations

from gateway.mine import Because
from gateway.words.names import Names
from gateway.words.plain import listed
from needfire.london_time import moment_in_words
from needfire.procedure import within_sentence


def why_yours(because: Because, role: str, names: Names) -> str:
    """The reason in a sentence; `role` is the id of the one that it lies with, empty where it was given to people by name."""
    post = f"the {within_sentence(names.role(role).title).removeprefix('the ')}" if role else ""
    whom = listed(person.name for person in names.people(because.whom))
    match because.reason:
        case "own":
            return f"It was given to you as {post}." if role else "It was given to you by name."
        case "claimed":
            return "You took it out of the group’s tray."
        case "group":
            return f"It waits in the group’s tray of {post}: whoever claims it first has it."
        case "rota":
            until = f" until {moment_in_words(because.until)}" if because.until else ""
            return f"You are on the rota of {post}{until}."
        case "cover":
            return f"You cover for {whom}, {post}, who is away."
        case "standing_in":
            return f"You stand in for {whom}, who is away."
        case "unheld":
            return f"{whom or 'Nobody'} cannot take it now, and you hold the post of {post}."
        case "deputy":
            return f"Nobody holds the post of {post} now: as the deputy you may do it."
        case "second_person":
            return f"{whom} proposed that it is not required: a second person must agree, and you may be that person."
