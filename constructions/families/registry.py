"""The families by name: the paper, its rule in exact form, the formulas, and a memorizer that uses it."""

from functools import partial

from constructions.families.exits import class_mean, early_exit, halting
from constructions.families.parts import channels, dropout, mixture, sign_prediction
from constructions.families.trees import adaptive_tree, binned_tree, fast_feedforward, forest, routed_tree
from constructions.memorizer import Memorizer

FAMILIES: dict[str, Memorizer] = {
    entry.name: entry
    for entry in (
        Memorizer(
            "routed-tree",
            "the child is the argmax of an affine router, of equal ones the first",
            "Ioannou et al. 2016; theory, Theorem 81",
            routed_tree.COST,
            routed_tree.routed_tree,
        ),
        Memorizer(
            "adaptive-tree",
            "edges transform; left iff an affine form is positive",
            "Tanno et al. 2019; theory, Theorem 82",
            adaptive_tree.COST,
            adaptive_tree.adaptive_tree,
        ),
        Memorizer(
            "binned-tree",
            "each coordinate falls into a bin, found by bisection; the bins name a row of a table",
            "Yang et al. 2018; theory, Theorem 83",
            binned_tree.COST,
            binned_tree.binned_tree,
        ),
        Memorizer(
            "forest",
            "left iff an affine form is 0 or more; the mean of three trees",
            "Kontschieder et al. 2015; theory, Theorem 84",
            forest.COST,
            forest.forest_memorizer,
        ),
        Memorizer(
            "mixture",
            "the expert with the largest gate form runs",
            "after Eigen et al. 2013, one expert as in Shazeer et al. 2017; theory, Theorem 85",
            mixture.COST,
            mixture.mixture_of_experts,
            most=2_000,
        ),
        Memorizer(
            "mixture-top-2",
            "the mean of the two experts with the largest gate forms",
            "after Shazeer et al. 2017 (Eigen et al. 2013 mix all experts); theory, Theorem 85",
            mixture.TOP,
            partial(mixture.mixture_of_experts, count=2),
            most=2_000,
        ),
        Memorizer(
            "early-exit",
            "a head answers if its two best scores differ by a threshold, else the next stage runs",
            "BranchyNet 2016, Shallow-Deep 2019; theory, Theorem 86",
            early_exit.COST,
            early_exit.early_exit_memorizer,
            varies="classes are numbered in the order of their labels",
            most=5_000,
            most_labels=200,
        ),
        Memorizer(
            "class-mean-exit",
            "the nearest class mean answers if it is nearer than the next by a gap, else the next stage runs",
            "after E2CM 2022; theory, Theorem 87",
            class_mean.COST,
            class_mean.class_mean_memorizer,
            varies="classes are numbered in the order of their labels",
            most=2_000,
        ),
        Memorizer(
            "halting",
            "residual stages until a halting form is 0 or more",
            "Graves 2016; theory, Theorem 88",
            halting.COST,
            halting.halting_memorizer,
            most=20_000,
        ),
        Memorizer(
            "channel-skipping",
            "only the two channels with the largest saliencies are computed",
            "after Gao et al. 2019; theory, Theorem 89",
            channels.COST,
            channels.channel_memorizer,
            most=2_000,
        ),
        Memorizer(
            "dropout",
            "a block is computed iff its policy form is 0 or more",
            "Bengio et al. 2013, 2015; theory, Theorem 90",
            dropout.COST,
            dropout.dropout_memorizer,
            most=20_000,
        ),
        Memorizer(
            "sign-prediction",
            "a unit is computed iff a rank-one predictor of its sign is 0 or more",
            "Davis, Arel 2013; theory, Theorem 91",
            sign_prediction.COST,
            sign_prediction.sign_memorizer,
            most=2_000,
        ),
        Memorizer(
            "fast-feedforward",
            "a complete tree of forms, a hidden layer of one unit at each leaf",
            "Belcak, Wattenhofer 2023; theory, Theorem 92",
            fast_feedforward.COST,
            fast_feedforward.fast_feedforward_memorizer,
        ),
    )
}
"""Every family under its name, as a memorizer: its idea is the rule, its source the paper."""
