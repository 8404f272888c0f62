"""Mechanism without casework words: commits, relay, feed, clocks' store, messaging, time."""
