"""Synthesis: conditional networks that give the answers of a given network with less work per input."""
