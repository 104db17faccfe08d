"""What the command says of itself and of words it cannot take: in the language in force, to the end."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator

import click
import pytest

import congbo
from catalogue.deadlines.evidence import ENTERED
from ingest.messages import say, speaking

CLICKS_OWN_WORDS = re.compile(
    r"\b(OPTIONS|COMMAND|ARGS|TEXT|DATE|INTEGER|RANGE|DIRECTORY|FILE|PATHS?|required|default)\b|<="
)


def commands(command: click.Command, above: click.Context | None = None) -> Iterator[click.Context]:
    """Each command with its own context, from the front door down."""
    context = click.Context(command, parent=above, info_name=command.name)
    yield context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from commands(below, context)


def is_argument(parameter: click.Parameter) -> bool:
    return isinstance(parameter, click.Argument)


ALL = {context.command_path: context for context in commands(congbo.cli)}


@pytest.fixture
def ended(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """`congbo` with these words: its exit code and what it said on stderr."""
    monkeypatch.setenv("CONGBO_LANG", "vi")

    def run(*words: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["congbo", *words])
        with pytest.raises(SystemExit) as end:
            congbo.main()
        assert isinstance(end.value.code, int)
        return end.value.code, capsys.readouterr().err

    return run


@pytest.mark.parametrize("path", ALL)
def test_the_help_of_each_command_is_vietnamese(path: str) -> None:
    with speaking("vi"):
        told = ALL[path].get_help()
    assert told.startswith(f"Cách dùng: {path} [TÙY CHỌN]")
    assert CLICKS_OWN_WORDS.findall(told.partition("Tùy chọn:")[0]) == []
    spelled = [line.split("  ")[1] for line in told.splitlines() if line.startswith("  --")]
    assert CLICKS_OWN_WORDS.findall(" ".join(spelled)) == []


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "path", [path for path, context in ALL.items() if any(map(is_argument, context.command.params))]
)
def test_each_argument_is_explained(path: str, language: str) -> None:
    with speaking(language):
        told, heading = ALL[path].get_help(), say("cli.arguments")
    section = told.partition(f"{heading}:\n")[2].partition("\n\n")[0]
    starts = [line for line in section.splitlines() if re.match(r"  \S", line)]
    assert len(starts) == sum(map(is_argument, ALL[path].command.params))
    assert all(re.match(r"  \S+  +\S", line) or len(line) > 30 for line in starts), section


def test_what_has_to_be_known_to_enter_evidence_is_told() -> None:
    with speaking("vi"):
        told = ALL["congbo evidence add"].get_help()
    assert [kind for kind in ENTERED if f"{kind} (" not in " ".join(told.split())] == []
    assert "NGÀY viết như 31/12/2025 hoặc 2025-12-31." in told


def test_defaults_and_ranges_are_told_in_words() -> None:
    with speaking("vi"):
        told = " ".join(ALL["congbo review"].get_help().split())
    assert "[mặc định 8765; số nguyên từ 1 đến 65535]" in told
    with speaking("vi"):
        assert "[bắt buộc]" in ALL["congbo digest"].get_help()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("oerdue",), "không có lệnh “oerdue” (có phải overdue?); xem `congbo --help`"),
        (("--workspace", "kho"), "thiếu lệnh; hãy chọn một trong: init, catalogue,"),
        (
            ("overdue", "--summry"),
            "không có tùy chọn --summry (có phải --summary?); xem `congbo overdue --help`",
        ),
        (("overdue", "một", "hai"), "thừa “một hai”; xem `congbo overdue --help`"),
        (("overdue", "--level"), "thiếu giá trị sau --level; xem"),
        (("overdue", "--all=3"), "--all không nhận giá trị; xem"),
        (
            ("overdue", "--level", "x"),
            "giá trị của --level phải là một trong: central, province, commune; xem",
        ),
        (
            ("overdue", "--as-of", "x"),
            "--as-of: “x” không phải ngày; hãy viết 2025-12-31 hoặc 31/12/2025; xem",
        ),
        (("ingest", "--workers", "99", "x"), "giá trị của --workers phải là số nguyên từ 1 đến 64; xem"),
        (("ingest", "--workers", "x", "x"), "giá trị của --workers phải là số nguyên từ 1 đến 64; xem"),
        (("audit", "log", "--last", "0"), "giá trị của --last phải là số nguyên từ 1 trở lên; xem"),
        (("digest", "--out", __file__), "giá trị của --out phải là thư mục; xem"),
        (("digest",), "thiếu tùy chọn bắt buộc --out; xem"),
        (("catalogue", "import"), "thiếu ĐƯỜNG-DẪN; xem `congbo catalogue import --help`"),
        (("calendar", "add", "1/1/2026"), "thiếu LOẠI (một trong: off, work); xem"),
    ],
)
def test_words_it_cannot_take_are_told_in_one_vietnamese_line(
    ended: Callable[..., tuple[int, str]], words: tuple[str, ...], sentence: str
) -> None:
    code, told = ended(*words)
    assert code == 2
    assert told.startswith(f"Lệnh chưa đúng: {sentence}")
    assert len(told.splitlines()) == 1


def test_no_words_at_all_show_the_help(ended: Callable[..., tuple[int, str]]) -> None:
    code, told = ended("catalogue")
    assert code == 2
    assert told.startswith("Cách dùng: congbo catalogue [TÙY CHỌN] LỆNH...")


@pytest.mark.parametrize(
    "words",
    [("--lang", "en", "overdue", "--level", "x"), ("overdue", "--lang", "en", "--level", "x"),
     ("evidence", "add", "--lang", "en", "1", "posted_national", "x")],
)  # fmt: skip
def test_the_language_may_be_chosen_before_the_command_and_after_it(
    ended: Callable[..., tuple[int, str]], words: tuple[str, ...]
) -> None:
    assert ended(*words)[1].startswith("Wrong usage: ")
    assert ended("overdue", "--level", "x")[1].startswith("Lệnh chưa đúng: ")


@pytest.mark.parametrize("stop", [KeyboardInterrupt, click.Abort])
def test_an_interruption_is_no_success(
    ended: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch, stop: type[BaseException]
) -> None:
    def stopped(**_: object) -> None:
        raise stop

    monkeypatch.setattr(congbo, "cli", stopped)
    assert ended("ingest", "x") == (1, "đã dừng theo yêu cầu; chạy lại lệnh để làm tiếp phần còn lại\n")
