"""Memorizers whose gates choose which part of the network runs: one file an idea."""
