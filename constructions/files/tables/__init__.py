"""Text tables: how they are written, which columns are which, and each number exactly as it is spelled."""
