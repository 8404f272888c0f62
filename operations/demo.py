"""`make demo`: bring the platform up, play the story, leave everything running."""

from __future__ import annotations

import os
from typing import TextIO

from operations.child import platform_environment
from operations.run_settings import RunSettings
from operations.up import up
from shared_kernel.settings import Settings

SHOWN = {
    "Luton": "luton-service-manager-2",
    "Kent": "kent-team-manager",
    "Lincolnshire": "lincolnshire-social-worker",
    "Northumberland": "northumberland-group-chair",
}
"""With whom to begin: they see cases of the story, Luton's one with a missed deadline."""


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
        f"  sign in there as:        {', '.join(f'{person} ({authority})' for authority, person in SHOWN.items())},\n"
        f"                           or as anybody else of {settings.directory}\n"
        f"  a token for the API:     .venv/bin/python -m operations.local_identity {SHOWN['Kent']}\n"
        f"  what runs:               make status\n"
        f"  end it:                  make stop\n"
    )
    return status
