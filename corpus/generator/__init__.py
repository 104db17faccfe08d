"""Sample decisions from plain facts, typeset as HTML, DOCX and PDF, with the truth beside them."""
