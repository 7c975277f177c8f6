"""What is claimed about a network, how it is proved, and how a proof is checked."""
