"""`make demo`: bring the platform up, play the story, leave everything running."""

from __future__ import annotations

import os
from typing import TextIO

from operations import local_identity
from operations.child import platform_environment
from operations.run_settings import RunSettings
from operations.up import up
from shared_kernel.settings import Settings

SHOWN = "luton-service-manager-2"
"""Whose token is printed: somebody who sees a case with a missed deadline."""


def demo(settings: RunSettings, out: TextIO) -> int:
    """The story's exit status. Raises Problem."""
    addresses = up(settings, out)
    os.environ.update(platform_environment(settings, addresses))
    from operations import story  # only now: `up` need not wait for what it imports

    status = story.play(Settings.from_environment())
    out.write(
        f"\nEverything keeps running.\n"
        f"  the page:                {addresses.base_url}/\n"
        f"  the API's documentation: {addresses.base_url}/docs\n"
        f"  sign in with the token:  {local_identity.token_for(settings.secrets_folder, SHOWN)} ({SHOWN})\n"
        f"  what runs:               make status\n"
        f"  end it:                  make stop\n"
    )
    return status
