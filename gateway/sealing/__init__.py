"""What identifies a person is sealed here and opened again: a key a person, wrapped by their authority's key."""
