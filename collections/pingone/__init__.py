"""PingOne's requests as typed steps, each written once and shared by the workflows."""
