#!/bin/sh
# Writes .env, which docker-compose.yml needs, with new passwords. Leaves one that exists as it is.
set -eu
cd "$(dirname "$0")/.."
if [ -e .env ]; then
    echo ".env is there already"
    exit 0
fi
password() {
    od -An -N24 -tx1 /dev/urandom | tr -d ' \n'
}
umask 077
cat > .env.new <<END
NEEDFIRE_BROKER_PASSWORD=$(password)
NEEDFIRE_STORE_PASSWORD=$(password)
END
mv .env.new .env
echo "wrote .env; now: docker compose up --build"
