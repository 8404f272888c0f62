"""Deciding by the rules of an edition, beside zen-engine, CEL and bare Python conditions that say the same."""
