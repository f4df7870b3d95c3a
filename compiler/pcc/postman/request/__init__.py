"""Requests of a file: URL, headers, body, auth."""
