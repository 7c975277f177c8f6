"""Known ways of conditional computation, each as exact networks: a constructor, and a memorizer that uses it."""
