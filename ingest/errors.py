"""Bad input is not a bug: the errors a document may end in, with a closed list of categories.

CongboError
├── DocumentError    one document cannot be read; the batch goes on (exit code 1)
└── UsageError       the command cannot be carried out as asked (exit code 2)
"""

from __future__ import annotations

from enum import StrEnum

from ingest.messages import say


class Category(StrEnum):
    """Why a document could not be read; the message catalogue has a sentence for each (`error.<value>`)."""

    NOT_FOUND = "not_found"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN_FORMAT = "unknown_format"
    UNSUPPORTED = "unsupported"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    NO_PAGES = "no_pages"
    NO_TEXT = "no_text"
    NOT_VIETNAMESE = "not_vietnamese"
    TOO_COMPLEX = "too_complex"
    ARCHIVE_LIMIT = "archive_limit"
    INCOMPLETE = "incomplete"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASHED = "crashed"
    MISSING_TOOL = "missing_tool"


class CongboError(Exception):
    """Base of all errors that are told to a person in one line."""

    def sentence(self) -> str:
        """What went wrong and the way out, in the language in force."""
        raise NotImplementedError

    def __str__(self) -> str:
        return self.sentence()


class DocumentError(CongboError):
    """One document cannot be read: `category`, the file's name, the page where known, further facts."""

    def __init__(self, category: Category, file: str, page: int | None = None, **facts: str) -> None:
        super().__init__(category, file, page, facts)
        self.category = category
        self.file = file
        self.page = page
        self.facts = facts

    def __reduce__(self) -> tuple[object, ...]:
        return (_document_error, (self.category, self.file, self.page, self.facts))

    def sentence(self) -> str:
        """`file, page: what is wrong; what to do`."""
        where = say("error.where_page", file=self.file, page=self.page) if self.page else self.file
        return f"{where}: {say(f'error.{self.category}', **self.facts)}"


def _document_error(category: Category, file: str, page: int | None, facts: dict[str, str]) -> DocumentError:
    return DocumentError(category, file, page, **facts)


class UsageError(CongboError):
    """The command cannot be carried out as asked: a message key and its facts."""

    def __init__(self, key: str, **facts: object) -> None:
        super().__init__(key, facts)
        self.key = key
        self.facts = facts

    def sentence(self) -> str:
        """The sentence of the message catalogue."""
        return say(self.key, **self.facts)
