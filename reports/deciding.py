"""What awaits the deciders of Dinas Sosial on their first page: requests, extensions, decisions that nobody uses."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from atensi.audit.actor import Actor
from atensi.clock import date_words
from institutions.states import Role
from referrals.models import CareDecision, PlacementExtension, Referral
from referrals.states import ReferralState

from .rows import AHEAD_DAYS, DECISION, LIMIT, PLANNED, Task, who


def decisions(user, actor: Actor, today: date) -> Iterable[Task]:
    """Requests for a care decision that await this Dinas (UU 23/2002 arts. 57-58); those that wait for the sender stand
    by the day it answers."""
    waiting = (
        Referral.objects.received_by(actor.institution_id)
        .awaiting_decision()
        .with_asked_until()
        .select_related("case__beneficiary", "from_institution")
        .order_by("answer_due_on", "pk")
    )
    for referral in waiting[:LIMIT]:
        if waits_for_sender(referral):
            yield asked_task(referral)
            continue
        yield Task(
            referral.answer_due_on,
            _("Keputusan: %(who)s") % {"who": who(referral.case)},
            _("%(form)s, diusulkan %(from)s")
            % {"form": referral.get_asked_form_display(), "from": referral.from_institution},
            reverse("referrals:decision_sign", args=[referral.pk]),
            _("Putuskan"),
            referral.case,
            DECISION,
        )


def waits_for_sender(referral: Referral) -> bool:
    return referral.state == ReferralState.SENT and referral.asked_until is not None and not referral.is_emergency


def asked_task(referral: Referral) -> Task:
    """A request about which the sender owes an answer: nothing to do before, and its page may be opened."""
    return Task(
        referral.asked_until,
        _("Menunggu pengirim: %(who)s") % {"who": who(referral.case)},
        _("%(number)s, dijawab oleh %(from)s") % {"number": referral.number, "from": referral.from_institution},
        reverse("referrals:detail", args=[referral.pk]),
        _("Lihat"),
        referral.case,
        PLANNED,
    )


def recommendations(user, actor: Actor, today: date) -> Iterable[Task]:
    """Requests of the office's cases that the province decides on once this Dinas has said its word."""
    rows = Referral.objects.awaiting_recommendation().filter(case__office_id=actor.institution_id)
    related = ("case__beneficiary", "to_institution", "from_institution")
    waiting = rows.with_asked_until(by=actor.institution_id).select_related(*related)
    for referral in waiting.order_by("recommendation_due_on", "pk")[:LIMIT]:
        if waits_for_sender(referral):
            yield asked_task(referral)
            continue
        yield Task(
            referral.recommendation_due_on,
            _("Rekomendasi: %(who)s") % {"who": who(referral.case)},
            _("%(form)s, diputuskan %(office)s")
            % {"form": referral.get_asked_form_display(), "office": referral.to_institution},
            reverse("referrals:recommendation", args=[referral.pk]),
            _("Timbang"),
            referral.case,
            DECISION,
        )


def extensions(user, actor: Actor, today: date) -> Iterable[Task]:
    """Requests to let a placement last longer that await this decider's signature, by the end that comes first; and,
    for all who oversee the office, those that nobody there may sign (domain.md 5.2)."""
    rows = PlacementExtension.objects.visible_to(user).filter(office_id=actor.institution_id)
    answerable, stuck = Q(pk__in=rows.answerable_by(actor).values("pk")), Q(pk__in=rows.without_signer().values("pk"))
    waiting = rows.filter(answerable | stuck).annotate(is_stuck=stuck).order_by("ends_before", "pk")
    for extension in waiting.select_related("placement__case__beneficiary", "placement__case__office__region")[:LIMIT]:
        case, until = extension.placement.case, date_words(extension.until_on)
        yield Task(
            extension.ends_before,
            _("Perpanjangan: %(who)s") % {"who": who(case)},
            str(_("Belum ada yang boleh menandatangani"))
            if extension.is_stuck
            else _("%(number)s, diminta sampai %(day)s") % {"number": case.number, "day": until},
            reverse("referrals:extension", args=[extension.pk]),
            _("Lihat") if extension.is_stuck else _("Jawab"),
            case,
            DECISION,
            case.office.region.time_zone,
        )


def unused_decisions(user, actor: Actor, today: date) -> Iterable[Task]:
    """Signed decisions by which no placement has begun, soon and until one does: to the office that signed them, and to
    the worker where the child waits for a home. Those for a family have their own line (`approved_placements`)."""
    rows = CareDecision.objects.visible_to(user).unused()
    if actor.role == Role.FIELD_SOCIAL_WORKER:
        own = {"case__worker_id": actor.user_id, "case__office_id": actor.institution_id}
        rows = rows.filter(**own).not_startable(today)
    else:
        rows = rows.filter(deciding_office_id=actor.institution_id)
    soon = rows.filter(start_due_on__lte=today + timedelta(days=AHEAD_DAYS)).order_by("start_due_on", "pk")
    soon = soon.select_related("case__beneficiary", "case__office__region").prefetch_related("revisions")
    for decision in soon[:LIMIT]:
        yield Task(
            decision.start_due_on,
            _("Keputusan belum dipakai: %(who)s") % {"who": who(decision.case)},
            _("%(number)s, dapat dipakai sampai %(day)s")
            % {"number": decision.number, "day": date_words(decision.startable_until)},
            reverse("referrals:decision", args=[decision.pk]),
            _("Buka"),
            decision.case,
            zone=decision.case.office.region.time_zone,
        )
