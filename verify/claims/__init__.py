"""One file for each kind of claim: sentence, file, and how it is proved, refuted, asked of a solver, stated in Coq."""
