"""Set-up and the runner: everything between a fresh machine and a platform that answers."""
