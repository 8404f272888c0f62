"""What a browser shows: screenshots of every page, and what can be done by keyboard alone."""
