"""Reads catalogues: the national portal's list exports, old and new layout, and lists shaped like them."""
