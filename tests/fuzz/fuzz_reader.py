"""Feeds bytes to the checker as the files of a bundle; anything but a verdict is a failure.

An input is five files with NUL bytes between them: network.json, other.json, dataset.json, only.claim.json and
only.certificate.json; a file that is empty is left out. Digests are bound anew, so that mutants get past them.

Coverage guides the search if atheris is there (it has wheels for Linux and Python 3.11 to 3.13)::

    pip install atheris
    python tests/fuzz/fuzz_reader.py --write-corpus /tmp/corpus
    python tests/fuzz/fuzz_reader.py /tmp/corpus -max_total_time=600 -max_len=8192 -timeout=60

``tests/fuzz/test_fuzz_reader.py`` runs the same function on the corpus and on random mutations, without atheris.
"""

import hashlib
import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
NAMES = ("network.json", "other.json", "dataset.json", "only.claim.json", "only.certificate.json")
VERDICTS = {"accepted", "rejected", "incomplete", "malformed"}
REFERENCE = re.compile(rb'("file":"([a-z.]+)","sha256":)"[0-9a-f]{64}"')


def write_bundle(data: bytes, folder: Path) -> None:
    """Write the files of an input, each claim and certificate bound to what the others are."""
    files = {name: part for name, part in zip(NAMES, data.split(b"\0"), strict=False) if part}

    def to(match: re.Match[bytes]) -> bytes:
        digest = hashlib.sha256(files.get(match[2].decode(), b"")).hexdigest()
        return match[1] + f'"{digest}"'.encode()

    for name in NAMES:
        if name in files:
            files[name] = REFERENCE.sub(to, files[name]) if name.startswith("only") else files[name]
            (folder / name).write_bytes(files[name])


def one_input(data: bytes) -> list[str]:
    """Return the verdicts of the checker on one input; whatever else it raises is raised."""
    from verify.check.bundle import check_bundle, exit_code
    from verify.check.verdict import Malformed

    with tempfile.TemporaryDirectory() as name:
        write_bundle(data, Path(name))
        try:
            results = check_bundle(name)
        except Malformed:
            return ["malformed"]
    verdicts = [result.verdict for result in results]
    if not set(verdicts) <= VERDICTS or (exit_code(results) == 0) != (set(verdicts) == {"accepted"}):
        raise AssertionError(f"verdicts {verdicts} with exit code {exit_code(results)}")
    return verdicts


def corpus() -> list[bytes]:
    """Return an input for each claim of each bundle in tests/certificates."""
    found = []
    for claim in sorted((ROOT / "tests" / "certificates").glob("*/*/*/*.claim.json")):
        if not claim.is_file():
            continue
        stem = claim.name.removesuffix(".claim.json")
        parts = [claim.parent / name for name in NAMES[:3]]
        parts += [claim, claim.parent / f"{stem}.certificate.json"]
        texts = [part.read_bytes() if part.is_file() else b"" for part in parts]
        texts[4] = texts[4].replace(f'"{claim.name}"'.encode(), b'"only.claim.json"')
        if not any(b"\0" in text for text in texts):
            found.append(b"\0".join(texts))
    return found


def main() -> None:
    """Write the corpus, or search with atheris."""
    sys.path.insert(0, str(ROOT))
    if sys.argv[1:2] == ["--write-corpus"]:
        folder = Path(sys.argv[2])
        folder.mkdir(parents=True, exist_ok=True)
        for data in corpus():
            (folder / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
        return
    import atheris

    with atheris.instrument_imports():
        import verify.check.bundle  # noqa: F401
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
