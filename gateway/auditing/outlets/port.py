"""What a way out for signed heads is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import ClassVar, Protocol

from audit.heads import SignedHead
from shared_kernel.errors import CodedError


class OutletUnavailable(CodedError):
    """A head could not be handed out; it is tried again."""

    code: ClassVar[str] = "head_outlet_unavailable"

    def __init__(self, sentence: str = "A signed head of the record could not be handed out.") -> None:
        super().__init__(sentence)


class OutletsUnusable(CodedError):
    """What is named cannot be handed heads to."""

    code: ClassVar[str] = "head_outlets_unusable"


class HeadOutlet(Protocol):
    """Port. `every` is how long heads may gather before they go out together."""

    every: timedelta

    def hand_out(self, heads: Sequence[SignedHead]) -> None:
        """Returns when they are out; the same may be handed out twice. Raises OutletUnavailable."""


Make = Callable[[str], HeadOutlet]
"""An outlet of an address. Raises OutletsUnusable."""
