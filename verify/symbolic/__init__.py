"""Constructions on symbols: claims about every data set of a size, or every labelling of given points."""
