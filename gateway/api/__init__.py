"""The REST API: one module a resource, each with the table of its operations at the end."""
