"""Balls around points, and the largest on which the answer is right."""
