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
NEEDFIRE_BROKER_INTAKE_PASSWORD=$(password)
NEEDFIRE_BROKER_ESCALATION_PASSWORD=$(password)
NEEDFIRE_BROKER_NATIONAL_ALERTS_PASSWORD=$(password)
NEEDFIRE_BROKER_RISK_MANAGEMENT_PASSWORD=$(password)
NEEDFIRE_BROKER_INTAKE_WORKER_PASSWORD=$(password)
NEEDFIRE_BROKER_ESCALATION_WORKER_PASSWORD=$(password)
NEEDFIRE_BROKER_NATIONAL_ALERTS_WORKER_PASSWORD=$(password)
NEEDFIRE_BROKER_RISK_MANAGEMENT_WORKER_PASSWORD=$(password)
NEEDFIRE_BROKER_GATEWAY_PASSWORD=$(password)
NEEDFIRE_BROKER_GATEWAY_WORKER_PASSWORD=$(password)
NEEDFIRE_BROKER_DELIVERIES_WORKER_PASSWORD=$(password)
NEEDFIRE_BROKER_AUDITOR_PASSWORD=$(password)
NEEDFIRE_BROKER_TOPOLOGY_PASSWORD=$(password)
NEEDFIRE_STORE_PASSWORD=$(password)
END
mv .env.new .env
echo "wrote .env; now: docker compose up --build"
