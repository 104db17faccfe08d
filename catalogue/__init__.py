"""Keeps the province's truth: Decision -> Match, Proposal, Obligation."""
