"""Classes of models and of data, matched by name; other orders, against all orders; errors of values, by hand."""

import random
from fractions import Fraction
from itertools import permutations

import pytest
from samples import examples

from constructions.model.answers import errors_of, largest
from constructions.model.dataset import Dataset
from constructions.model.errors import BadInput
from exchange.class_order import Matched, better_order, labels_matched, matched


def data(*labels: int, names: tuple[str, ...] | None = None) -> Dataset:
    return Dataset.from_rows([[number] for number in range(len(labels))], [[label] for label in labels], names)


def test_labels_are_numbered_as_the_classes_of_the_same_names() -> None:
    found = matched(data(0, 1, 0, names=("cat", "dog")), ("dog", "cow", "cat"))
    assert found.by_name
    assert found.dataset.classes() == [2, 0, 2]
    assert found.dataset.class_names == ("dog", "cow", "cat")
    assert found.note == "labels are numbered as the model's classes: dog, cow, cat"


@pytest.mark.parametrize("classes", [("3", "5", "8"), ("3.0", "5.0", "8.00")])
def test_numbers_are_names_by_their_value(classes: tuple[str, ...]) -> None:
    found = matched(data(8, 3, 8), classes)
    assert (found.by_name, found.dataset.classes(), found.dataset.class_names) == (True, [2, 0, 2], classes)


def test_labels_that_are_no_integers_are_names_by_their_value() -> None:
    given = Dataset.from_rows([[0], [1]], [[Fraction(3, 2)], [Fraction(1, 2)]])
    assert matched(given, ("0.5", "1.5")).dataset.classes() == [1, 0]


def test_what_is_numbered_alike_stays_as_it_is() -> None:
    for given, classes in ((data(1, 0, 2), ("0", "1", "2")), (data(1, 0, names=("a", "b")), ("a", "b"))):
        found = matched(given, classes)
        assert found == Matched(given, True)


def test_labels_that_no_output_stands_for_are_named() -> None:
    data = Dataset.from_rows([[1], [2], [3]], [[0], [1], [2]], ("high", "low", "new one"))
    said = labels_matched(data, None, 2).note
    assert said.endswith("new one 2; the model has 2 outputs, one a class, and none for new one")
    bare = Dataset.from_rows([[1], [2], [3]], [[0], [7], [2]])
    assert labels_matched(bare, None, 2).note == "the model has 2 outputs, one a class, and none for 2, 7"
    assert labels_matched(bare, None, 8).note == ""


def test_without_names_nothing_is_decided() -> None:
    given = data(0, 1, names=("a", "b"))
    assert matched(given, None) == Matched(given, False)
    pairs = Dataset.from_rows([[0]], [[1, 0]])
    assert matched(pairs, ("a", "b")) == Matched(pairs, False)


def test_names_against_numbers_keep_their_numbers_and_the_note_says_so() -> None:
    given = data(0, 1, 2, names=("a", "b", "c"))
    found = matched(given, ("0", "1", "2"))
    assert found.dataset is given
    assert not found.by_name
    assert (
        found.note
        == "no label has the name of a class: a, b, c are taken as the numbers of the model's classes 0, 1, 2"
    )
    assert not matched(data(1, 0), ("no", "yes")).by_name


def test_a_label_that_is_no_class_is_refused_with_its_point() -> None:
    with pytest.raises(BadInput, match=r"data point 1 has the label 'owl', which is no class of the model: cat, dog"):
        matched(data(0, 1, names=("cat", "owl")), ("cat", "dog"))
    with pytest.raises(BadInput, match="and they are not numbers of 2 classes either"):
        matched(data(0, 2, names=("a", "b", "c")), ("x", "y"))
    with pytest.raises(BadInput, match="and they are not numbers of 2 classes either"):
        matched(data(7, 9), ("x", "y"))


@pytest.mark.parametrize("seed", range(examples(60)))
def test_the_better_order_is_the_best_of_all_orders(seed: int) -> None:
    source = random.Random(seed)
    classes = source.randint(2, 5)
    shift = list(range(classes))
    source.shuffle(shift)
    labels = [source.randrange(classes) for _ in range(40)]
    answers: list[tuple[int, ...]] = []
    for label in labels:
        outputs = [shift[label] == k if source.random() < 0.8 else source.random() for k in range(classes)]
        answers.append(largest(outputs))
    counts = [source.randint(1, 3) for _ in labels]

    def right(order: tuple[int, ...]) -> int:
        rows = zip(answers, labels, counts, strict=True)
        return sum(count for answer, label, count in rows if len(answer) == 1 and order[answer[0]] == label)

    best = max(right(order) for order in permutations(range(classes)))
    now = right(tuple(range(classes)))
    found = better_order(answers, labels, counts, classes)
    if found is None:
        assert 2 * (sum(counts) - best) > sum(counts) - now or 10 * (best - now) < sum(counts)
    else:
        assert (found.right, found.now) == (best, now)
        assert right(found.labels) == best


def test_an_order_that_is_a_little_better_is_not_named() -> None:
    answers: list[tuple[int, ...]] = [*[(0,)] * 50, *[(1,)] * 50]
    assert better_order(answers, [0] * 30 + [1] * 40 + [0] * 30, [1] * 100, 2) is None
    assert better_order(answers, [1] * 50 + [0] * 50, [1] * 100, 2) is not None
    sixty = [1] * 30 + [0] * 20 + [0] * 30 + [1] * 20  # the other order: 40 errors in place of 60
    assert better_order(answers, sixty, [1] * 100, 2) is None
    rare: list[tuple[int, ...]] = [*[(0,)] * 90, *[(1,)] * 3, *[(2,)] * 3]  # only two rare classes are exchanged
    assert better_order(rare, [0] * 90 + [2] * 3 + [1] * 3, [1] * 96, 3) is None
    assert better_order(answers, [1] * 50 + [0] * 50, [1] * 100, 201) is None


def test_errors_are_exact_over_rows_and_outputs() -> None:
    given = Dataset.from_rows([[0], [1], [0]], [[1, 2], [3, 4], [1, 2]])
    third = Fraction(1, 3)
    found = errors_of([(1 + third, Fraction(2)), (Fraction(3), Fraction(6))], given)
    assert (found.largest, found.point) == (Fraction(2), 1)
    assert found.mean == (2 * (third + 0) + (0 + 2)) / 6
