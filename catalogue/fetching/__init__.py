"""Pulling decisions and lists from sources into the workspace, and how the sources are doing."""
