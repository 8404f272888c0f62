"""Copies of what cannot be made again: written, verified, put into an empty store."""
