"""What each operator of ONNX means, one file for each family, and the table of all."""
