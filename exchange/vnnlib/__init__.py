"""VNN-LIB, the language in which verifiers of networks are asked: queries read, joined into one network, written."""
