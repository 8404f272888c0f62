"""Needfire's kit for authorities: the language of procedures, working time, the directory, and the plugin hooks.

It knows no broker and no store, so that a plugin written outside this repository is no different from those inside it.
"""

from pluggy import HookimplMarker

hookimpl = HookimplMarker("needfire")
"""Marks a function of a plugin as the implementation of a hook."""

__all__ = ["hookimpl"]
