"""Reporters that write a file: one for all runs of a replay, whatever happened in them, at once or not at all."""
