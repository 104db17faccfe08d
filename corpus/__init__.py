"""Proves the other rooms: sample decisions, their truth, evaluation and benchmarks."""
