"""Deliveries to recipients outside: a ledger that loses nothing, and a sender that no dead recipient holds up."""
