"""Grids from rules: spans proven by missing rules, broken and doubled rules, open sides."""

from __future__ import annotations

from hypothesis import given

from ingest.grid import Grid, Rule, grids
from tests.ingest.papers import Plan, Spot, plans


def borders(plan: Plan, width: float = 60, height: float = 20) -> list[Rule]:
    """The four sides of each spot, as Word draws them."""
    rules = []
    for spot in plan.spots:
        x0, y0 = width * spot.col, height * spot.row
        x1, y1 = x0 + width * spot.colspan, y0 + height * spot.rowspan
        rules += [Rule(x0, y0, x1, y0), Rule(x0, y1, x1, y1), Rule(x0, y0, x0, y1), Rule(x1, y0, x1, y1)]
    return rules


def shape(grid: Grid) -> list[tuple[int, int, int, int]]:
    return [(one.row, one.col, one.rowspan, one.colspan) for one in grid.fields]


def edges(plan: Plan) -> tuple[set[int], set[int]]:
    """The row and column borders that are drawn anywhere; others cannot be known."""
    rows = {spot.row for spot in plan.spots} | {plan.rows}
    cols = {spot.col for spot in plan.spots} | {plan.cols}
    return rows, cols


@given(plans())
def test_any_merged_grid_is_found(plan: Plan) -> None:
    found = grids(borders(plan))
    if len(plan.spots) == 1:
        assert found == []
        return
    (grid,) = found
    rows, cols = (sorted(side) for side in edges(plan))
    expected = [
        (
            rows.index(spot.row),
            cols.index(spot.col),
            rows.index(spot.row + spot.rowspan) - rows.index(spot.row),
            cols.index(spot.col + spot.colspan) - cols.index(spot.col),
        )
        for spot in plan.spots
    ]
    assert shape(grid) == expected
    assert grid.proven


def squares(rows: int, cols: int) -> Plan:
    return Plan(rows, cols, tuple(Spot(r, c, 1, 1, "") for r in range(rows) for c in range(cols)))


def test_points_find_their_field() -> None:
    (grid,) = grids(borders(squares(2, 2)))
    assert [grid.index_at(x, y) for x, y in ((30, 10), (90, 10), (30, 30), (90, 30))] == [0, 1, 2, 3]
    assert grid.index_at(200, 10) is None
    assert grid.index_at(30, -1) is None


def test_rules_may_waver_and_be_doubled() -> None:
    rules = [Rule(r.x0 + 0.7, r.top - 0.4, r.x1 + 0.7, r.bottom - 0.4) for r in borders(squares(3, 3))]
    doubled = [Rule(r.x0, r.top + 1.5, r.x1, r.bottom + 1.5) for r in borders(squares(3, 3))]
    (grid,) = grids([*rules, *doubled])
    assert len(grid.fields) == 9


def test_dotted_rules() -> None:
    dots = []
    for rule in borders(squares(2, 2)):
        length = max(rule.x1 - rule.x0, rule.bottom - rule.top)
        steps = int(length // 3)
        across = rule.x1 > rule.x0
        for step in range(steps + 1):
            x = rule.x0 + (3 * step if across else 0)
            y = rule.top + (0 if across else 3 * step)
            dots.append(Rule(x, y, x + 0.8, y + 0.8))
    (grid,) = grids(dots)
    assert shape(grid) == [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]


def test_open_sides_are_closed() -> None:
    # No outer side borders, no bottom: a table cut at the page end.
    rules = [Rule(0, 0, 120, 0), Rule(0, 20, 120, 20), Rule(60, 0, 60, 50)]
    (grid,) = grids(rules)
    assert shape(grid) == [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]
    assert grid.bbox == (0, 0, 120, 50)


def test_underlines_and_frames_are_no_tables() -> None:
    frame = borders(squares(1, 1))
    assert grids([Rule(0, 100, 60, 100), Rule(0, 120, 60, 120), *frame]) == []


def test_two_tables_stay_two() -> None:
    lower = [Rule(r.x0, r.top + 100, r.x1, r.bottom + 100) for r in borders(squares(1, 2))]
    assert [len(grid.fields) for grid in grids([*lower, *borders(squares(2, 2))])] == [4, 2]


def test_a_table_in_a_cell_belongs_to_the_cell() -> None:
    inner = [
        Rule(5 + r.x0 / 4, 5 + r.top / 4, 5 + r.x1 / 4, 5 + r.bottom / 4) for r in borders(squares(1, 2))
    ]
    (grid,) = grids([*borders(squares(2, 2)), *inner])
    assert len(grid.fields) == 4


def test_a_cell_that_is_no_rectangle_is_not_proven() -> None:
    rules = [rule for rule in borders(squares(2, 2)) if not (rule.x0 == rule.x1 == 60 and rule.top == 0)]
    rules = [rule for rule in rules if not (rule.top == rule.bottom == 20 and rule.x0 == 0)]
    (grid,) = grids(rules)
    assert not grid.proven
    assert shape(grid) == [(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)]


def test_no_rules() -> None:
    assert grids([]) == []
