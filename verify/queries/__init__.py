"""Properties as VNN-LIB spells them: queries answered, claims written as queries, lists of instances."""
