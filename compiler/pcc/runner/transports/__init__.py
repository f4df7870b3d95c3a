"""What answers the requests of a run. Each is imported from its own module, because each brings its own weight."""
