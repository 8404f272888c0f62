"""Says in words what the read models hold: facts, decisions, a case, its story, an edition."""
