"""Keeping it running: how each process does, what lies parked, and driving that again."""

from __future__ import annotations

from access import Platform, permit
from contracts import gateway_running as bodies
from gateway.api.operation import Asked, Operation, of_tag
from gateway.parts import Parts
from gateway.running import parked, standing


async def read(parts: Parts, asked: Asked) -> bodies.Running:
    """Which processes answer, how far behind each reader is, and how much waits for a person."""
    permit(asked.reader, asked.deed, Platform(asked.reader.authority))
    return await standing.running(parts, asked.reader)


async def list_parked(parts: Parts, asked: Asked) -> bodies.Parked:
    """What could not be processed, with the reason, the oldest first: of the own authority, and messages that nobody can read."""
    permit(asked.reader, asked.deed, Platform(asked.reader.authority))
    return await parked.parked(parts, asked.reader)


async def drive_stream(parts: Parts, asked: Asked) -> bodies.Driven:
    """Have what is parked of a stream driven again, in order."""
    permit(asked.reader, asked.deed, Platform(asked.reader.authority))
    return await parked.drive_stream(parts, asked.reader, asked.body)


async def drive_message(parts: Parts, asked: Asked) -> bodies.Driven:
    """Have a message sent back to the queue in which it could not be read."""
    permit(asked.reader, asked.deed, Platform(asked.reader.authority))
    return await parked.drive_message(parts, asked.body)


PATH = "/v1/running"
OPERATIONS = of_tag(
    "Keeping it running",
    Operation(
        "GET",
        PATH,
        "read_running",
        "Read how each process of the platform does",
        "read_running",
        read,
        bodies.Running,
        refusals=("not_found",),
    ),
    Operation(
        "GET",
        f"{PATH}/parked",
        "list_parked",
        "List what could not be processed and waits for a person",
        "read_running",
        list_parked,
        bodies.Parked,
        refusals=("not_found",),
    ),
    Operation(
        "POST",
        f"{PATH}/parked/streams",
        "drive_parked_stream",
        "Have what is parked of a stream driven again",
        "drive_parked",
        drive_stream,
        bodies.Driven,
        bodies.DriveStream,
        refusals=("not_found",),
    ),
    Operation(
        "POST",
        f"{PATH}/parked/messages",
        "drive_parked_message",
        "Have a parked message sent back to its queue",
        "drive_parked",
        drive_message,
        bodies.Driven,
        bodies.DriveMessage,
        refusals=("not_found", "cannot_be_driven"),
    ),
)
