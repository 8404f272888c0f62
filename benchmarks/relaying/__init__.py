"""The relay, beside kombu with one confirm at a time and a bare window of aio-pika: one broker, one quorum queue."""
