"""Trees of tests and their sums, read exactly: scikit-learn's, XGBoost's, LightGBM's, those in ONNX."""
