"""Brings documents in: bytes -> Document."""
