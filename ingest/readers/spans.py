"""Places the cells of markup tables (HTML, DOCX) on a grid, as browsers do."""

from __future__ import annotations


class Slots:
    """Which grid positions are free while a table's rows are laid out from top to bottom."""

    def __init__(self) -> None:
        self._taken_until: list[int] = []
        self.n_cols = 0

    def place(self, row: int, rowspan: int, colspan: int, start: int = 0) -> tuple[int, int]:
        """Put a cell in the first free column of `row` from `start` on.

        Returns its column and the columns it really gets: a cell never covers one that hangs down from above.
        """
        taken = self._taken_until
        col = start
        while col < len(taken) and taken[col] > row:
            col += 1
        width = 1
        while width < colspan and not (col + width < len(taken) and taken[col + width] > row):
            width += 1
        taken.extend([0] * (col + width - len(taken)))
        taken[col : col + width] = [row + rowspan] * width
        self.n_cols = max(self.n_cols, col + width)
        return col, width
