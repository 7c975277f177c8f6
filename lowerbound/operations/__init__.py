"""The least number of all operations, and of units, where it is small."""
