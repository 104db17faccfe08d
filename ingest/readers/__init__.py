"""One file per format; each turns the bytes of one document into a `Document`."""
