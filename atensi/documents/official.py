"""Official papers: numbered without gaps, made once as PDF, and never changed."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from atensi.audit.actor import Actor
from atensi.audit.services import record
from atensi.clock import date_words
from atensi.language import RECORD_LANGUAGE

from .models import OfficialPaper
from .numbers import next_number
from .pdf import render_pdf
from .services import new_verification_code, store_document

Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Office:
    """Who issues a paper. code: ends its numbers, "14.01". lines: its letterhead. place: where it signs."""

    name: str
    code: str
    lines: list[str]
    place: str


@dataclass(frozen=True, slots=True)
class Content:
    """What stands on a paper, in its order. facts: label and words. sections: heading and prose. tables: heading,
    heads, rows. signers: what stands under the name, and the name."""

    title: str
    facts: Rows
    sections: Rows
    signers: Rows
    basis: list[str] = field(default_factory=list)
    tables: list[dict[str, Any]] = field(default_factory=list)


def issue_official(
    *,
    kind: str,
    about: str,
    holder: str,
    office: Office,
    content: Content,
    dated_on: date,
    by: Actor,
    replaces: OfficialPaper | None = None,
) -> OfficialPaper:
    """Number, make and keep a paper. Part of the caller's transaction, which has checked who may.

    about: the record that it is made of, "socialreport:12". holder: whose it is, "case:7". replaces: the earlier one
    that is valid no more.
    """
    year = dated_on.year
    number = f"{kind}/{next_number(f'{kind}:{office.code}:{year}'):04}/{office.code}/{year}"
    code = new_verification_code()
    data = _data(number, code, office, content, dated_on, replaces)
    document = store_document(
        subject=about,
        title=number,
        content=render_pdf("official_paper", data),
        content_type="application/pdf",
        by=by,
        verification_code=code,
    )
    paper = OfficialPaper.objects.create(
        kind=kind,
        number=number,
        about=about,
        holder=holder,
        office_name=office.name,
        dated_on=dated_on,
        document=document,
        replaces=replaces,
        issued_by_id=by.user_id,
    )
    record("paper.issue", holder, by=by, data={"paper": paper.pk, "kind": kind, "number": number})
    return paper


def _data(
    number: str, code: str, office: Office, content: Content, dated_on: date, replaces: OfficialPaper | None
) -> dict[str, Any]:
    address = (settings.CSRF_TRUSTED_ORIGINS or [""])[0]
    return {
        "language": RECORD_LANGUAGE,
        "number": number,
        "code": code,
        "letterhead": office.lines,
        "title": content.title,
        "facts": content.facts,
        "basis": content.basis,
        "sections": [pair for pair in content.sections if pair[1].strip()],
        "tables": [table for table in content.tables if table["rows"]],
        "signers": content.signers,
        "signed": _("%(place)s, %(day)s") % {"place": office.place, "day": date_words(dated_on)},
        "replaces": _("Menggantikan nomor %(number)s") % {"number": replaces.number} if replaces else "",
        "words": {
            "number": _("Nomor"),
            "basis": _("Dasar"),
            "signature": _(
                "Diterbitkan secara elektronik di ATENSI. Keasliannya diperiksa dengan kode di kaki halaman."
            ),
            "verify": _("Keaslian: %(address)s, kode") % {"address": f"{address or 'ATENSI'}/periksa/"},
        },
    }
