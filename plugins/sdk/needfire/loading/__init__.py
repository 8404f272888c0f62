"""Loads what a deployment works with: plugins, each alone and within a time; baselines under them; directories."""
