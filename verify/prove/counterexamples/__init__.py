"""Counterexamples: floats propose inputs, an exact run of the network decides."""
