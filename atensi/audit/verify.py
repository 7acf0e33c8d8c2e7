"""Checks the whole trail: every event's hash, every chain against its head, every seal against the chains."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .chain import HASHED, event_hash
from .models import AuditEvent
from .seals import Seal, read_seals

# An hourly task seals each day; a chain that stands unsealed for longer than this could be cut without a trace.
UNSEALED_AT_MOST = timedelta(days=2)
BATCH = 5000

# One statement, so one moment, however long it runs and whatever is written meanwhile.
EVENTS = f"""
SELECT {", ".join(f"e.{name}" for name in HASHED)}, e.hash, h.length, h.hash
FROM audit_auditevent e LEFT JOIN audit_audithead h USING (subject) ORDER BY e.subject, e.position
"""  # noqa: S608 (constant names)
HEADS_WITHOUT_EVENTS = """
SELECT h.subject FROM audit_audithead h
WHERE NOT EXISTS (SELECT FROM audit_auditevent e WHERE e.subject = h.subject) ORDER BY h.subject
"""
SEALED_BUT_GONE = """
SELECT s.subject, s.length, e.hash FROM unnest(%s::text[], %s::bigint[], %s::text[]) AS s (subject, length, hash)
LEFT JOIN audit_auditevent e ON e.subject = s.subject AND e.position = s.length
WHERE e.hash IS DISTINCT FROM s.hash
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was written. where: chain and position, or the seal's day."""

    code: str
    where: str
    text: str | Promise


TEXTS: dict[str, str | Promise] = {
    "edited": _("isi peristiwa tidak cocok dengan sidiknya: baris diubah"),
    "unlinked": _("peristiwa tidak menyambung yang sebelumnya: rantai ditulis ulang dari sini"),
    "gap": _("nomor urut meloncat: peristiwa dihapus"),
    "no_head": _("rantai tanpa kepala: kepala dihapus"),
    "tail_cut": _("rantai lebih pendek daripada kepalanya: ekor dipotong"),
    "tail_added": _("rantai lebih panjang daripada kepalanya: peristiwa ditambahkan tanpa jalan resmi"),
    "head_differs": _("sidik kepala berbeda dari peristiwa terakhir"),
    "chain_removed": _("kepala tanpa peristiwa: rantai dihapus"),
    "seal_forged": _("isi segel tidak cocok dengan HMAC-nya: berkas diubah atau kuncinya lain"),
    "seal_missing": _("segel yang disebut segel sesudahnya tidak ada"),
    "seal_replaced": _("segel ini bukan yang disambung segel sesudahnya"),
    "sealed_event_gone": _("peristiwa yang sudah disegel tidak ada lagi: ekor dipotong atau rantai dihapus"),
    "sealed_event_rewritten": _("peristiwa berbeda dari yang disegel: rantai ditulis ulang"),
    "not_sealed": _("catatan lama belum disegel: tugas segel tidak berjalan atau segelnya dihapus"),
}


def _finding(code: str, where: str) -> Finding:
    return Finding(code, where, TEXTS[code])


@dataclass(slots=True)
class Verdict:
    """What was checked, and what was found."""

    events: int = 0
    chains: int = 0
    seals: int = 0
    findings: list[Finding] = field(default_factory=list)


def verify() -> Verdict:
    """Check everything, in memory that does not grow with the trail."""
    verdict = Verdict()
    with transaction.atomic():
        _check_chains(verdict)
    _check_seals(verdict, read_seals())
    return verdict


def _check_chains(verdict: Verdict) -> None:
    with connection.chunked_cursor() as cursor:
        cursor.execute(EVENTS)
        for subject, rows in groupby(cursor, key=itemgetter(0)):
            verdict.chains += 1
            for finding in _chain_findings(subject, rows, verdict):
                verdict.findings.append(finding)
    with connection.cursor() as cursor:
        cursor.execute(HEADS_WITHOUT_EVENTS)
        verdict.findings += [_finding("chain_removed", subject) for (subject,) in cursor]


def _chain_findings(subject: str, rows: Iterator[Sequence[Any]], verdict: Verdict) -> Iterator[Finding]:
    position, last_hash, head = 0, "", (None, None)
    for *values, stored, head_length, head_hash in rows:
        event = dict(zip(HASHED, values, strict=True))
        event["data"] = json.loads(event["data"])
        where, expected = f"{subject} #{event['position']}", position + 1
        if event_hash(event) != stored:
            yield _finding("edited", where)
        if event["position"] != expected:
            yield _finding("gap", where)
        elif event["previous_hash"] != last_hash:
            yield _finding("unlinked", where)
        position, last_hash, head = event["position"], stored, (head_length, head_hash)
        verdict.events += 1
    yield from _head_findings(subject, position, last_hash, *head)


def _head_findings(subject: str, length: int, last_hash: str, head_length: int | None, head_hash: str | None):
    if head_length is None:
        yield _finding("no_head", subject)
    elif head_length != length:
        yield _finding("tail_cut" if head_length > length else "tail_added", f"{subject} #{length}")
    elif head_hash != last_hash:
        yield _finding("head_differs", subject)


def _check_seals(verdict: Verdict, seals: list[Seal]) -> None:
    before: Seal | None = None
    for seal in seals:
        verdict.seals += 1
        if not seal.is_genuine:
            verdict.findings.append(_finding("seal_forged", seal.name))
        else:
            verdict.findings += _link_findings(seal, before)
            verdict.findings += _content_findings(seal)
        before = seal
    verdict.findings += _unsealed_findings(seals)


def _link_findings(seal: Seal, before: Seal | None) -> Iterator[Finding]:
    if seal.previous_name != (before.name if before else ""):
        yield _finding("seal_missing", seal.previous_name or seal.name)
    elif before and seal.previous != before.mac:
        yield _finding("seal_replaced", before.name)


def _content_findings(seal: Seal) -> Iterator[Finding]:
    heads = seal.heads()
    while batch := list(islice(heads, BATCH)):
        with connection.cursor() as cursor:
            cursor.execute(SEALED_BUT_GONE, [list(column) for column in zip(*batch, strict=True)])
            for subject, length, found in cursor.fetchall():
                code = "sealed_event_gone" if found is None else "sealed_event_rewritten"
                yield _finding(code, f"{subject} #{length} ({seal.name})")


def _unsealed_findings(seals: list[Seal]) -> Iterator[Finding]:
    """Whether events stand unsealed for longer than the task could explain."""
    unsealed = AuditEvent.objects.filter(at__lt=timezone.now() - UNSEALED_AT_MOST)
    sealed_at = parse_datetime(seals[-1].sealed_at) if seals and seals[-1].is_genuine else None
    if sealed_at:
        unsealed = unsealed.filter(at__gt=sealed_at)
    if unsealed.exists():
        yield _finding("not_sealed", seals[-1].name if seals else "-")
