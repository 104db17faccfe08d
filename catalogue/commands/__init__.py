"""The commands, one file for each family of verbs; `congbo.py` names them and loads them when called."""
