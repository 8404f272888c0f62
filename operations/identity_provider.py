"""`python -m operations.identity_provider DIRECTORY HOST PORT`: where the people of a demonstration sign in, without a password.

It is `oidc-provider-mock`, which lets in anybody as anybody: nothing of this is for a deployment that holds real cases.
"""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path

import yaml


def main(directory: Path, host: str, port: int) -> None:
    """Serves until it is ended."""
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # it is reached on the loopback interface, without TLS
    warnings.simplefilter("ignore")  # of what it is made of
    import werkzeug.serving
    from oidc_provider_mock import User, app

    files = [yaml.safe_load(file.read_text("utf-8")) for file in sorted(directory.glob("*.yaml"))]
    people = [User(sub=each["id"], claims={"name": each["name"]}) for file in files for each in file["people"]]
    serving = app(require_nonce=True, issue_refresh_token=False, user_claims=people)
    serving.debug = False
    werkzeug.serving.make_server(host, port, serving, threaded=True).serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
