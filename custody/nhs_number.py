"""NHS numbers: ten digits of which the last checks the others."""

from __future__ import annotations


def nhs_number(text: str) -> str | None:
    """The ten digits, if they are an NHS number; spaces and hyphens between them are left out. None for all else."""
    digits = text.replace(" ", "").replace("-", "")
    if len(digits) != 10 or not (digits.isascii() and digits.isdigit()):
        return None
    total = sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True))
    check = 11 - total % 11
    return digits if check % 11 == int(digits[9]) and check != 10 else None
