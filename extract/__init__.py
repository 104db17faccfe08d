"""Understands a document: Document -> Decision."""
