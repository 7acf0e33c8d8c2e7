"""The record of a child's hand-over to the family as an official paper (domain.md 5.3 "Reunification", hard): who gave
the child to whom, when, with what, and what was agreed."""

from typing import Any

from django.utils.translation import gettext as _

from atensi.clock import date_words
from atensi.documents.official import Content
from atensi.documents.states import PaperKind
from cases.hooks import PaperSource
from cases.masking import kin_on_paper, without_names
from cases.models import Case
from cases.official import CARE_STANDARD, basis_of, person_facts, told, voice_words

from .models import Reunification
from .states import EndReason

CARE_OF_CHILDREN = "Peraturan Pemerintah Nomor 44 Tahun 2017 tentang Pelaksanaan Pengasuhan Anak"


def _rows(case: Case) -> Any:
    """Hand-overs that nobody changes any more: the child went home, and the record stays from then on."""
    rows = Reunification.objects.filter(placement__case=case, handed_over_on__isnull=False)
    ended = rows.filter(placement__ended_on__isnull=False, placement__end_reason=EndReason.REUNIFIED)
    related = ("placement__institution", "placement__carer", "consent_by", "received_by")
    return ended.select_related(*related).prefetch_related("steps").order_by("handed_over_on", "pk")


def _label(record: Reunification) -> str:
    return _("Serah terima %(day)s") % {"day": date_words(record.handed_over_on)}


def _hand_over(case: Case, record: Reunification) -> Content:
    placement = record.placement
    received = kin_on_paper(case, record.received_by.name)
    agreed = kin_on_paper(case, record.consent_by.name)
    relation, consenting = record.received_by.get_relation_display(), record.get_consent_relation_display()
    form = str(record.get_consent_form_display()).lower()
    facts = [
        *person_facts(case),
        *([] if case.restricted else [[_("Tinggal di"), placement.place_name]]),
        [_("Sejak"), date_words(placement.starts_on)],
        [_("Diserahkan pada"), date_words(record.handed_over_on)],
        [_("Diterima oleh"), f"{received} ({relation})"],
        [
            _("Persetujuan keluarga"),
            f"{agreed} ({consenting}), {date_words(record.consent_on)}, {form}",
        ],
    ]
    return Content(
        title=_("Berita acara serah terima anak"),
        facts=facts,
        basis=basis_of(case, CARE_OF_CHILDREN, CARE_STANDARD),
        sections=[
            pair
            for pair in told(
                case,
                (_("Dokumen yang diserahkan"), record.documents),
                (_("Barang milik anak"), record.belongings),
                (_("Obat dan cara memakainya"), record.medicine),
                (voice_words(case), record.child_view or record.child_not_heard_reason),
                (_("Catatan dan kesepakatan"), record.hand_over_note),
            )
            if pair[1]
        ],
        tables=[_preparation(case, record)],
        signers=[
            [_("Yang menyerahkan"), without_names(case, record.handed_over_by)],
            [_("Yang menerima, %(relation)s") % {"relation": str(relation).lower()}, received],
        ],
    )


def _preparation(case: Case, record: Reunification) -> dict[str, Any]:
    rows = [
        [date_words(step.done_on), *(words for _label, words in told(case, ("", step.what), ("", step.with_whom)))]
        for step in record.steps.all()
    ]
    heads = [_("Tanggal"), _("Yang dilakukan"), _("Bersama siapa")]
    return {"heading": _("Persiapan anak dan keluarga"), "heads": heads, "rows": rows}


HAND_OVER = PaperSource(PaperKind.HAND_OVER, Reunification, _rows, _label, _hand_over)
