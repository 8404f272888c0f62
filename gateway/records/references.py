"""References to papers of the authority's own. They lie in clear, so a name typed there must not pass."""

from __future__ import annotations

import re

from contracts.refusals import Refusal

_REFERENCE = re.compile(r"(?=[^0-9]*[0-9])[A-Za-z0-9][A-Za-z0-9./:_-]{0,59}", re.ASCII)
SENTENCE = "Give a number such as IG-2026-0042: letters, digits and . / : _ -, without spaces, with a digit."


def check_reference(reference: str | None) -> str | None:
    """The reference. Raises Refusal `malformed`, without repeating it."""
    if reference is not None and not _REFERENCE.fullmatch(reference):
        raise Refusal("malformed", {"reference": SENTENCE})
    return reference
