"""Projections, hyperplanes, places and layers that constructions share."""
