"""The demonstration: a real data set memorized, proved, checked, and tampered with, on one screen."""

import tempfile
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from constructions.catalogue import CATALOGUE, FEWEST, build
from constructions.files.bundle import NETWORK_FILE, Bundle, check_new, make_folder, write_bundle
from constructions.files.canonical import digest
from constructions.files.data_reader import read_as_it_stands
from constructions.files.disk import read_bytes, write_together, write_whole
from constructions.model.account import account_of
from constructions.model.errors import BadInput, typed_path
from constructions.model.nouns import count_of
from constructions.model.rational import for_reading, spelled
from guide.console import say, spinner, wrapped
from guide.tables import account_text
from verify.certificate import certificate_file, claim_file
from verify.check.bundle import check_bundle
from verify.check.verdict import ACCEPTED
from verify.claims.shared.base import Claim, Request
from verify.lanes import Options
from verify.request import prove_named
from verify.verdict import Proved
from verify.words import verdict_text

DATA = Path(__file__).resolve().parent / "data"
"""The folder of the example data, which the wheel carries, too."""

_WANTED = (
    ("memorizes", Request(), Options(), "every label comes back exactly"),
    ("classifies", Request(), Options(), "the right output is greater than every other"),
    ("operations-at-most", Request(exact=True), Options(), "no input at all takes more, and one takes as many"),
    (
        "classifies-robustly",
        Request(),
        Options(lane="certificate", seconds=5.0),
        "the same in the largest ball around each point",
    ),
)
"""What the demonstration proves: names, options of the claims, how, and in a few words what. A query a point would take
Z3 long, so balls have a certificate alone."""

_NEXT = (
    ("memocert tutorial", "a tour of ten minutes"),
    ("memocert build axis-tree YOURS.csv -o mine", "your own data, the label last"),
    ("memocert prove mine", "and the proof"),
)


def run(data: Path | None, output: Path | None) -> None:
    """Run the demonstration on ``data`` (the digits if None) and keep the bundles in ``output`` if it is given.

    Raises:
        BadInput: if the data cannot be read or have no classes, or ``output`` is not a new folder.
    """
    path = DATA / "digits.csv" if data is None else data
    if output is None:
        with tempfile.TemporaryDirectory(prefix="memocert-demo-", ignore_cleanup_errors=True) as folder:
            _show(path, Path(folder) / "demo")
    else:
        check_new(output)
        _show(path, output)
        say(f"\nThe bundles are kept in {output}: memocert report {typed_path(output)}")
    say("\nnext")
    for command, what in _NEXT:
        say(f"  {command:<44}{what}")


def _show(path: Path, folder: Path) -> None:
    with spinner(f"reading {path.name}"):
        dataset = read_as_it_stands(path)
    target = dataset.one_hot()
    size = count_of(dataset.size, "point")
    _step("data", f"{path.name}: {size} of Q^{dataset.width}, {count_of(dataset.class_count(), 'class')}")

    started = perf_counter()
    with spinner("building the memorizer of fewest operations"):
        name, built = build(FEWEST, target)
        account = account_of(built.network, dataset)
        plain = account_of(CATALOGUE["interpolation"].build(target).network, dataset)
    make_folder(folder)
    bundle = write_bundle(folder / "conditional", built.network, dataset, account_text(account))
    most, unconditional = ((made.worst or {})["total"] for made in (account, plain))
    gates, cost = count_of(account.size.gates, "gate"), count_of(most, "operation")
    _step("build", f"{name}: {gates}, at most {cost}; without gates {unconditional:,}", started)

    claims = []
    for wanted, request, options, what in _WANTED:
        started = perf_counter()
        with spinner(f"proving {wanted}") as progress:
            claim, verdict = prove_named(bundle, wanted, request, replace(options, progress=progress))
        if not isinstance(verdict, Proved):
            raise BadInput(f"{path}: {verdict_text(claim, verdict).splitlines()[0]}")
        claims.append(claim)
        _step("prove", f"{wanted}: {what}", started)

    started = perf_counter()
    accepted, refused = _checked(bundle.folder)
    _step("check", f"{accepted} of {accepted + refused} accepted by the checker, which sees only the files", started)

    copy = folder / "tampered"
    changed = _tampered(bundle, copy)
    accepted, refused = _checked(copy)
    _step("tamper", f"{changed}: {accepted} of {accepted + refused} accepted")
    _mend_digests(bundle, claims, copy)
    accepted, refused = _checked(copy)
    still = "" if accepted == 0 else ", which is still true" if accepted == 1 else ", which are still true"
    _step("forge", f"all digests made to fit again: {accepted} of {accepted + refused} accepted{still}")


def _checked(folder: Path) -> tuple[int, int]:
    """Return how many claims of a bundle the checker accepts, and how many it does not."""
    verdicts = [result.verdict == ACCEPTED for result in check_bundle(str(folder))]
    return sum(verdicts), len(verdicts) - sum(verdicts)


def _tampered(bundle: Bundle, copy: Path) -> str:
    """Copy the bundle and change one number in its network file: the threshold of the last gate, or the last bias."""
    lines = bundle.network_data.decode("ascii").split("\n")
    gates = [number for number, line in enumerate(lines) if line.startswith('["branch"')]
    number = max(gates or [number for number, line in enumerate(lines) if line.startswith('["affine"')])
    fields = lines[number].split('"')
    before = fields[-2]
    fields[-2] = next(number for number in ("1000003/2", "1000001/2") if number != before)
    lines[number] = '"'.join(fields)
    files = {path.name: read_bytes(path) for path in bundle.folder.iterdir()}
    make_folder(copy)
    changed = files | {NETWORK_FILE: "\n".join(lines).encode("ascii")}
    write_together({copy / name: data for name, data in changed.items()}, copy)
    return f"one {'threshold' if gates else 'bias'} changed, {for_reading(spelled(before))} to {fields[-2]}"


def _mend_digests(bundle: Bundle, claims: list[Claim], copy: Path) -> None:
    """Do what a forger would: bind the claims to the changed network, and the certificates to the changed claims."""
    replaced = {digest(bundle.network_data): digest(read_bytes(copy / NETWORK_FILE))}
    for claim in claims:
        for name in (claim_file(claim), certificate_file(claim)):
            before = read_bytes(copy / name)
            after = before
            for old, new in replaced.items():
                after = after.replace(old.encode(), new.encode())
            replaced[digest(before)] = digest(after)
            write_whole(copy / name, after)


def _step(name: str, text: str, started: float | None = None) -> None:
    """Say one step, and how long it took."""
    taken = "" if started is None else f" ({perf_counter() - started:.1f} s)"
    say(f"{name:8}" + wrapped(text + taken, " " * 8).lstrip())
