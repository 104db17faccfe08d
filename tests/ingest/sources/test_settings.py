"""A sources.toml that is wrong is refused by the name of its file and key, before anything is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import UsageError
from ingest.sources.settings import load_settings

LINKS = '[source.q]\nkind = "links"\naddresses = ["https://a.vn/x.pdf"]\n'


def test_an_address_that_is_none_is_named(tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(LINKS.replace("https://", "") + 'hosts = ["a.vn"]\n', "utf-8")
    with pytest.raises(UsageError, match=r"a\.vn/x\.pdf” không phải địa chỉ"):
        load_settings(file)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[source.q]\nkind = "folder"\n', "thiếu source.q.path"),
        ('[source.q]\nkind = "mailbox"\npath = ""\n', "thiếu source.q.path"),
        (LINKS, "thiếu source.q.hosts"),
        ('[source.q]\nkind = "gateway"\nhosts = ["a.vn"]\n', "thiếu source.q.agency_type"),
        (LINKS + 'hosts = ["a.vn"]\npause = "1s"\n', "source.q.pause phải là số"),
        (LINKS + 'hosts = ["a.vn"]\nattempts = -1\n', "source.q.attempts phải là số"),
        (LINKS + 'hosts = "a.vn"\n', "source.q.hosts phải là danh sách"),
        (LINKS + "hosts = [1]\n", "source.q.hosts phải là danh sách"),
        (LINKS + 'hosts = ["a.vn"]\nenabled = 1\n', "source.q.enabled phải là true hoặc false"),
        (LINKS + 'hosts = ["a.vn"]\nca_file = true\n', "source.q.ca_file phải là chữ"),
        ("[source.dvcqg]\nservices = 3\n", "source.dvcqg.services phải là bảng"),
        ("source = 3\n", "source phải là bảng"),
        ("[source]\nq = 3\n", "source.q phải là bảng"),
        ('[defaults]\npause = "x"\n', "defaults.pause phải là số"),
        ('[watch]\nfrom = "7h30"\n', "watch.from phải là giờ"),
        ('[watch]\nfrom = "17:00"\nto = "07:30"\n', "watch.to phải là giờ sau"),
        ("[watch]\nevery = 0\n", "watch.every phải là số"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(UsageError) as caught:
        load_settings(file)
    assert told in str(caught.value)
    assert str(file) in str(caught.value)


def test_settings_of_the_right_form_are_taken(tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(
        LINKS + 'hosts = ["a.vn"]\npause = 2\ntitle = "Trang"\n[watch]\nfrom = "08:00"\n', "utf-8"
    )
    settings = load_settings(file)
    assert (settings.sources["q"].table["pause"], settings.watch["from"]) == (2, "08:00")
