"""Counterexamples as tables of one row, which ``memocert predict`` runs: the exact input, column by column."""

import csv
import io
from collections.abc import Sequence as Items
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
def write_counterexample(folder: Path, bundle: Bundle, claim: Claim, verdict: Verdict) -> tuple[Path, str] | None:
    """Write the input that refutes a claim as a table with the names of the columns, each number exactly.

    A number that stands for a text is written as that text. Where one stands for none, columns have no names, and all
    are numbers. The file is called after the claim, and made anew.

    Returns:
        The file, and the option with which ``predict`` runs it; None if the verdict has no input of this network.

    Raises:
        BadInput: if it cannot be written.
    """
    if not isinstance(verdict, Refuted) or len(verdict.point) != bundle.network.input_width:
        return None
    columns = None if bundle.dataset is None else bundle.dataset.columns
    names: Items[str] = [f"x{place}" for place in range(len(verdict.point))]
    cells, option = [str(value) for value in verdict.point], ""
    if columns is not None:
        texts = {name: dict(zip(map(str, range(len(known))), known, strict=True)) for name, known in columns.categories}
        if all([name not in texts or cell in texts[name] for name, cell in zip(columns.inputs, cells, strict=True)]):
            names, numbers = columns.inputs, cells
            cells = [texts[name][cell] if name in texts else cell for name, cell in zip(names, numbers, strict=True)]
        else:
            option = " --by-position"
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerows([names, cells])
    make_folder(folder, kept=True)
    path = folder / f"{claim.stem}.csv"
    check_output(path, force=True)
    write_whole(path, table.getvalue().encode("utf-8", "surrogatepass"))
    return path, option
