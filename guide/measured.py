"""Tables of what was tried: least comparisons of all labellings, how far symbols reach."""

from collections.abc import Sequence as Items

from guide.tables import plain_table, rendered
from lowerbound.bounds.formulas import SEARCHED
from lowerbound.comparisons.labellings import LargestNeed
from verify.symbolic.reach import Reach


def labellings_text(found: Items[LargestNeed]) -> str:
    """Return the table for people."""
    table = plain_table("points", "n", "0/1 labels", "generic labels", "counting", "certified")
    for row in found:
        cells = (row.size, row.binary, row.generic, row.bound)
        table.add_row(row.points, *[str(cell) for cell in cells], "yes" if row.certified else "no")
    return rendered(
        table,
        "Least comparisons that every network needs: the largest over all labellings by 0 and 1, and for generic "
        "labels, beside ceil(log2 ceil(n/(p + 1))). Certified: that these labels need so many; that no labels by 0 and "
        f"1 need more is found {SEARCHED}.",
    )


def reach_text(found: Items[Reach]) -> str:
    """Return the table for people, and below it what was not proved in time, and what has no symbolic run and why."""
    table = plain_table("memorizer", "labels", "n", "shapes", "seconds", "logic", "verdict", gap=1)
    reasons: dict[str, dict[str, None]] = {"not in time": {}, "no symbolic run, in whatever time": {}}
    for reach in found:
        kind = "any" if reach.labels == "any" else "differ"
        if reach.best is None or reach.best["n"] < 2:
            why = "not in time" if reach.late else "no symbolic run, in whatever time"
            reasons[why][f"  {reach.memorizer}: {reach.stopped}"] = None
            continue
        best = reach.best
        size, shapes, seconds = str(best["n"]), str(best["shapes"]), f"{best['seconds']:.1f}"
        table.add_row(reach.memorizer, kind, size, shapes, seconds, best["logic"], best["verdict"])
    return rendered(table, *["\n".join([f"{why}:", *lines]) for why, lines in reasons.items() if lines])
