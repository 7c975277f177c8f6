"""Inline pictures: elements, diagrams of networks, charts."""
