"""Peer (b): the same commands over FastAPI and FastStream, as durable and as strict as ours."""
