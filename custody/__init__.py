"""Bodies that receive national alerts: who they are, how each is reached, whether a person there has shown it, and whether a child
of their own records is the one who is missing. What services decide on and the gateway shows."""
