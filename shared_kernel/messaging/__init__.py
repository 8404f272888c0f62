"""The ways to the broker: commands down (RPC), wake-ups up, and a place for what could not be processed."""
