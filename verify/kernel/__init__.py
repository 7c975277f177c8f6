"""The third lane: claims of a bundle as theorems about a checker that is proved in Coq."""
