"""Seeded faults of the rules for lower bounds."""

import lies as L  # noqa: N812
import lies_about_steps as S  # noqa: N812
from instances import deep, line, needed, table
from seeded import fault

SQUARE = [["0", "0"], ["0", "1"], ["1", "0"], ["1", "1"]]

FLAT_SQUARE = table(*[(point, ["0"]) for point in SQUARE])

ON_A_RAY = table(*[([place, place], ["0"]) for place in "0123"])

LINE = line("0", "1", "0", "1", "0")

TURN = line("0", "1", "1")

GRADED = line("0", "0", "0", "1", "0", places=("1/2", "2", "5/2", "3", "7/2"))

UNSORTED = line("0", "1", "0", "1", "0", places=("0", "3", "1", "4", "2"))

NEEDED = (
    fault("2^c parts are too many for c comparisons", S.about(S.PowersReached), "rules.shared.steps",
          "return (parts - 1).bit_length() - 1", "return parts.bit_length() - 1", needed(TURN, 2)),
    fault("2^c labels are too many for c tests", S.boxed(S.PowersAreLabels), "rules.shared.steps",
          "return (parts - 1).bit_length() - 1", "return parts.bit_length() - 1", deep(line("0", "1"), 2)),
    fault("one less is enough", S.about(S.OneLess), "rules.comparisons_needed", "steps[-1][1] < comparisons - 1:",
          "steps[-1][1] < comparisons - 2:", needed(TURN, 2)),
    fault("one less is deep enough", S.about(S.OneLess), "rules.depth_needed", "boxes[-1][2] < depth - 1:",
          "boxes[-1][2] < depth - 2:", deep(TURN, 2)),
    fault("points of a line are not sorted", S.about(S.Unsorted), "rules.comparisons_needed",
          "for number in sorted(range(len(places)), key=places.__getitem__)]", "for number in range(len(places))]",
          needed(UNSORTED, 2)),
    fault("a piece too many is counted", S.about(S.PiecesFromOne), "rules.comparisons_needed", "pieces, start = 0, 0",
          "pieces, start = 1, 0", needed(TURN, 2)),
    fault("places are not brought over one denominator", S.about(S.Unscaled), "rules.comparisons_needed",
          "places = [over((place, below), scale, budget) for place, below in dataset.points]",
          "places = [place for place, _ in dataset.points]",
          needed(GRADED, 2)),
    fault("counting needs no general position", S.about(S.SpecialPosition), "rules.comparisons_needed",
          "general = general or _in_general_position(dataset, engine.budget)", "general = True",
          needed(FLAT_SQUARE, 1)),
    fault("a singular matrix is regular", S.about(S.SpecialPosition), "rules.comparisons_needed",
          "if pivot is None:\n            return 0", "if pivot is None:\n            return 1", needed(ON_A_RAY, 1)),
    fault("points need not cancel", S.about(S.PointsNotCancelled), "rules.comparisons_needed",
          "if any(totals[: len(rows[0][0])]):", "if False:", needed(line("0", "1"), 1)),
    fault("factors need not cancel", S.about(S.SumNotCancelled), "rules.comparisons_needed",
          "if any(totals[: len(rows[0][0])]):", "if any(totals[: len(rows[0][0]) - 1]):",
          needed(line("2", "3", places=("1", "2")), 1)),
    fault("labels may cancel", S.about(S.LabelsCancelled), "rules.comparisons_needed",
          "if not any(totals[len(rows[0][0]) :]):", "if False:", needed(line("0", "1"), 1)),
    fault("products need not cancel", L.Shameless, "rules.comparisons_needed",
          "if bool(sum(values)) != (stack[0][1] > last):", "if not sum(values) and stack[0][1] > last:",
          needed(line("0", "1", "2"), 2, hints=[["powers", 7, 1, 0, 1, 0]], breach="sums of all products are 0")),
    fault("the power of the label may cancel", L.Shameless, "rules.comparisons_needed",
          "if bool(sum(values)) != (stack[0][1] > last):", "if sum(values) and stack[0][1] <= last:",
          needed(line("0", "1", "2"), 2, hints=[["powers", 7, 1, 0, 0, 0]], breach="that of the power is not")),
    fault("every speaks of other points", S.about(S.OutsideSets), "rules.comparisons_needed",
          "if mask < 0 or mask & ~sides[0] or", "if mask < 0 or", needed(LINE, 3)),
    fault("every speaks of one point", S.about(S.SinglePoints), "rules.comparisons_needed",
          "mask.bit_count() < 2 or count < 1:", "count < 1:", needed(line("0", "1"), 3)),
    fault("every uses steps that show too little", S.about(S.TooLittle), "rules.comparisons_needed",
          " or steps[number][1] < count - 1:", ":", needed(LINE, 3)),
    fault("a part need only touch a side", S.about(S.Touching), "rules.comparisons_needed",
          "any([not inner & not_above or not inner & not_below for inner in sets])",
          "any([inner & above or inner & below for inner in sets])", needed(TURN, 2)),
    fault("tests have no constant", S.about(S.ThroughZero), "network",
          "for place, value in enumerate(row) if value", "for place, value in enumerate(row[:-1]) if value",
          needed(line("0", "0", "1", places=("1", "2", "3")), 2)),
    fault("equal labels are counted twice", S.boxed(S.RowsCounted), "rules.depth_needed",
          "less_than(len(groups))", "less_than(len(rows))",
          deep(line("0", "0"), 1)),
    fault("equal labels have several numbers", S.boxed(S.RowsCounted), "rules.depth_needed",
          "numbers[row] = row if previous < 0 or labels[row] != labels[previous] else numbers[previous]",
          "numbers[row] = row", deep(line("0", "0"), 1)),
    fault("rows may be counted from behind", L.Shameless, "rules.depth_needed",
          "not all([0 <= number < count for number in few])", "not all([number < count for number in few])",
          deep(line("0", "1"), 1, hints=[["labels", 0, -1]], breach="rows and steps are numbered from 0")),
    fault("least and greatest are exchanged in sides", S.boxed(S.LargeBoxes), "rules.depth_needed",
          "any(map(gt, _least(tops), _greatest(bottoms)))", "any(map(gt, _least(bottoms), _greatest(tops)))",
          deep(line("0", "1"), 2)),
    fault("only the first coordinate is looked at", S.boxed(S.FirstCoordinate), "rules.depth_needed",
          "any(map(gt, _least(tops), _greatest(bottoms)))", "any(map(gt, _least(tops)[:1], _greatest(bottoms)))",
          deep(table((["0", "0"], ["0"]), (["0", "1"], ["1"])), 2)),
    fault("a union is as deep as its deepest part", S.boxed(S.DeepestCounts), "rules.depth_needed",
          "shown = min([known for _, _, known in used]",
          "shown = max([known for _, _, known in used]", deep(line("0", "1", "0", "1"), 3)),
    fault("a union ends where its first part ends", S.boxed(S.SmallBoxes), "rules.depth_needed",
          "list(map(max, *points))", "list(map(min, *points))",
          deep(line("0", "1", "1", "0"), 3)),
    fault("sides show two more", S.boxed(S.TwoTests), "rules.depth_needed", "_greatest(highs + greatests), enough + 1",
          "_greatest(highs + greatests), enough + 2",
          deep(line("0", "1", "0", "1"), 3)),
    fault("coordinates are not brought over one denominator", S.about(S.Unscaled), "rules.depth_needed",
          "places = [[value * (scale // point[-1]) for value in point[:-1]] for point in dataset.points]",
          "places = [point[:-1] for point in dataset.points]",
          deep(line("0", "0", "1", "0", places=("1/2", "2", "3", "5/2")), 2)),
    fault("2^c labels below a test are too many", S.boxed(S.PowersAreRanges), "rules.depth_needed",
          "[sorted(column)[1 << enough]", "[sorted(column)[(1 << enough) - 1]", deep(line("0", "0", "1"), 2)),
    fault("2^c labels above a test are too many", S.boxed(S.PowersAreRanges), "rules.depth_needed",
          "[sorted(column)[-1 - (1 << enough)]", "[sorted(column)[-(1 << enough)]", deep(line("0", "1", "1"), 2)),
    fault("labels of ranges are not told apart", S.boxed(S.RangesOfRows), "rules.depth_needed",
          "groups.setdefault(kinds[row], [])", "groups.setdefault(row, [])", deep(line("0", "0", "0"), 2)),
    fault("ranges use steps that show too little", S.boxed(S.ShallowSteps), "rules.depth_needed",
          "if shown < enough:", "if False:", deep(LINE, 4)),
    fault("rows beside steps are not in the box", S.boxed(S.RowsLeftOut), "rules.depth_needed",
          "_least(lows + leasts), _greatest(highs + greatests)",
          "_least(lows or leasts), _greatest(highs or greatests)",
          deep(line("2", "0", "1", "0", "2"), 4)),
)  # fmt: skip
