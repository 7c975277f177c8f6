"""The demonstration: a real data set memorized, proved, checked, tampered with, and compared."""

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from constructions.catalogue import CATALOGUE, FEWEST, build
from constructions.files.bundle import NETWORK_FILE, Bundle, check_target, write_bundle
from constructions.files.canonical import digest, read_bytes, write_whole
from constructions.files.data_reader import read_dataset
from constructions.model.account import Account, account_of
from constructions.model.errors import BadInput
from constructions.model.nouns import count_of
from guide.console import say, spinner, wrapped
from guide.tables import account_text, plain_table, rendered
from verify.certificate import certificate_file, claim_file
from verify.check.bundle import check_bundle
from verify.claims.shared.base import Claim, Request
from verify.lanes import Options
from verify.request import prove_named
from verify.verdict import Proved
from verify.words import results_text, verdict_text

DIGITS = Path(__file__).resolve().parent.parent / "examples" / "data" / "digits.csv"


_WANTED = (
    ("memorizes", Request(), Options()),
    ("classifies", Request(), Options()),
    ("operations-at-most", Request(exact=True), Options()),
    ("classifies-robustly", Request(), Options(lane="certificate", seconds=5.0)),  # a query a point would take Z3 long
)
"""What the demonstration proves: names, options of the claims, and how."""


def run(data: Path | None, output: Path | None) -> None:
    """Run the demonstration on ``data`` (the digits if None) and keep the bundles in ``output`` if it is given.

    Raises:
        BadInput: if the data cannot be read or have no classes, or ``output`` is not a new folder.
    """
    path = DIGITS if data is None else data
    if data is None and not path.is_file():
        raise BadInput(f"{path}: not there; the demo's data come with a clone, or name a data set: memocert demo DATA")
    if output is not None:
        check_target(output, force=False)
    folder = Path(tempfile.mkdtemp(prefix="memocert-demo-"))
    try:
        _show(path, folder)
        if output is not None:
            shutil.copytree(folder, output, dirs_exist_ok=True)
            say(f"\nThe bundles are kept in {output}.")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _show(path: Path, folder: Path) -> None:
    with spinner(f"reading {path.name}"):
        dataset = read_dataset(path)
    target = dataset.one_hot()
    say(
        f"DATA    {path.name}: {count_of(dataset.size, 'point')}, "
        f"{count_of(dataset.width, 'coordinate')}, {count_of(dataset.class_count(), 'class')}"
    )
    started = perf_counter()
    with spinner(f"building {FEWEST}"):
        name, built = build(FEWEST, target)
    account = account_of(built.network, dataset)
    bundle = write_bundle(folder / "conditional", built.network, dataset, account_text(account))
    say(f"BUILD   {name}: an exact conditional network, {count_of(account.size.gates, 'gate')} ({_seconds(started)})")

    claims = []
    for wanted, request, options in _WANTED:
        started = perf_counter()
        with spinner(f"proving {wanted}") as progress:
            claim, verdict = prove_named(bundle, wanted, request, replace(options, progress=progress))
        claims.append(claim)
        say(_step("PROVE", f"{verdict_text(claim, verdict)} ({_seconds(started)})"))
        if not isinstance(verdict, Proved):
            raise AssertionError("a claim of the demonstration is not proved")

    started = perf_counter()
    say(_step("CHECK", "by the independent checker, which sees only the files:"))
    say(_checked(bundle.folder))
    say(f"        ({_seconds(started)})")

    say(_step("TAMPER", _tampered(bundle, folder / "tampered")))
    say(_checked(folder / "tampered"))
    say(_step("FORGE", "new digests in all claims and certificates; what is still true is accepted:"))
    _mend_digests(bundle, claims, folder / "tampered")
    say(_checked(folder / "tampered"))

    with spinner("building interpolation"):
        plain = account_of(CATALOGUE["interpolation"].build(target).network, dataset)
    say("COST    operations on one input, at most, over all points of the data")
    say(_compared({name: account, "interpolation": plain}, dataset.size), end="")


def _tampered(bundle: Bundle, copy: Path) -> str:
    """Copy the bundle and change one number in its network file: the last threshold, by one."""
    shutil.copytree(bundle.folder, copy)
    lines = bundle.network_data.decode("ascii").split("\n")
    number = max([index for index, line in enumerate(lines) if line.startswith('["branch"')])
    fields = lines[number].split('"')
    before, fields[5] = fields[5], "1000003/2"
    lines[number] = '"'.join(fields)
    write_whole(copy / NETWORK_FILE, "\n".join(lines).encode("ascii"))
    return f"one number of {NETWORK_FILE}, the threshold of the root gate, from {before} to {fields[5]}:"


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


def _compared(accounts: dict[str, Account], size: int) -> str:
    table = plain_table("network", "points", "comparisons", "arithmetic", "total", "parameters")
    for name, account in accounts.items():
        worst = account.worst or {}
        arithmetic = worst["additions"] + worst["multiplications"]
        cells = (size, worst["comparisons"], arithmetic, worst["total"], account.size.parameters)
        table.add_row(name, *[f"{value:,}" for value in cells])
    return rendered(table)


def _step(name: str, text: str) -> str:
    return f"{name:8}" + wrapped(text, " " * 8).lstrip()


def _checked(folder: Path) -> str:
    return wrapped(results_text(check_bundle(str(folder)), folder.name), " " * 8)


def _seconds(started: float) -> str:
    return f"{perf_counter() - started:.1f} s"
