"""Work that waits for other work, on a stack of its own: whoever writes a network out may nest as deep as it does."""

from collections.abc import Generator
from typing import Any, TypeAlias

Task: TypeAlias = Generator["Task", Any, Any]
"""A step of writing that may wait for others: it yields a task, and gets back what that one returns."""


def run(task: Task) -> Any:
    """Run a task and all that it waits for; depth costs no recursion.

    >>> def countdown(number: int) -> Task:
    ...     return number if number == 0 else (yield countdown(number - 1)) + 1
    >>> run(countdown(100_000))
    100000
    """
    stack, value = [task], None
    while stack:
        try:
            waiting = stack[-1].send(value)
        except StopIteration as done:
            stack.pop()
            value = done.value
        else:
            stack.append(waiting)
            value = None
    return value
