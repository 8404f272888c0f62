"""Keys, from a terminal: `python -m gateway.sealing COMMAND …`.

make FOLDER AUTHORITY …    makes the keys that are not there yet, readable by their owner only
rotate AUTHORITY           makes a new version of the authority's key and wraps its people's keys anew; nothing stops meanwhile
rewrap AUTHORITY           goes on where that was broken off
retire AUTHORITY           lets the older versions go, once nothing is wrapped by them
renew AUTHORITY PERSON     makes a new version of a person's key, for texts to come
document-key BODY FILE     makes a private key for documents that are sealed to this body, puts it first in the file of
                           NEEDFIRE_DOCUMENT_KEYS, and says the public key, which two people enter in the directory of custodians
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from custody.document_keys import new_key, thumbprint
from gateway.alerting.documents.keys import keys_in
from gateway.sealing import composing, key_files
from gateway.sealing.authority_keys import AuthorityKeys
from gateway.sealing.ring import KeyRing
from gateway.sealing.rotating import Rewrapped, retire, rewrap
from gateway.sealing.store import KeyStore
from gateway.sealing.store_mongo import MongoKeyStore
from shared_kernel.errors import CodedError
from shared_kernel.settings import Settings
from shared_kernel.stores import connect, database


@dataclass(frozen=True)
class Opened:
    """Where the keys lie."""

    store: KeyStore
    keys: AuthorityKeys
    ring: KeyRing


def opened(environment: Mapping[str, str]) -> Opened:
    """As the gateway has it. Raises KeysUnusable, StoreUnavailable."""
    settings = Settings.from_environment(environment)
    own = database(connect(settings), settings, "gateway")
    ring = composing.key_ring(environment, own, settings.clock())
    return Opened(MongoKeyStore(own), composing.authority_keys(environment), ring)


def carry_out(asked: argparse.Namespace, where: Opened) -> str:
    """What was done, in a line. Raises KeysUnavailable, StoreUnavailable: run it again."""
    if asked.command == "renew":
        version = where.ring.renew(asked.authority, asked.person)
        return f"version {version} seals from now on" if version else "there is no key of this person"
    if asked.command == "rotate":
        version = where.keys.rotate(asked.authority)
        return f"version {version} wraps from now on; {_told(rewrap(where.store, where.keys, asked.authority))}"
    work = retire if asked.command == "retire" else rewrap
    done = work(where.store, where.keys, asked.authority)
    return f"version {where.keys.newest(asked.authority)} is the newest; {_told(done)}"


def _told(done: Rewrapped) -> str:
    return f"{done.people} people, {done.anew} keys wrapped anew, {done.unreadable} that cannot be unwrapped left as they are"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m gateway.sealing", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("make")
    make.add_argument("folder", type=Path)
    make.add_argument("authority", nargs="*")
    for name in ("rotate", "rewrap", "retire", "renew"):
        commands.add_parser(name).add_argument("authority")
    commands.choices["renew"].add_argument("person")
    document = commands.add_parser("document-key")
    document.add_argument("body")
    document.add_argument("file", type=Path)
    return parser


def document_key(file: Path, body: str) -> str:
    """The public key of a new one, which the file holds now, before those that the body had. Raises SettingInvalid for another file."""
    held = keys_in(file) if file.exists() else {}
    private, public = new_key()
    before = {each: [key.as_dict(private=True) for key in keys] for each, keys in held.items()}
    told = {**before, body: [json.loads(private), *before.get(body, ())]}
    key_files.replace(file, yaml.safe_dump(told).encode())
    return f"{public}\nits thumbprint: {thumbprint(public)}"


def main(arguments: Sequence[str]) -> None:
    """Ends with a sentence where it could not be done."""
    asked = _parser().parse_args(arguments)
    if asked.command == "make":
        for name in key_files.make(asked.folder, asked.authority, sandbox=Settings.from_environment().sandbox):
            print(f"made {name}")
        return
    try:
        if asked.command == "document-key":
            print(document_key(asked.file, asked.body))
            return
        print(carry_out(asked, opened(os.environ)))
    except CodedError as error:
        sys.exit(f"{error.sentence} What was done stays done; run it again.")


if __name__ == "__main__":
    main(sys.argv[1:])
