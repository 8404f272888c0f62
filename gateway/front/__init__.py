"""What every request passes before anything else, and every answer last: the connection's limits, host, headers, forms."""
