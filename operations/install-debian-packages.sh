#!/bin/sh
# Installs Debian packages as root or by sudo, and keeps the services inside them from being started:
# Debian's rabbitmq-server and erlang-base would listen on every interface of the machine.
# Usage: install-debian-packages.sh PACKAGE...     What apt-get prints goes to .run/set-up.log.
set -eu
log=.run/set-up.log
services="rabbitmq-server.service epmd.service epmd.socket"
mkdir -p .run

stopped() {
    printf 'STOPPED (%s): %s\nRemedy: %s\n' "$1" "$2" "$3" >&2
    exit 1
}

if ! command -v apt-get >/dev/null 2>&1; then
    stopped not-debian "Missing: $*. This machine has no apt-get to install it with." \
        "install it by the means of this system, then run the same command again"
fi
if [ "$(id -u)" = 0 ]; then
    as_root=env
elif command -v sudo >/dev/null 2>&1 && sudo -n true >/dev/null 2>&1; then
    as_root='sudo -n env'
else
    # Whoever has to ask an administrator should have to ask once.
    also=
    case "${AMQP_URI:-} $*" in
        *://* | *rabbitmq-server*) ;;
        *) [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || also=rabbitmq-server ;;
    esac
    stopped needs-root "Missing: $*${also:+, and $also unless a broker runs on 127.0.0.1:5672}.\
 Installing needs root, and sudo is absent or asks for a password." \
        "run 'sudo apt-get install --no-install-recommends $*${also:+ $also}', then run the same command again"
fi

# RUNLEVEL=1 keeps System V's invoke-rc.d from starting what is installed; under systemd a mask does, until it is lifted.
# Only services which are not there yet are held back: somebody's running broker stays as it is.
held=
if systemctl list-units >/dev/null 2>&1; then  # there is a systemd, and it runs
    for service in $services; do
        systemctl cat "$service" >/dev/null 2>&1 || held="$held $service"
    done
fi
release() {
    [ -n "$held" ] || return 0
    $as_root systemctl unmask --runtime $held >>"$log" 2>&1 || true
    $as_root systemctl disable $held >>"$log" 2>&1 || true
}
apt() {
    $as_root DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
        apt-get -y -o DPkg::Lock::Timeout=300 -o Acquire::Retries=2 "$@" </dev/null >>"$log" 2>&1
}
install() {
    apt install --no-install-recommends "$@"
}

echo "           installing $* with apt-get (a minute or two; details in $log)"
[ -z "$held" ] || $as_root systemctl mask --runtime $held >>"$log" 2>&1
trap release EXIT
trap 'exit 130' INT TERM HUP

# A first try fails on a machine whose lists of packages are missing or old, and after an interrupted installation.
if ! install "$@"; then
    echo "           reading the lists of packages anew"
    $as_root DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 dpkg --configure -a </dev/null >>"$log" 2>&1 || true
    apt update || true
    if ! install "$@"; then
        if tail -n 60 "$log" | grep -q -i -e 'no space left' -e 'enough free space'; then
            stopped disk-full "The disk filled up while $* was being installed." \
                "free about 1 GB (df -h shows where), then run the same command again"
        elif tail -n 60 "$log" | grep -q -i -e 'could not resolve' -e 'failed to fetch' -e 'connection failed' \
            -e 'could not connect' -e 'unable to connect' -e 'temporary failure'; then
            stopped no-network "The packages $* could not be fetched." \
                "check this machine's network and its apt sources, then run the same command again"
        fi
        stopped package-failed "apt-get could not install $*; its own words are at the end of $log." \
            "put right what it names there, or install $* by hand, then run the same command again"
    fi
fi
