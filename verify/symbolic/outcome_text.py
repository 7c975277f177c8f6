"""Outcomes of claims about constructions, for people and programs."""

from typing import Any

from constructions.model.nouns import count_of
from verify.symbolic.every import Outcome
from verify.symbolic.samples import Counterexample


def outcome_text(outcome: Outcome) -> str:
    """Return an outcome in words: verdict, sentence, and what stands behind it or against it."""
    lines = [f"{outcome.verdict}: {outcome.every}"]
    if outcome.counterexample is not None:
        lines += _counterexample_lines(outcome.counterexample)
    elif outcome.verdict in ("unknown", "proved by running all"):
        lines.append(f"  {outcome.reason}")
    else:
        lines.append(
            f"  {count_of(len(outcome.scripts), 'obligation')} in {outcome.logic}, "
            f"{count_of(outcome.shapes, 'shape')} of the network"
            + (f", of which {outcome.refused} refuse the data" if outcome.refused else "")
        )
    if outcome.most is not None:
        lines.append(f"  {outcome.most}")
    if outcome.beside is not None:
        lines += [
            "  rows in another order, or twice, are not spoken of; there it can be wrong:",
            *_counterexample_lines(outcome.beside),
        ]
    if outcome.bundles:
        lines.append(f"  accepted by the checker: {', '.join([path.name for path in outcome.bundles[:4]])}")
    return "\n".join(lines)


def outcome_json(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome for ``json.dumps``."""
    return {
        "n": outcome.every.size,
        "labels": outcome.every.labels,
        "points": None if outcome.every.points is None else [str(point) for point in outcome.every.points],
        "verdict": outcome.verdict,
        "shapes": outcome.shapes,
        "refused": outcome.refused,
        "obligations": len(outcome.scripts),
        "logic": outcome.logic,
        "seconds": round(outcome.seconds, 2),
        "bundles": [str(path) for path in outcome.bundles],
        "operations": None if outcome.most is None else outcome.most.operations,
        "comparisons": None if outcome.most is None else outcome.most.comparisons,
        "reason": outcome.reason,
        "counterexample": _counterexample_json(outcome.counterexample),
        "beside": _counterexample_json(outcome.beside),
    }


def _counterexample_json(wrong: Counterexample | None) -> dict[str, Any] | None:
    if wrong is None:
        return None
    rows = zip(wrong.dataset.points, wrong.dataset.labels, strict=True)
    data = [[str(point[0]), str(label[0])] for point, label in rows]
    return {"data": data, "point": wrong.point, "found": wrong.found}


def _counterexample_lines(wrong: Counterexample) -> list[str]:
    rows = zip(wrong.dataset.points, wrong.dataset.labels, strict=True)
    lines = ["  the data: " + ", ".join([f"{point[0]} -> {label[0]}" for point, label in rows])]
    if wrong.point is None:
        return [*lines, f"  the construction fails: {' '.join(wrong.found.split())}"]
    point, label = wrong.dataset.points[wrong.point][0], wrong.dataset.labels[wrong.point][0]
    return [*lines, f"  at {point} the network gives {wrong.found}, the label is {label}"]
