"""Read models built again from nothing: ours, and the same views by `eventsourcing` from the same log."""
