"""Peer (a): nameko's own standalone client, calling our intake service."""
