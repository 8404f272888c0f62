"""Why something lies parked, for whoever runs the platform."""

from __future__ import annotations

from collections.abc import Mapping

from contracts.refusals import REFUSALS

OF_COMMITS: Mapping[str, str] = {
    "unknown_event": "This process is older than the service that wrote it. Bring it up to date, then drive it again.",
    "missing_from_feed": "The feed does not have it any more: somebody deleted it, or an older backup was restored.",
    "waits_behind": "An earlier commit of the same stream could not be applied.",
}
OF_MESSAGES: Mapping[str, str] = {
    "unreadable_labels": "Its headers could not be read.",
    "too_large": "It is larger than any message of ours.",
    "compressed": "It is compressed, as no message of ours is.",
    "no_content_type": "It does not say what it is.",
    "unknown_content_type": "It is of a kind that no message of ours is.",
    "unknown_encoding": "Its characters are of no set that we know.",
    "undecodable": "Its content could not be read.",
    "not_a_call": "It stands in a queue for commands and is none.",
    "no_reply_to": "It does not say whom to answer.",
    "bad_reply_to": "Whom to answer could not be read.",
    "not_a_wake_up": "It stands in a queue for wake-ups and is none.",
    "rejected": "It was handed back by the process that took it, which could not park it itself.",
    "expired": "Nobody took it in its time.",
    "maxlen": "Its queue was full.",
    "delivery_limit": "Each process that took it ended before it was done.",
    "unknown": "It does not say why it was parked: somebody has put it there by hand.",
}


def commit_reason(code: str) -> str:
    """The reason in words; of a code that stands for no reason that we know, that it is a fault of ours."""
    if code in OF_COMMITS:
        return OF_COMMITS[code]
    if code in REFUSALS:
        return f"It was refused: {REFUSALS[code].sentence}"
    return "The code that applies it failed: a fault of the platform. The worker’s log says where."


def message_reason(code: str) -> str:
    """The reason in words."""
    return OF_MESSAGES.get(code, OF_MESSAGES["unknown"])
