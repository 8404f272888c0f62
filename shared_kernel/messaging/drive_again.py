"""Sending a parked message back to where it could not be processed."""

from __future__ import annotations

from contextlib import closing
from typing import ClassVar

import amqp

from shared_kernel.errors import CodedError
from shared_kernel.messaging.connections import connect
from shared_kernel.messaging.parked_messages import ParkedMessage, ParkedMessages
from shared_kernel.messaging.topology import PARKED_EXCHANGE, RPC_EXCHANGE
from shared_kernel.time import Clock

CONFIRM_TIMEOUT = 5.0  # seconds
NOBODY = "driven-again"  # whoever sent the command has long gone; nothing is bound to this key


class CannotBeDriven(CodedError):
    """There is no such message, only a part of it was kept, or the broker did not take it."""

    code: ClassVar[str] = "cannot_be_driven"


def drive_again(amqp_uri: str, store: ParkedMessages, message_id: str, clock: Clock) -> None:
    """Returns when the broker has it again; what still cannot process it parks it anew. Raises CannotBeDriven.

    At least once: after a crash in between it may go out a second time, which commands and wake-ups stand.
    """
    message, body = store.get(message_id), store.body(message_id)
    if message is None or body is None:
        raise CannotBeDriven("There is no such parked message.")
    if message.cut or not message.queue:
        raise CannotBeDriven("Not enough of this message was kept to send it again.")
    try:
        _publish(amqp_uri, message, body)
    except Exception as error:
        raise CannotBeDriven("The broker did not take this message.") from error
    store.mark_driven(message_id, clock.now())


def _publish(amqp_uri: str, parked: ParkedMessage, body: bytes) -> None:
    message = amqp.Message(body, content_type=parked.content_type, delivery_mode=2, reply_to=NOBODY)
    # A command's method is in its routing key. A wake-up goes to the one reader that could not use it, not to all.
    is_command = parked.queue.startswith("rpc-")
    exchange, key = (RPC_EXCHANGE, parked.routing_key) if is_command else (PARKED_EXCHANGE, parked.queue)
    with closing(connect(amqp_uri, confirms=True)) as connection:
        channel = connection.channel()
        channel.basic_publish(message, exchange, key, mandatory=True, confirm_timeout=CONFIRM_TIMEOUT)
