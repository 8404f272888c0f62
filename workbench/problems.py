"""What stands in the way of a command, in a sentence for whoever asked."""

from __future__ import annotations


class Problem(Exception):
    """The command cannot be carried out as it was asked; its text says why, and what to do."""
