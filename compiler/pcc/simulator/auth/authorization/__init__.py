"""The authorize and resume endpoints: what a client asks for, and how it is answered (reference sections 4.1, 4.3)."""
