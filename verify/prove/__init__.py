"""Untrusted: finds proofs and counterexamples; whatever it says is checked elsewhere."""
