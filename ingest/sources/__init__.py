"""Where decisions come from: one file per source, settings as data in sources.toml.

Only this package speaks to the network, and only through `client.py`.
"""
