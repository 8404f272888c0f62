"""References that a person can read aloud: nine characters and one that checks them, such as K7M-42X-9RTW.

No two characters look alike, and there are nineteen of them, a prime: so the check finds every single character that was
misheard, and every two neighbours that were swapped.
"""

from __future__ import annotations

import re
import secrets

ALPHABET = "3478" + "9CDFHJKMNPRTWXY"
LENGTH = 9
_BETWEEN = re.compile(r"[\s.-]+")


def new_reference() -> str:
    """A reference that nobody can guess."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
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
