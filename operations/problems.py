"""What can go wrong on a person's machine, by stable code.

The codes must not be changed: people search for them. `set-up.sh` and `install-debian-packages.sh` print
the same codes in the same form; a test compares them with this table.
"""

from __future__ import annotations

CODES = {
    "python-missing": "no Python 3.11, 3.12 or 3.13 was found, and none could be installed",
    "needs-root": "something must be installed and this user may not",
    "not-debian": "something must be installed and this machine has no apt-get",
    "package-failed": "apt-get could not install a package",
    "no-network": "a package could not be fetched",
    "disk-full": "there is too little space on the disk",
    "not-writable": "a folder of the project may not be written to",
    "step-failed": "a step of set-up ended with an error that has no name of its own",
    "port-taken": "a port that was asked for is in use",
    "broker-refused": "the broker named by AMQP_URI does not answer or does not let us in",
    "broker-too-old": "the broker is older than RabbitMQ 3.10",
    "broker-occupied": "the broker named by AMQP_URI has another platform's services on it",
    "store-refused": "the store named by MONGODB_URI does not answer or does not let us in",
    "process-ended": "a process of the platform ended while it was starting",
    "process-not-ready": "a process of the platform runs but did not become ready in time",
    "bad-setting": "a setting has a value that cannot be used",
    "backup-unreadable": "a file of a backup is missing, or is not what was written",
    "backup-broken": "what a backup holds does not hold together",
    "nothing-to-copy": "the databases of a deployment are not where they were looked for",
    "store-not-empty": "a backup can be put into an empty store only",
    "runner-ended": "the runner ended before the platform was ready",
}


class Problem(Exception):
    """Something a person can put right: a code of CODES, a sentence saying what is wrong, and the remedy."""

    def __init__(self, code: str, sentence: str, remedy: str) -> None:
        if code not in CODES:
            raise LookupError(f"unknown problem code: {code}")
        super().__init__(f"{code}: {sentence}")
        self.code = code
        self.sentence = sentence
        self.remedy = remedy

    def shown(self) -> str:
        """The two lines that a person reads; `set-up.sh` prints the same form."""
        return f"STOPPED ({self.code}): {self.sentence}\nRemedy: {self.remedy}"
