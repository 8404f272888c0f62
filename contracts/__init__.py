"""What crosses a boundary: commands and events, one module a service, one class a version, one schema for each."""
