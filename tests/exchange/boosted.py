"""The least files of XGBoost and LightGBM, for the tests of what is read of them."""

from typing import Any


def stump(objective: str = "reg:squarederror", base_score: str = "0", **changes: Any) -> dict[str, Any]:
    """The least file of XGBoost: one test of one feature."""
    tree = {
        "left_children": [1, -1, -1],
        "right_children": [2, -1, -1],
        "split_indices": [0, 0, 0],
        "split_conditions": [1.5, 2, 3],
        "split_type": [0, 0, 0],
        "tree_param": {"size_leaf_vector": "1"},
    }
    tree.update(changes)
    return {
        "learner": {
            "learner_model_param": {"num_class": "0", "num_feature": "1", "num_target": "1", "base_score": base_score},
            "objective": {"name": objective},
            "gradient_booster": {"name": "gbtree", "model": {"trees": [tree], "tree_info": [0]}},
        }
    }


def lines(header: str = "", objective: str = "regression", **changes: str) -> str:
    """The least text file of LightGBM: one test of one feature."""
    tree = {
        "num_leaves": "2",
        "num_cat": "0",
        "split_feature": "0",
        "threshold": "0.10000000000000001",
        "decision_type": "2",
        "left_child": "-1",
        "right_child": "-2",
        "leaf_value": "5 7",
        "is_linear": "0",
        **changes,
    }
    settings = f"num_class=1\nnum_tree_per_iteration=1\nmax_feature_idx=0\nobjective={objective}"
    head = f"tree\nversion=v4\n{settings}\n{header}"
    return f"{head}\nTree=0\n" + "\n".join(f"{key}={value}" for key, value in tree.items()) + "\n\nend of trees\n"
