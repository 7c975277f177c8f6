"""Models of scikit-learn, read exactly."""
