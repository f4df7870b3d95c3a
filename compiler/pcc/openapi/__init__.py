"""OpenAPI descriptions (3.0 and 3.1): read, and asked for operations and schemas."""
