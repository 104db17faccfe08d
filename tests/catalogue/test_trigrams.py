from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.matching.trigrams import Trigrams

TEXTS = ["cap the huong dan vien", "cap lai the huong dan vien", "thu hoi giay phep", "", "dang ky ket hon"]
folded = st.text("abcdeghiklmnopqrstuvxy ", max_size=40)


def test_a_text_shares_all_with_itself() -> None:
    shares = Trigrams(TEXTS).shares(TEXTS[1])
    assert shares.both[1] == pytest.approx(1)
    assert shares.both.argmax() == 1
    assert shares.shorter[0] > shares.both[0] > 0.5
    assert shares.both[4] < 0.3


def test_nothing_shared() -> None:
    assert Trigrams(["abc"]).shares("xyz").both[0] == pytest.approx(0, abs=0.01)
    assert len(Trigrams([]).shares("abc").both) == 0


@given(st.lists(folded, max_size=6), folded)
def test_shares_lie_between_0_and_1(texts: list[str], query: str) -> None:
    shares = Trigrams(texts).shares(query)
    assert len(shares.both) == len(texts)
    for values in (shares.both, shares.shorter):
        assert np.all((values >= 0) & (values <= 1 + 1e-9))
    assert np.all(shares.both <= shares.shorter + 1e-9)


@given(folded, st.text(max_size=20))
def test_any_letters_may_come(one: str, other: str) -> None:
    assert Trigrams([one, other]).shares(other).both[1] == pytest.approx(1)
