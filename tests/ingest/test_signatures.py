"""Signatures in PDFs: what they show, made here with certificates of our own."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from ingest.reading import read_bytes
from ingest.signatures import FOLDER, Signature, Standing, notes, signatures, standing
from tests.ingest.papers import pdf_paper

_BEGIN = datetime.now(UTC) - timedelta(days=400)
SIGNER = "Lê Văn Thử"
AUTHORITY = "Cơ quan chứng thực thử"


def name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


@cache
def authority(common: str) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    builder = _certificate(common, common, key.public_key()).add_extension(
        x509.BasicConstraints(ca=True, path_length=0), critical=True
    )
    return builder.sign(key, hashes.SHA256()), key


def _certificate(subject: str, issuer: str, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(name(subject))
        .issuer_name(name(issuer))
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(_BEGIN)
        .not_valid_after(_BEGIN + timedelta(days=800))
    )


def as_read(certificate: x509.Certificate) -> Certificate:
    return Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def signer(common: str, subject: str = SIGNER) -> signers.SimpleSigner:
    root, root_key = authority(common)
    key = ec.generate_private_key(ec.SECP256R1())
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    own = (
        _certificate(subject, common, key.public_key())
        .add_extension(usage, critical=True)
        .sign(root_key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # pyHanko leaves it without
    store.register(as_read(root))
    return signers.SimpleSigner(as_read(own), PrivateKeyInfo.load(private), store)


@cache
def signed(common: str = AUTHORITY) -> bytes:
    return put_on(IncrementalPdfFileWriter(io.BytesIO(pdf_paper())), signer(common))


def put_on(
    writer: IncrementalPdfFileWriter,
    by: signers.SimpleSigner,
    field: str = "ChuKy",
    subfilter: SigSeedSubFilter = SigSeedSubFilter.ADOBE_PKCS7_DETACHED,
) -> bytes:
    meta = signers.PdfSignatureMetadata(field_name=field, md_algorithm="sha256", subfilter=subfilter)
    return bytes(signers.sign_pdf(writer, meta, signer=by).getbuffer())


def only(data: bytes, *roots: Certificate) -> Signature:
    (one,) = signatures(data, roots)
    return one


def test_a_signature_of_a_known_authority() -> None:
    one = only(signed(), as_read(authority(AUTHORITY)[0]))
    assert (one.signer, one.standing, one.stamped) == (SIGNER, Standing.KNOWN, False)
    assert one.when is not None
    assert one.when.utcoffset() == timedelta(hours=7)
    assert abs(datetime.now(UTC) - one.when) < timedelta(minutes=5)


def test_a_signature_of_an_authority_that_is_not_known() -> None:
    other = as_read(authority("Một cơ quan khác")[0])
    assert only(signed(), other).standing is Standing.UNKNOWN_AUTHORITY
    assert only(signed()).standing is Standing.UNKNOWN_AUTHORITY


def test_a_file_whose_bytes_changed_after_signing() -> None:
    root = as_read(authority(AUTHORITY)[0])
    data = signed()
    at = data.index(b"/MediaBox") + len(b"/MediaBox [ 0 0 ")
    changed = data[:at] + (b"9" if data[at : at + 1] != b"9" else b"8") + data[at + 1 :]
    assert only(changed, root).standing is Standing.ALTERED


def test_a_page_put_on_top_after_signing() -> None:
    root = as_read(authority(AUTHORITY)[0])
    writer = IncrementalPdfFileWriter(io.BytesIO(signed()))
    page = writer.root["/Pages"]["/Kids"][0]
    page[NameObject("/Rotate")] = NumberObject(90)  # type: ignore[no-untyped-call]  # see above
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]  # pyHanko leaves it without
    assert only(out.getvalue(), root).standing is Standing.ALTERED


def with_remark(data: bytes) -> IncrementalPdfFileWriter:
    """A signed paper with a remark put on its page (a number, as clerks do), not yet written."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    numbers = [NumberObject(one) for one in (60, 760, 200, 780)]  # type: ignore[no-untyped-call]  # see above
    remark = {
        "/Type": NameObject("/Annot"),
        "/Subtype": NameObject("/FreeText"),
        "/Rect": ArrayObject(numbers),
    }
    entries = {NameObject(key): shown for key, shown in remark.items()}
    entries[NameObject("/Contents")] = pdf_string("1234/QD-UBND")
    own = writer.add_object(DictionaryObject(entries))  # type: ignore[no-untyped-call]  # see above
    page[NameObject("/Annots")] = ArrayObject([*page.get("/Annots", ()), own])
    writer.update_container(page)
    return writer


def test_a_later_signer_may_add_to_the_file() -> None:
    root = as_read(authority(AUTHORITY)[0])
    data = put_on(with_remark(signed()), signer(AUTHORITY, "Văn thư"), field="VanThu")
    first, second = signatures(data, [root])
    assert (first.standing, first.added_by) == (Standing.KNOWN, "Văn thư")
    assert (second.standing, second.added_by) == (Standing.KNOWN, "")
    assert [note.category for note in notes(data)] == ["signed_added_to", "signed_unknown_authority"]
    assert dict(notes(data)[0].facts)["by"] == "Văn thư"


def test_what_is_added_after_the_last_signature_alters_the_file() -> None:
    root = as_read(authority(AUTHORITY)[0])
    both = put_on(with_remark(signed()), signer(AUTHORITY, "Văn thư"), field="VanThu")
    out = io.BytesIO()
    with_remark(both).write(out)  # type: ignore[no-untyped-call]  # see above
    found = signatures(out.getvalue(), [root])
    assert [one.standing for one in found] == [Standing.ALTERED, Standing.ALTERED]


def test_a_second_signature_alone_adds_nothing() -> None:
    data = put_on(
        IncrementalPdfFileWriter(io.BytesIO(signed())), signer(AUTHORITY, "Văn thư"), field="VanThu"
    )
    assert [one.added_by for one in signatures(data)] == ["", ""]


@pytest.mark.parametrize(
    ("password", "shown"), [("", Standing.UNKNOWN_AUTHORITY), ("mở", Standing.UNCHECKED)]
)
def test_protected_files_are_checked_where_anyone_may_read_them(password: str, shown: Standing) -> None:
    plain = copy_into_new_writer(PdfFileReader(io.BytesIO(pdf_paper())))
    plain.encrypt(owner_pass="chủ", user_pass=password)  # type: ignore[no-untyped-call]  # see above
    out = io.BytesIO()
    plain.write(out)  # type: ignore[no-untyped-call]  # see above
    writer = IncrementalPdfFileWriter(out)
    writer.encrypt("chủ")  # type: ignore[no-untyped-call]  # see above
    (one,) = signatures(put_on(writer, signer(AUTHORITY)))
    assert one.standing is shown


def test_a_signature_that_cannot_be_read_is_not_checked() -> None:
    data = signed()
    at = data.index(b"/Contents <") + len(b"/Contents <") + 10
    assert only(data[:at] + b"ff" * 20 + data[at + 40 :]).standing is Standing.UNCHECKED
    assert only(b"%PDF-1.7 /ByteRange").standing is Standing.UNCHECKED


def test_a_time_at_the_end_of_the_calendar_is_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    last = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
    begin = PdfSigner.init_signing_session

    def begun(self: PdfSigner, *given: Any, **named: Any) -> Any:
        session = begin(self, *given, **named)
        session.system_time = last
        return session

    monkeypatch.setattr(PdfSigner, "init_signing_session", begun)
    paper = IncrementalPdfFileWriter(io.BytesIO(pdf_paper()))
    data = put_on(paper, signer(AUTHORITY), subfilter=SigSeedSubFilter.PADES)
    assert last.strftime("%Y%m%d%H%M").encode() in data
    assert only(data).when is None
    (note,) = notes(data)
    assert dict(note.facts)["when"] == "?"


def test_a_file_without_signature() -> None:
    assert signatures(pdf_paper()) == ()
    assert standing(()) is Standing.UNSIGNED


def test_a_file_stands_as_its_weakest_signature() -> None:
    known, unknown = (Signature("a", None, one) for one in (Standing.KNOWN, Standing.UNKNOWN_AUTHORITY))
    assert standing([known]) is Standing.KNOWN
    assert standing([known, unknown, known]) is Standing.UNKNOWN_AUTHORITY
    assert standing([Signature("b", None, Standing.ALTERED), unknown]) is Standing.ALTERED


def test_the_document_tells_of_its_signatures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, _ = authority(AUTHORITY)
    (tmp_path / "goc.pem").write_bytes(root.public_bytes(serialization.Encoding.PEM))
    (tmp_path / "ghi chú.txt").write_text("không phải chứng thư")
    assert [note.category for note in notes(signed())] == ["signed_unknown_authority"]
    monkeypatch.setenv(FOLDER, str(tmp_path))
    (note,) = [one for one in read_bytes(signed(), "a.pdf").notes if one.category.startswith("signed_")]
    assert note.category == "signed_known"
    assert dict(note.facts)["signer"] == SIGNER
    assert [one for one in read_bytes(pdf_paper(), "a.pdf").notes if one.category.startswith("signed_")] == []
