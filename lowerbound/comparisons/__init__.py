"""The least number of comparisons: dichotomies, search, refutations, trees that test coordinates."""
