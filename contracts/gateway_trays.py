"""What the gateway answers on what waits for the reader: a page of a work tray."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.gateway_answers import Duty, Notice, Task


@dataclass(frozen=True)
class Tasks:
    """The reader's tray: tasks of their own, of their groups, and of those for whom they stand in.

    `next` is the cursor of the page that follows.
    """

    tasks: tuple[Task, ...]
    next: str | None


@dataclass(frozen=True)
class Notices:
    """What the reader is to read, and has not yet said that they have; `next` is the cursor of the page that follows."""

    notices: tuple[Notice, ...]
    next: str | None


@dataclass(frozen=True)
class Duties:
    """Bodies outside that the reader is to have told; `next` is the cursor of the page that follows."""

    duties: tuple[Duty, ...]
    next: str | None
