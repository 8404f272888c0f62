"""The cascade to 400 custodians, of whom some refuse, hang or are flaky, beside a Celery group that does the same."""
