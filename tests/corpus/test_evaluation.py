import copy
import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.agreement import fold, fold_number, similarity
from corpus.evaluation import NAME_THRESHOLD, OCR_THRESHOLD, evaluate, evaluate_folder, matched
from corpus.generator.truth import truth
from ingest.errors import UsageError
from tests.corpus.samples import samples

SCORE = Path(__file__).parents[3] / "shared" / "tools" / "score.py"

ROW = {
    "change": "new",
    "code": "1.000001",
    "name": "Cấp giấy phép xây dựng",
    "level": "province",
    "fee": "Không",
}


def decision(*rows: dict[str, Any], **head: Any) -> dict[str, Any]:
    return {"number": "12/QĐ-UBND", "signed": "2026-04-01", "items": list(rows), "based_on": [], **head}


@pytest.fixture
def gold(tmp_path: Path) -> Callable[..., Path]:
    def write(**decisions: dict[str, Any]) -> Path:
        for stem, content in decisions.items():
            (tmp_path / f"{stem}.json").write_text(json.dumps(content), "utf-8")
        return tmp_path

    return write


def test_a_faultless_prediction(gold: Callable[..., Path]) -> None:
    figures = evaluate(gold(a=decision(ROW)), {"a": decision(ROW)})
    told = figures.to_json()
    assert (told["documents"], told["documents_exact"]) == (1, 1)
    assert told["items"] == {
        "precision": 1.0,
        "recall": 1.0,
        "f1": 1.0,
        "right": 1,
        "predicted": 1,
        "gold": 1,
    }
    assert told["fields"] == {"level": 1.0, "code": 1.0, "fee": 1.0}
    assert told["head"] == {"number": 1.0, "signed": 1.0}
    assert figures.disagreements == []


def test_a_missing_prediction_counts_as_an_empty_one(gold: Callable[..., Path]) -> None:
    figures = evaluate(gold(a=decision(ROW)), {})
    assert figures.to_json()["items"]["recall"] == 0.0
    assert figures.documents_exact == 0
    assert [one.kind for one in figures.disagreements] == ["missed", "value", "value"]


def test_another_kind_another_code_or_another_name_is_another_row(gold: Callable[..., Path]) -> None:
    folder = gold(a=decision(ROW))
    for other in ({"change": "amended"}, {"code": "1.000002"}, {"name": "Cấp lại giấy phép xây dựng"}):
        figures = evaluate(folder, {"a": decision({**ROW, **other})})
        assert (figures.items.right, figures.items.predicted, figures.items.gold) == (0, 1, 1)
        assert {one.kind for one in figures.disagreements} == {"missed", "extra"}


def test_case_tone_placement_and_tail_do_not_count(gold: Callable[..., Path]) -> None:
    row = {**ROW, "name": "Hòa giải ở cơ sở", "code": "1.000001"}
    read = {**ROW, "name": "HOÀ  GIẢI Ở CƠ SỞ.", "code": "1.000001.000.00.00.H48"}
    assert evaluate(gold(a=decision(row)), {"a": decision(read)}).documents_exact == 1


def test_a_gold_row_is_used_once(gold: Callable[..., Path]) -> None:
    figures = evaluate(gold(a=decision(ROW)), {"a": decision(ROW, ROW)})
    assert (figures.items.right, figures.items.predicted) == (1, 2)
    assert figures.items.to_json()["f1"] == 0.6667


def test_rows_alike_are_tied_in_their_order() -> None:
    rows = [{**ROW, "code": None}, {**ROW, "code": None}]
    assert matched(rows, rows, NAME_THRESHOLD) == [(0, 0), (1, 1)]


def test_a_replaced_row_needs_the_old_code() -> None:
    row = {"change": "replaced", "code": None, "name": "A b c", "replaces_code": "1.000009"}
    assert matched([row], [{**row, "replaces_code": "1.000008"}], NAME_THRESHOLD) == []
    assert matched([row], [row], NAME_THRESHOLD) == [(0, 0)]


def test_values_that_gold_does_not_state_are_not_counted(gold: Callable[..., Path]) -> None:
    figures = evaluate(gold(a=decision({**ROW, "fee": None})), {"a": decision({**ROW, "fee": "10.000 đồng"})})
    assert "fee" not in figures.fields


def test_a_wrong_cell_is_named(gold: Callable[..., Path]) -> None:
    figures = evaluate(gold(a=decision(ROW)), {"a": decision({**ROW, "fee": "100.000 đồng"})})
    assert figures.fields["fee"].value == 0.0
    (one,) = figures.disagreements
    assert one.document == "a"
    assert "Không" in one.sentence()


def test_head_values(gold: Callable[..., Path]) -> None:
    effective = {"text": "kể từ ngày ký", "date": "2026-04-01"}
    folder = gold(a=decision(effective=effective, issuer="Ủy ban nhân dân tỉnh A", internal=None))
    read = decision(
        number="012/QD-UBND", effective={"text": "…", "date": "2026-04-02"}, issuer="UỶ BAN NHÂN DÂN TỈNH A"
    )
    head = evaluate(folder, {"a": read}).to_json()["head"]
    assert head == {"number": 1.0, "signed": 1.0, "effective": 0.0, "issuer": 1.0}


def test_links_are_compared_by_relation_and_number(gold: Callable[..., Path]) -> None:
    folder = gold(a=decision(based_on=[{"number": "5/QĐ-BTP"}], affects=[{"number": "7/QĐ-UBND"}]))
    read = decision(based_on=[{"number": "05/QĐ- BTP"}, {"number": "7/QĐ-UBND"}], affects=[])
    figures = evaluate(folder, {"a": read})
    assert (figures.links.right, figures.links.predicted, figures.links.gold) == (1, 2, 2)
    kinds = [(one.kind, dict(one.facts)["relation"]) for one in figures.disagreements]
    assert kinds == [("link_extra", "based_on"), ("link_missed", "affects")]


def test_relations_not_annotated_and_missing_annexes_are_left_out(gold: Callable[..., Path]) -> None:
    folder = gold(a=decision(ROW, based_on=None, annex_missing=True))
    figures = evaluate(folder, {"a": decision(based_on=[{"number": "5/QĐ-BTP"}])})
    assert (figures.links.predicted, figures.items.gold) == (0, 0)
    assert figures.items.to_json()["f1"] == 1.0


def test_names_of_scanned_documents_may_differ_more(gold: Callable[..., Path]) -> None:
    row = {**ROW, "name": "Cấp giấy chứng nhận đăng ký hoạt động khoa học"}
    folder = gold(a=decision(row))
    read = {"a": decision({**row, "name": "Cấp giây chúng nhan dang ký hoạt dộng khoa hgc x"})}
    assert evaluate(folder, read).items.right == 0
    assert evaluate(folder, read, OCR_THRESHOLD).items.right == 1


def test_a_folder_without_gold_or_with_broken_gold_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=str(tmp_path)):
        evaluate(tmp_path, {})
    (tmp_path / "a.json").write_text('{"items": [{"name": "x"}]}', "utf-8")
    with pytest.raises(UsageError, match=r"a\.json"):
        evaluate(tmp_path, {})


def test_two_documents_of_one_stem_are_wrong_usage(tmp_path: Path) -> None:
    for name in ("a.pdf", "a.html"):
        (tmp_path / name).write_bytes(b"x")
    with pytest.raises(UsageError, match=r"a\.html"):
        evaluate_folder(tmp_path, tmp_path)
    with pytest.raises(UsageError, match="nowhere"):
        evaluate_folder(tmp_path, tmp_path / "nowhere")


def test_the_table_says_what_the_json_says(gold: Callable[..., Path]) -> None:
    table = evaluate(gold(a=decision(ROW)), {"a": decision(ROW)}).table()
    assert "items  P 1.000  R 1.000  F1 1.000  (1/1 : 1)" in table
    assert "links  F1 1.000" in table


@given(st.text(max_size=40), st.text(max_size=40), st.floats(0, 1))
def test_the_shortcut_of_similarity_never_hides_likeness(one: str, other: str, least: float) -> None:
    full = similarity(one, other)
    assert similarity(one, other, least) in (full, 0.0)
    if full >= least:
        assert similarity(one, other, least) == full


@pytest.mark.parametrize(
    ("printed", "number"),
    [("Số: 05/QĐ-UBND", "5/QĐ-UBND"), ("02144/qd-ubnd.", "2144/QĐ-UBND"), (None, ""), ("0/QĐ-X", "0/QĐ-X")],
)
def test_numbers_are_folded(printed: str | None, number: str) -> None:
    assert fold_number(printed) == number


def test_folding() -> None:
    assert fold("Uỷ ban – “Nhân dân”,  Đà Nẵng") == "uy ban nhan dan da nang"


@pytest.mark.real
@pytest.mark.skipif(not SCORE.exists(), reason="../shared/tools/score.py is not there")
@pytest.mark.parametrize("ocr", [False, True])
def test_the_figures_are_those_of_the_reference_script(tmp_path: Path, ocr: bool) -> None:
    chance = random.Random(11)
    gold_dir, read_dir = tmp_path / "gold", tmp_path / "read"
    predictions = {}
    for folder in (gold_dir, read_dir):
        folder.mkdir()
    for sample in samples():
        told = truth(sample)
        (gold_dir / f"{sample.stem}.json").write_text(json.dumps(told), "utf-8")
        if chance.random() < 0.95:
            predictions[sample.stem] = damaged(told, chance)
            (read_dir / f"{sample.stem}.json").write_text(json.dumps(predictions[sample.stem]), "utf-8")
    command = [
        sys.executable,
        str(SCORE),
        str(gold_dir),
        str(read_dir),
        "--json",
        *(["--ocr"] if ocr else []),
    ]
    wanted = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    figures = evaluate(gold_dir, predictions, OCR_THRESHOLD if ocr else NAME_THRESHOLD)
    assert figures.to_json() == wanted
    assert 0 < figures.items.right < figures.items.gold


def damaged(told: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The decision as a poor reader would give it."""
    out = copy.deepcopy(told)
    rows = [row for row in out["items"] if chance.random() > 0.1]
    chance.shuffle(rows)
    for row in rows:
        key = chance.choice(
            ["name", "code", "change", "level", "fee", "basis", "agency", "replaces_code", "field"]
        )
        if chance.random() < 0.5:
            spoilt = [
                None,
                "",
                "1.999999",
                str(row["name"])[:-1],
                str(row["name"]).upper(),
                str(row.get(key))[3:],
            ]
            row[key] = chance.choice(spoilt) if key != "name" else chance.choice(spoilt[3:])
    out["items"] = rows + rows[:1] * (chance.random() < 0.2)
    if chance.random() < 0.3:
        out["number"] = "0" + str(out["number"])
    if chance.random() < 0.3:
        out["effective"] = None
    if chance.random() < 0.3:
        out["based_on"] = [{"number": "1/QĐ-BTC"}]
    if chance.random() < 0.2:
        out["signed"], out["issuer"] = None, str(out["issuer"]).upper() + "x"
    return out
