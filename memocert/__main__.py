"""``python -m memocert``: the command line."""

from memocert.commands import main

main()
