"""What is published of the contracts: the OpenAPI document, and a JSON Schema with an example of each command and event."""
