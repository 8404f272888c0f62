"""Notifications that somebody has begun to write and has not raised: sealed, their author's own, and not for long."""
