"""Chains of stages that end as soon as one is sure."""
