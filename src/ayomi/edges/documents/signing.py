"""Electronic signatures in PDF: PAdES baseline B-B with the certificate of this installation.

The signing directory holds `signer.p12` (PKCS#12) and `passphrase`. Both are made at the first signature, readable by
their owner alone. An operator who has a certificate from a certification authority puts those two files there instead;
the highest certificate in the file is then what signatures are trusted by.
"""

from __future__ import annotations

import hashlib
import io
import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings
from pyhanko.keys.internal import translate_pyca_cryptography_cert_to_asn1
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

FILE, PASSPHRASE = "signer.p12", "passphrase"
YEARS = 10
BITS = 3072
FIELD = "Tandatangan"


class NoSigner(Exception):
    """The key of the installation cannot be read, or its certificate does not hold at the moment of signing."""


@dataclass(frozen=True)
class Signer:
    """A key with its certificate. `name`: its common name; `root`: the certificate by which it is trusted."""

    name: str
    root: x509.Certificate
    since: datetime
    until: datetime
    inner: Any


@dataclass(frozen=True, slots=True)
class Checked:
    """What the signature in a file is worth.

    `intact`: the signed bytes are unchanged; `valid`: the key in the certificate signed them; `trusted`: the
    certificate is ours; `whole`: nothing was added after signing. `signed_at` is the signer's own word.
    """

    intact: bool
    valid: bool
    trusted: bool
    whole: bool
    signer: str
    signed_at: datetime | None
    reason: str
    location: str

    @property
    def good(self) -> bool:
        return self.intact and self.valid and self.trusted and self.whole


def installation_signer(at: datetime) -> Signer:
    """The signer of this installation, made at the first call. Raises NoSigner."""
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    return signer_of(Path(settings.SIGNING_DIRECTORY), name=f"Ayomi {host}", at=at)


def signer_of(directory: Path, *, name: str, at: datetime) -> Signer:
    """The signer kept in `directory`; where there is none, one is made in the common name `name`, valid from `at`.

    Raises NoSigner when the files cannot be read or the certificate does not hold at `at`.
    """
    file = directory / FILE
    if not file.exists():
        _make(directory, name, at)
    signer = _load(file, file.stat().st_mtime_ns)
    if not signer.since <= at < signer.until:
        raise NoSigner(
            f"{file}: the certificate holds from {signer.since:%Y-%m-%d} to {signer.until:%Y-%m-%d}, not on "
            f"{at:%Y-%m-%d}; put another {FILE} and {PASSPHRASE} in its place and keep the old ones for checking"
        )
    return signer


@lru_cache(maxsize=4)
def _load(file: Path, changed: int) -> Signer:
    passphrase = file.with_name(PASSPHRASE)
    try:
        bundle, word = file.read_bytes(), passphrase.read_text().strip().encode()
        key, certificate, others = pkcs12.load_key_and_certificates(bundle, word)
    except (OSError, ValueError) as problem:
        raise NoSigner(f"{file} cannot be read with {passphrase}: {problem}") from None
    if key is None or certificate is None:
        raise NoSigner(f"{file} holds no key with its certificate")
    inner = signers.SimpleSigner.load_pkcs12_data(bundle, other_certs=[], passphrase=word)
    if isinstance(key, rsa.RSAPrivateKey):
        inner = _Ready(inner.signing_cert, inner.signing_key, inner.cert_registry)
        inner.key = key
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return Signer(
        str(names[0].value) if names else certificate.subject.rfc4514_string(),
        next((one for one in others if one.issuer == one.subject), others[-1] if others else certificate),
        certificate.not_valid_before_utc,
        certificate.not_valid_after_utc,
        inner,
    )


def _make(directory: Path, name: str, at: datetime) -> None:
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    # The passphrase stands first: whoever wins the race for the key file finds the one that opens it.
    word = _write_once(directory / PASSPHRASE, secrets.token_urlsafe(32).encode())
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    subject = x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"), x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    begins = at.astimezone(UTC).replace(microsecond=0)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    bundle = pkcs12.serialize_key_and_certificates(
        b"ayomi", key, certificate, None, serialization.BestAvailableEncryption(word)
    )
    _write_once(directory / FILE, bundle)


def _write_once(file: Path, content: bytes) -> bytes:
    """Write a file that only its owner may read, unless another was quicker; returns what stands there."""
    draft = file.with_name(f"{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    try:
        draft.write_bytes(content)
        os.link(draft, file)
    except FileExistsError:
        return file.read_bytes()
    finally:
        draft.unlink()
    return content


class _Ready(signers.SimpleSigner):  # type: ignore[misc]  # the library comes without types
    """Signs with an RSA key that was read once: reading and proving a key takes longer than a hundred signatures."""

    key: rsa.RSAPrivateKey

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if dry_run:
            return bytes(self.key.key_size // 8)
        return self.key.sign(data, padding.PKCS1v15(), HASHES[digest_algorithm])


HASHES = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}


class _Dated(signers.PdfSigner):  # type: ignore[misc]  # the library comes without types
    """Signs at a moment handed in instead of the clock's."""

    at: datetime

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.at
        return session


class _Addition(IncrementalPdfFileWriter):  # type: ignore[misc]  # the library comes without types
    """Adds a signature and nothing else: when the pages were made stands in them already."""

    def _update_meta(self) -> None:
        return


def sign(pdf: bytes, signer: Signer, *, reason: str, location: str, at: datetime) -> bytes:
    """`pdf` with one invisible signature over all of it, dated `at` (aware). The same input gives the same bytes."""
    meta = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, reason=reason, location=location,
        name=signer.name,
    )  # fmt: skip
    writer = _Addition(io.BytesIO(pdf))
    # The library would draw a random identifier: one drawn from the content serves the same end and can be repeated.
    writer._document_id[1] = generic.ByteStringObject(hashlib.sha256(pdf + str(at).encode()).digest()[:16])
    session = _Dated(meta, signer=signer.inner)
    session.at = at
    signed: io.BytesIO = session.sign_pdf(writer)
    return signed.getvalue()


def sign_all(documents: Iterable[tuple[bytes, str]], signer: Signer, *, location: str, at: datetime) -> Iterator[bytes]:
    """Many (pdf, reason) signed one after another, as they are asked for."""
    for pdf, reason in documents:
        yield sign(pdf, signer, reason=reason, location=location, at=at)


def check(pdf: bytes, *, root: x509.Certificate, at: datetime) -> Checked | None:
    """What the signature in `pdf` is worth to whoever trusts `root`, at the moment `at`. None where there is none.

    A file so damaged that it is no PDF any more has no signature either.
    """
    try:
        found = PdfFileReader(io.BytesIO(pdf), strict=False).embedded_signatures
    except (PdfError, ValueError):
        return None
    if not found:
        return None
    context = ValidationContext(
        trust_roots=[translate_pyca_cryptography_cert_to_asn1(root)], allow_fetching=False, moment=at
    )
    try:
        status = validate_pdf_signature(found[-1], context)
    except (PdfError, ValueError):
        return Checked(False, False, False, False, "", None, "", "")
    entry = found[-1].sig_object
    return Checked(
        intact=bool(status.intact),
        valid=bool(status.valid),
        trusted=bool(status.trusted),
        whole=status.coverage == SignatureCoverageLevel.ENTIRE_FILE
        and status.modification_level == ModificationLevel.NONE,
        signer=str(status.signing_cert.subject.native.get("common_name", "")),
        signed_at=status.signer_reported_dt,
        reason=str(entry.get("/Reason", "")),
        location=str(entry.get("/Location", "")),
    )
