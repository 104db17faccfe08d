"""Sample decisions from plain facts, in four formats, with the truth beside them."""
