"""Builds decisions for the tests from arguments, as a web page or as the text capture of a legal site.

The layout is that of Nghị định 30/2020/NĐ-CP; province, procedures and codes are invented. A capture is made
as legal sites make them: one cell between bars, merged cells left out, text behind a table hanging on its
last row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from extract.deciding import decide
from extract.decision import Decision, Item
from ingest.reading import read_bytes

NEW_HEAD = ("STT", "Tên thủ tục hành chính", "Lĩnh vực", "Cơ quan thực hiện")
CODED_HEAD = ("STT", "Mã TTHC", "Tên thủ tục hành chính", "Lĩnh vực", "Căn cứ pháp lý", "Cơ quan thực hiện")
PROVINCE_HEAD = (
    "STT",
    "Mã TTHC",
    "Tên thủ tục hành chính",
    "Thời hạn giải quyết",
    "Địa điểm thực hiện",
    "Phí, lệ phí (nếu có)",
    "Căn cứ pháp lý",
)
REPEALED_HEAD = (
    "STT",
    "Mã TTHC",
    "Tên thủ tục hành chính",
    "Tên VBQPPL quy định việc bãi bỏ thủ tục hành chính",
)
WORKFLOW_HEAD = ("TT", "Trình tự thực hiện", "Trách nhiệm", "Thời gian", "Biểu mẫu/Kết quả")


@dataclass(frozen=True, slots=True)
class Box:
    """A cell that covers several rows or columns."""

    text: str
    down: int = 1
    across: int = 1


Line = Sequence[str | Box]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its rows, of which each holds only the cells that begin in it."""

    rows: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph that is no heading."""

    text: str


Block = str | Prose | Grid
"""A string stands for a heading: bold and centred."""


def grid(*rows: Line) -> Grid:
    """A table of the given rows."""
    return Grid(tuple(rows))


def across(text: str, width: int) -> Line:
    """A grouping row: one cell over the whole width."""
    return (Box(text, across=width),)


def coded(ordinal: str, code: str, name: str) -> Line:
    """A row under `CODED_HEAD`."""
    return (ordinal, code, name, "Thủy lợi", "Nghị định số 11/2025/NĐ-CP", "Sở Nông nghiệp và Môi trường")


def plain_row(ordinal: str, name: str) -> Line:
    """A row under `NEW_HEAD`."""
    return (ordinal, name, "Thủy lợi", "Sở Nông nghiệp và Môi trường")


def provincial(ordinal: str, code: str, name: str) -> Line:
    """A row under `PROVINCE_HEAD`."""
    place = "Trung tâm Phục vụ hành chính công cấp tỉnh, cấp xã"
    return (ordinal, code, name, "05 ngày làm việc", place, "Không", "Nghị định số 11/2025/NĐ-CP")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The arguments of a decision; the defaults make a provincial one with an empty annex."""

    title: str = (
        "Về việc công bố Danh mục thủ tục hành chính mới ban hành lĩnh vực Thủy lợi "
        "thuộc thẩm quyền giải quyết của Sở Nông nghiệp và Môi trường"
    )
    number: str = "Số: 512/QĐ-UBND"
    body: str = "ỦY BAN NHÂN DÂN\nTỈNH AN BÌNH"
    authority: str = "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH AN BÌNH"
    signed: str = "An Bình, ngày 05 tháng 12 năm 2025"
    type_line: str = "QUYẾT ĐỊNH"
    preamble: tuple[str, ...] = (
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
        "Căn cứ Nghị định số 63/2010/NĐ-CP ngày 08 tháng 6 năm 2010 của Chính phủ về kiểm soát thủ tục "
        "hành chính;",
    )
    articles: tuple[str, ...] = (
        "Điều 1. Công bố kèm theo Quyết định này Danh mục thủ tục hành chính.",
        "Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký.",
        "Điều 3. Chánh Văn phòng chịu trách nhiệm thi hành Quyết định này./.",
    )
    signature: str = "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"
    signer: str = "Trần Văn Bình"
    annex: tuple[Block, ...] = ()


ATTACHED = "(Kèm theo Quyết định số 512/QĐ-UBND ngày 05 tháng 12 năm 2025)"
MINISTRY = Paper(
    title="Về việc công bố thủ tục hành chính mới ban hành lĩnh vực Thủy lợi thuộc phạm vi chức năng quản lý "
    "của Bộ Nông nghiệp và Môi trường",
    number="Số: 4512/QĐ-BNNMT",
    body="BỘ NÔNG NGHIỆP\nVÀ MÔI TRƯỜNG",
    authority="BỘ TRƯỞNG BỘ NÔNG NGHIỆP VÀ MÔI TRƯỜNG",
    signed="Hà Nội, ngày 05 tháng 12 năm 2025",
    signature="KT. BỘ TRƯỞNG\nTHỨ TRƯỞNG",
)


def head_of_annex(label: str = "PHỤ LỤC", title: str = "DANH MỤC THỦ TỤC HÀNH CHÍNH") -> tuple[Block, ...]:
    """The three lines that open an annex."""
    return (label, title, Prose(ATTACHED))


def as_html(paper: Paper) -> bytes:
    """The decision as a web page."""
    left = f"{paper.body}\n{paper.number}"
    right = f"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n{paper.signed}"
    recipients = "Nơi nhận:\n- Như Điều 3;\n- Lưu: VT."
    parts = [
        _table(grid((left, right))),
        _heading(paper.type_line),
        _heading(paper.title) if paper.title else "",
        _heading(paper.authority),
        *map(_paragraph, paper.preamble),
        _heading("QUYẾT ĐỊNH:"),
        *map(_paragraph, paper.articles),
        _table(grid((recipients, f"{paper.signature}\n{paper.signer}"))),
        *map(_block, paper.annex),
    ]
    return f"<!DOCTYPE html><html><body>{''.join(parts)}</body></html>".encode()


def _block(block: Block) -> str:
    if isinstance(block, Grid):
        return _table(block)
    return _paragraph(block.text) if isinstance(block, Prose) else _heading(block)


def _heading(text: str) -> str:
    return f'<p style="text-align:center"><b>{_lines(text)}</b></p>'


def _paragraph(text: str) -> str:
    return f"<p>{_lines(text)}</p>"


def _table(table: Grid) -> str:
    rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in table.rows)
    return f'<table border="1">{rows}</table>'


def _cell(cell: str | Box) -> str:
    box = Box(cell) if isinstance(cell, str) else cell
    return f'<td rowspan="{box.down}" colspan="{box.across}">{_lines(box.text)}</td>'


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def as_capture(paper: Paper) -> bytes:
    """The decision as a legal site's text capture."""
    left = "\n".join(f"**{line}**" for line in paper.body.split("\n")) + "\n-------"
    right = "**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**\nĐộc lập - Tự do - Hạnh phúc\n---------------"
    parts = [
        _bars(grid((left, right), (paper.number, f"*{paper.signed}*"))),
        f"**{paper.type_line}**\n",
        f"{paper.title.upper()}\n" if paper.title else "",
        f"**{paper.authority}**\n",
        *(f"*{line}*\n" for line in paper.preamble),
        "**QUYẾT ĐỊNH:**\n",
        *(_bold_article(line) for line in paper.articles),
        _bars(
            grid(
                (
                    "*Nơi nhận:*\n- Như Điều 3;\n- Lưu: VT.",
                    "\n".join(f"**{line}**" for line in paper.signature.split("\n")) + f"\n{paper.signer}",
                )
            )
        ),
        *map(_captured, paper.annex),
    ]
    return "".join(parts).encode()


def _bold_article(line: str) -> str:
    label, dot, rest = line.partition(". ")
    return f"**{label}{dot.strip()}** {rest}\n"


def _captured(block: Block) -> str:
    if isinstance(block, Grid):
        return _bars(block)
    return f"*{block.text}*\n" if isinstance(block, Prose) else f"**{block}**\n"


def _bars(table: Grid) -> str:
    rows = (
        "|\n" + "".join(f"{text}\n|\n" if text else "|\n" for text in map(_text, row)) for row in table.rows
    )
    return "".join(rows)


def _text(cell: str | Box) -> str:
    return cell if isinstance(cell, str) else cell.text


def decided(paper: Paper) -> Decision:
    """What the room makes of the decision as a web page."""
    return decide(read_bytes(as_html(paper), "quyet-dinh.html"))


def decided_capture(paper: Paper) -> Decision:
    """What the room makes of the decision as a text capture."""
    return decide(read_bytes(as_capture(paper), "quyet-dinh.md"))


def with_annex(paper: Paper, *annex: Block) -> Paper:
    """The paper with another annex."""
    return replace(paper, annex=annex)


def kinds(items: Sequence[Item]) -> list[tuple[str, str | None, str]]:
    """Kind, code and name of each item."""
    return [(item.change.value, item.code, item.name) for item in items]


def categories(decision: Decision) -> list[str]:
    """The categories of the decision's issues, in order."""
    return [issue.category for issue in decision.issues]
