"""ONNX graphs, read exactly."""
