"""What a browser shows: every page as an image."""
