#!/bin/bash
# MongoDB as a replica set of one, with a password: members of a replica set know each other by a key file, which must
# belong to mongod's own user. It is made from the password, so that there is one secret to keep.
set -euo pipefail
key=/data/configdb/key
printf %s "$MONGO_INITDB_ROOT_PASSWORD" | sha512sum | cut -d ' ' -f 1 > "$key"
chown mongodb:mongodb "$key"
chmod 400 "$key"
exec docker-entrypoint.sh mongod --replSet needfire --bind_ip_all --keyFile "$key"
