"""What the gateway is sent and answers on the photograph of a national alert."""

from __future__ import annotations

from dataclasses import dataclass, field

LONGEST = 11_200_000
"""Characters of base64 that 8 MiB come to."""


@dataclass(frozen=True)
class PhotographUpload:
    """A photograph, JPEG or PNG of at most 8 MiB, in base64. Only its pixels are kept, written anew: nothing of what else a file holds."""

    content: str = field(repr=False, metadata={"metadata": {"longest": LONGEST}})


@dataclass(frozen=True)
class PhotographAttached:
    """The photograph as it is kept; a message's form names it by its id."""

    attachment_id: str
    width: int
    height: int


@dataclass(frozen=True)
class PhotographTold:
    """The photograph of a message, JPEG in base64."""

    message_id: str
    media_type: str
    content: str = field(repr=False)
