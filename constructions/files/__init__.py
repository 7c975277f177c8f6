"""Canonical files of networks and data sets, the bundle that holds them, and readers of tables."""
