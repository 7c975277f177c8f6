"""What an exact network is, and how to build one that memorizes a data set."""
