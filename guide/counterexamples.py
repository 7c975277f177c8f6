"""Counterexamples as tables of one row, which ``memocert predict`` runs: the exact input, column by column."""

import csv
import io
from pathlib import Path

from constructions.files.bundle import Bundle, check_output, make_folder
from constructions.files.disk import write_whole
from constructions.model.rational import long_integers
from verify.claims.shared.base import Claim
from verify.verdict import Refuted, Verdict


def check_folder_of_counterexamples(folder: Path) -> None:
    """Refuse what can be no folder of counterexamples, before the work; raises ``BadInput``."""
    if folder.is_dir() and not folder.is_symlink():
        folder = folder / "some.csv"
    check_output(folder, force=False, option=": name a folder")


@long_integers()
def write_counterexample(folder: Path, bundle: Bundle, claim: Claim, verdict: Verdict) -> Path | None:
    """Write the input that refutes a claim as a table with the names of the columns, each number exactly.

    The file is called after the claim, and made anew; None if the verdict has no input of the bundle's network.

    Raises:
        BadInput: if it cannot be written.
    """
    if not isinstance(verdict, Refuted) or len(verdict.point) != bundle.network.input_width:
        return None
    columns = None if bundle.dataset is None else bundle.dataset.columns
    names = [f"x{place}" for place in range(len(verdict.point))] if columns is None else columns.inputs
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerows([names, [str(value) for value in verdict.point]])
    make_folder(folder, kept=True)
    path = folder / f"{claim.stem}.csv"
    check_output(path, force=True)
    write_whole(path, table.getvalue().encode("utf-8", "surrogatepass"))
    return path
