"""Clocks that come due, beside APScheduler, Celery with ETA and DBOS: what was missed, early, twice, and by how much it was late."""
