from __future__ import annotations

from catalogue.exports.word import PACKAGE
from corpus.forms import templates


def test_the_templates_of_the_package_are_those_made_here() -> None:
    kept = {path.stem: path.read_bytes() for path in PACKAGE.glob("*.docx")}
    assert kept == templates(), "run `python -m corpus.forms`"
