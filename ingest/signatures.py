"""Digital signatures in PDFs, looked at offline: who signed, when, whether anything changed since.

This says what the file shows, not whether the signature is valid in law (Luật Giao dịch điện tử số
20/2023/QH15): nothing is asked of any authority, so a withdrawn certificate is not noticed. Which authorities
are known is the user's choice: certificates (PEM or DER) in the folder named by `CONGBO_CERTIFICATES`.
"""

from __future__ import annotations

import io
import logging
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ingest.document import Note

if TYPE_CHECKING:
    from asn1crypto.x509 import Certificate
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

FOLDER = "CONGBO_CERTIFICATES"
VIETNAM = timezone(timedelta(hours=7))

# Every signature names the bytes that it covers, in the clear (ISO 32000-1, 12.8.1).
_TRACE = b"/ByteRange"
_BROKEN_HASHES = frozenset({"md2", "md5"})


class Standing(StrEnum):
    """What a signature, or the weakest of a file's, shows; `UNCHECKED` where that could not be found out."""

    UNSIGNED = "unsigned"
    KNOWN = "known"
    UNKNOWN_AUTHORITY = "unknown_authority"
    UNCHECKED = "unchecked"
    ALTERED = "altered"


_HOLDING = frozenset({Standing.KNOWN, Standing.UNKNOWN_AUTHORITY})


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature: the name in its certificate, the time it states (Vietnam's), what it shows.

    `stamped` says that an authority's time stamp, not only the signer's clock, stands behind the time.
    `added_by` names who signed later, where the file was added to in between: what was signed here is intact,
    and the later signature covers the rest. So it goes where a clerk fills in number and day and signs after
    the leader (Nghị định 30/2020/NĐ-CP, điều 13, 15 và 17).
    """

    signer: str
    when: datetime | None
    standing: Standing
    stamped: bool = False
    added_by: str = ""


class _Look(NamedTuple):
    """A signature as it stood when it was made, and whether the file says something else now."""

    signature: Signature
    added_to: bool = False


def signatures(data: bytes, roots: Sequence[Certificate] | None = None) -> tuple[Signature, ...]:
    """The signatures of a PDF in the order of signing; none of a file that has none.

    `roots` are the authorities to trust; without them those of the user's folder.
    """
    if _TRACE not in data:
        return ()
    from pyhanko.pdf_utils.reader import PdfFileReader

    # Without a handler its warnings about unknown authorities would stand on the terminal, with tracebacks.
    logging.getLogger("pyhanko").addHandler(logging.NullHandler())
    try:
        reader = PdfFileReader(io.BytesIO(data), strict=False)
        if reader.encrypted:
            # Files that anyone may read and only their owner change have an empty password for reading.
            reader.decrypt("")
        embedded = reader.embedded_regular_signatures
    except Exception:  # broken files break the parser in any way
        return (Signature("", None, Standing.UNCHECKED),)
    trusted = _roots_of(os.environ.get(FOLDER, "")) if roots is None else tuple(roots)
    return _in_their_order([_examined(one, trusted) for one in embedded])


def _in_their_order(looks: Sequence[_Look]) -> tuple[Signature, ...]:
    """The signatures; what was added after one is altered, unless a later one that holds covers it."""
    found: list[Signature] = []
    later = ""
    for one, added_to in reversed(looks):
        shown = one
        if added_to:
            shown = replace(one, added_by=later) if later else replace(one, standing=Standing.ALTERED)
        if shown.standing in _HOLDING:
            later = shown.signer or "?"
        found.append(shown)
    return tuple(reversed(found))


def standing(found: Iterable[Signature]) -> Standing:
    """The standing of a file: that of its weakest signature."""
    order = list(Standing)
    return max((one.standing for one in found), key=order.index, default=Standing.UNSIGNED)


def notes(data: bytes) -> tuple[Note, ...]:
    """A note for each signature of a PDF: `signed_<standing>` or `signed_added_to` with signer and time."""
    return tuple(_note(one) for one in signatures(data))


def _note(one: Signature) -> Note:
    when = one.when.strftime("%d/%m/%Y %H:%M") if one.when else "?"
    facts = (("signer", one.signer or "?"), ("when", when))
    if one.added_by:
        return Note("signed_added_to", facts=(*facts, ("by", one.added_by)))
    return Note(f"signed_{one.standing}", facts=facts)


def _examined(embedded: EmbeddedPdfSignature, roots: tuple[Certificate, ...]) -> _Look:
    from pyhanko.sign.fields import MDPPerm
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    signer, when = "", None
    try:
        signer = str(embedded.signer_cert.subject.native.get("common_name", ""))
        when = embedded.self_reported_timestamp
        # Certificates last a few years, decisions longer: the chain is asked for the day of signing.
        context = ValidationContext(
            trust_roots=roots,
            moment=when,
            allow_fetching=False,
            revocation_mode="soft-fail",
            weak_hash_algos=_BROKEN_HASHES,
        )
        status = validate_pdf_signature(embedded, context, context)
        stamp = status.timestamp_validity
        closed = embedded.docmdp_level is MDPPerm.NO_CHANGES
    except Exception:  # broken signatures break the parser in any way
        return _Look(Signature(signer, _local(when), Standing.UNCHECKED))
    when = stamp.timestamp if stamp else when
    whole = status.coverage in {SignatureCoverageLevel.ENTIRE_REVISION, SignatureCoverageLevel.ENTIRE_FILE}
    if not (status.intact and status.valid) or (not status.docmdp_ok and (closed or not whole)):
        return _Look(Signature(signer, _local(when), Standing.ALTERED, stamp is not None))
    shows = Standing.KNOWN if status.trusted else Standing.UNKNOWN_AUTHORITY
    return _Look(Signature(signer, _local(when), shows, stamp is not None), added_to=not status.docmdp_ok)


def _local(when: datetime | None) -> datetime | None:
    """The time in Vietnam; None where there is none, or none that the calendar holds there."""
    if when is None:
        return None
    try:
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(VIETNAM)
    except OverflowError:
        return None


@cache
def _roots_of(folder: str) -> tuple[Certificate, ...]:
    """The certificates in the user's folder; files that are none are passed over."""
    if not folder or not Path(folder).is_dir():
        return ()
    from pyhanko.keys import load_certs_from_pemder

    found: list[Certificate] = []
    for path in sorted(Path(folder).iterdir()):
        try:
            found.extend(load_certs_from_pemder([str(path)]))  # type: ignore[no-untyped-call]  # no annotations
        except (OSError, ValueError):
            continue
    return tuple(found)
