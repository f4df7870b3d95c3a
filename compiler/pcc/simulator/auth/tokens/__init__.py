"""The endpoints that hand out tokens, tell about them and end them, and the one that takes them."""
