"""`python -m corpus.forms`: write every template of the package anew."""

from __future__ import annotations

from catalogue.exports.word import PACKAGE
from catalogue.exports.writing import save
from corpus.forms import templates

if __name__ == "__main__":
    for name, data in templates().items():
        save(PACKAGE / f"{name}.docx", data)
