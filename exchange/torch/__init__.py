"""Weights of PyTorch, read exactly."""
