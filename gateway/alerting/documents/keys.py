"""What a deployment takes documents in with: whose signatures it knows, and the private keys of its bodies, out of files."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from joserfc.jwk import ECKey

from custody.document_keys import private_key
from shared_kernel.delivery.peers import Peers
from shared_kernel.delivery.shared_secrets import secrets_in
from shared_kernel.settings import SettingInvalid, Settings

VARIABLE = "NEEDFIRE_DOCUMENT_KEYS"
WANTED = "a YAML file: by body, a list of private keys, each a JWK on P-256"


@dataclass(frozen=True)
class DocumentInbox:
    """`keys` are by body, any of which opens; `wall` is the machine's time in seconds, by which signatures are judged."""

    peers: Peers = field(default_factory=Peers)
    keys: Mapping[str, Sequence[ECKey]] = field(default_factory=dict, repr=False)
    wall: Callable[[], float] = time.time


def inbox_of(settings: Settings) -> DocumentInbox:
    """As the files say. Raises SettingInvalid."""
    return DocumentInbox(Peers(secrets_in(settings.peer_secrets)), keys_in(settings.document_keys))


def keys_in(file: Path | None) -> Mapping[str, Sequence[ECKey]]:
    """The keys of each body; none where there is no file. Raises SettingInvalid, which repeats nothing of it."""
    if file is None:
        return {}
    try:
        told = yaml.safe_load(file.read_text("utf-8"))
        found = {str(body): [private_key(json.dumps(each)) for each in keys] for body, keys in told.items()}
    except (OSError, ValueError, TypeError, AttributeError, yaml.YAMLError):
        raise SettingInvalid(VARIABLE, WANTED) from None
    usable = {body: [key for key in keys if key] for body, keys in found.items()}
    if any(len(usable[body]) < len(keys) for body, keys in found.items()):
        raise SettingInvalid(VARIABLE, WANTED)
    return usable
