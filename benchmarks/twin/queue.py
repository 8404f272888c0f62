"""The twin's queue of commands: as durable as ours, with the same arguments."""

from __future__ import annotations

from typing import cast

from faststream.rabbit import QueueType, RabbitQueue
from faststream.rabbit.schemas.queue import QuorumQueueArgs

from shared_kernel.messaging.topology import rpc_queue

NAME = "twin-commands"
_ARGUMENTS = {name: value for name, value in rpc_queue("intake").arguments.items() if name != "x-queue-type"}
COMMANDS = RabbitQueue(NAME, queue_type=QueueType.QUORUM, durable=True, arguments=cast(QuorumQueueArgs, _ARGUMENTS))
