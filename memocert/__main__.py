"""``python -m memocert``: the command line."""

from memocert.commands.main import main

main()
