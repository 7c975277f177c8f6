"""Lower bounds by formula: comparisons, operations, stored numbers."""
