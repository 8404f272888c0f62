"""References that a person can read aloud: nine characters and one that checks them, such as K7M-42X-9RTW.

No two characters look alike, and there are nineteen of them, a prime: so the check finds every single character that was
misheard, and every two neighbours that were swapped. A reference is drawn, or follows from an id.
"""

from __future__ import annotations

import hashlib
import re
import secrets

ALPHABET = "3478" + "9CDFHJKMNPRTWXY"
LENGTH = 9
_BETWEEN = re.compile(r"[\s.-]+")


def new_reference() -> str:
    """A reference that nobody can guess."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return _spaced(drawn + _check(drawn))


def reference_of(identifier: str) -> str:
    """The reference of what has this id, such as notification-0197…: what is of one uuid, whatever its kind, has one reference.

    It tells nothing of the id. Hardly ever two ids have the same: whoever is asked for it answers with all.
    """
    number = int.from_bytes(hashlib.sha256(identifier.partition("-")[2].encode()).digest()[:16])
    drawn = "".join(ALPHABET[number // len(ALPHABET) ** place % len(ALPHABET)] for place in range(LENGTH))
    return _spaced(drawn + _check(drawn))


def read_reference(written: str) -> str | None:
    """The reference as it is kept, however it was written; None where it cannot be one: a character is wrong or missing."""
    plain = _BETWEEN.sub("", written).upper()
    if len(plain) != LENGTH + 1 or set(plain) - set(ALPHABET) or _check(plain[:LENGTH]) != plain[LENGTH]:
        return None
    return _spaced(plain)


def _spaced(plain: str) -> str:
    return f"{plain[:3]}-{plain[3:6]}-{plain[6:]}"


def _check(drawn: str) -> str:
    weighed = sum(weight * ALPHABET.index(each) for weight, each in enumerate(drawn, start=1))
    return ALPHABET[weighed % len(ALPHABET)]
