"""Ties a listed procedure to a catalogue entry, and says why."""
