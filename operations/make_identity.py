"""`python -m operations.make_identity FOLDER DIRECTORY`: the gateway's key and the demonstration's tokens, made once.

What exists is left as it is: what was sealed stays readable, a token that was given out stays good.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

from gateway import master_key
from operations import local_identity


def main(folder: Path, directory: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        master_key.make(folder / local_identity.MASTER_KEY)
    local_identity.prepare(folder, directory)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
