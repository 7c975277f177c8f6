"""Command line of the checker alone: ``python -m verify.check BUNDLE [--json]``."""

import argparse
import gc
import json
import os
import sys
from contextlib import suppress
from dataclasses import asdict
from importlib import import_module
from types import ModuleType

if __name__ == "__main__" and not __package__:  # python FOLDER BUNDLE: FOLDER is this one, a copy of it, or an archive
    package = ModuleType("memocert_check")  # whatever the folder is called; what lies beside it is not looked at
    package.__path__ = [os.path.dirname(os.path.abspath(__file__))]
    sys.path[:] = [place for place in sys.path if os.path.abspath(place) not in package.__path__]
    sys.modules[package.__name__] = package
    import_module(f"{package.__name__}.__main__").run()

from .bundle import check_bundle, exit_code
from .verdict import Malformed


def main(arguments: list[str] | None = None) -> int:
    """Check a bundle, print a line for each claim, and return the exit code: 0 accepted, 1 not, 2 malformed."""
    gc.disable()  # the objects of a bundle live until the end; looking for garbage among them takes a third of the time
    parser = argparse.ArgumentParser(prog="check", description="Check every claim of a bundle with its certificate.")
    parser.add_argument("bundle", help="the folder with network, data set, claims and certificates")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(arguments)
    try:
        results = check_bundle(options.bundle)
    except Malformed as error:
        print(f"malformed: {error}", file=sys.stderr)
        return 2
    code = exit_code(results)
    if options.json:
        print(json.dumps({"results": [asdict(result) for result in results], "exit_code": code}))
        return code
    for result in results:
        print(f"{result.verdict}: {result.file}: {result.sentence or result.reason}")
    if not results:
        print("rejected: there is no claim (a file named *.claim.json) in the bundle")
    return code


def run() -> None:
    """Run ``main`` as a program: where it is stopped, or nobody reads its verdicts, its exit code says no verdict."""
    try:
        code = main()
        print(end="", flush=True)
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:
        code = 141
    except OSError as error:
        code = 2
        with suppress(OSError):
            print(f"malformed: verdicts cannot be written: {(error.strerror or str(error)).lower()}", file=sys.stderr)
    os._exit(code)  # Python would try again to write what is left


if __name__ == "__main__":
    run()
