# One image for every process of the platform; docker-compose.yml says which of them a container runs.
FROM python:3.13-slim AS platform

# What prints documents.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin needfire \
    && install -d -o needfire -g needfire -m 700 /secrets /heads \
    && install -d -o needfire -g needfire -m 755 /users
WORKDIR /app

# The packages first: they change less often than the code.
COPY requirements/ requirements/
RUN python -m venv /opt/needfire \
    && /opt/needfire/bin/python -m pip install --no-cache-dir --require-hashes -r requirements/services.txt
ENV PATH=/opt/needfire/bin:$PATH

COPY . .
RUN for distribution in . plugins/*/; do set -- "$@" -e "$distribution"; done \
    && python -m pip install --no-cache-dir --no-index --no-deps --no-build-isolation "$@" \
    && python -m compileall -q /app /opt/needfire

# The file system is read-only when it runs.
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 NEEDFIRE_DIRECTORY=/app/examples/directories
USER 10001:10001

# The demonstration's identity provider, which lets in anybody as anybody: docker compose builds it by its name.
FROM platform AS demonstration
USER root
COPY requirements/demonstration.txt requirements/
RUN /opt/needfire/bin/python -m pip install --no-cache-dir --require-hashes -r requirements/demonstration.txt
USER 10001:10001

FROM platform
