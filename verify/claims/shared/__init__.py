"""What kinds of claims share: all of them, those at points, those around points, those on domains."""
