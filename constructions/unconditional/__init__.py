"""Memorizers in which every unit runs on every input: one file an idea."""
