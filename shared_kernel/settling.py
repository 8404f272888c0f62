"""A process that has started looks no more at what it started with.

The collector of cycles walks over all that lives, each time: for modules, schemas and procedures, which never go, that is a tenth of a
second in which a request waits. What is there when a process is ready is left out of it from then on.
"""

from __future__ import annotations

import gc


def settle() -> None:
    """Call when a process is ready, and again when it has loaded more that stays. What is garbage by then is collected before."""
    gc.collect()
    gc.freeze()
