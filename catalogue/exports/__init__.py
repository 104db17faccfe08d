"""Files for people and systems, one module for each kind."""
