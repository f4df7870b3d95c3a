"""Sign-on flows: their states, and the actions that lead from one to the next (reference section 4.2)."""
