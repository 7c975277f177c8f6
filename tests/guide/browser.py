"""A page in headless Chromium: what a script finds in it, once it says that it is done."""

import fcntl
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
"""The browser, if there is one."""


@contextmanager
def short_paths() -> Iterator[dict[str, str]]:
    """Yield variables with which the browser finds a folder for its socket, whose path has few letters."""
    with TemporaryDirectory(dir="/tmp") as folder:
        yield {"TMPDIR": folder}


def in_browser(pages: list[Path], wait: str, find: str) -> list[Any]:
    """Open files, wait at each until the expression ``wait`` of JavaScript is true, return the values of ``find``.

    The browser is spoken to through two pipes, as its flag --remote-debugging-pipe says: messages in JSON, each ended
    by a byte 0.
    """
    here, to_browser = os.pipe()
    from_browser, there = os.pipe()
    command = [
        str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={pages[0].parent}/profile",
        "--remote-debugging-pipe", "about:blank",
    ]  # fmt: skip

    def at_their_places() -> None:
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (here, there)]
        for place, end in enumerate(ends, 3):
            os.dup2(end, place)

    with (
        short_paths() as paths,
        subprocess.Popen(
            command,
            preexec_fn=at_their_places,
            pass_fds=(3, 4),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **paths},
        ) as process,
    ):
        os.close(here)
        os.close(there)
        with os.fdopen(to_browser, "wb", buffering=0) as questions, os.fdopen(from_browser, "rb") as answers:
            browser = Browser(questions, answers)
            found = [browser.look(page, wait, find) for page in pages]
            browser.ask("Browser.close")
        process.wait()
    return found


class Browser:
    """Questions to a browser, one at a time."""

    def __init__(self, questions: Any, answers: Any) -> None:
        self.questions, self.answers = questions, answers
        self.number, self.rest, self.session = 0, b"", ""

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Return the result of one question; what the browser says of itself in between is passed over."""
        self.number += 1
        question = {"id": self.number, "method": method, "params": parameters}
        session = {"sessionId": self.session} if self.session else {}
        self.questions.write(json.dumps(question | session).encode() + b"\0")
        while True:
            while b"\0" not in self.rest:
                read = self.answers.read1(65536)
                assert read, "the browser has ended"
                self.rest += read
            message, self.rest = self.rest.split(b"\0", 1)
            answer = json.loads(message)
            if answer.get("id") == self.number:
                assert "result" in answer, answer
                return dict(answer["result"])

    def look(self, page: Path, wait: str, find: str) -> Any:
        """Open a page, wait, and return what is found there."""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.ask("Page.navigate", url=page.as_uri())
        waiting = f"new Promise(function done(found) {{ ({wait}) ? found({find}) : setTimeout(done, 20, found); }})"
        said = self.ask("Runtime.evaluate", expression=waiting, awaitPromise=True, returnByValue=True)
        self.session = ""
        return said["result"]["value"]
