"""Exact networks, written as ONNX models."""
