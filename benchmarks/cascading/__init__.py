"""The cascade to 400 custodians, of whom some refuse, hang or are flaky, beside groups of Celery and of Dramatiq that do the same."""
