"""C source of a network, in exact integers or in doubles, so that saved operations are saved time."""
