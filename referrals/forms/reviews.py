from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.clock import date_words
from atensi.forms import AtensiForm, CheckField, DateField, RadioField

from ..models import PlacementReview
from ..review_rules import due_from
from ..states import Attendee, ReviewOutcome

# What an outcome does as soon as the review is saved.
EFFECTS = {
    ReviewOutcome.CONTINUE: _("Anak tetap di sini; tinjauan berikutnya terjadwal."),
    ReviewOutcome.CHANGE_PLAN: _("Anak tetap di sini; rencana pengasuhan perlu versi baru."),
    ReviewOutcome.MOVE: _("Anak tetap di sini sampai tempat baru siap; siapkan rujukan."),
    ReviewOutcome.REUNIFY: _(
        "Anak sudah diserahkan kepada keluarga. Mengakhiri penempatan dan menjadwalkan kunjungan."
    ),
    ReviewOutcome.SUBSTITUTE_FAMILY: _("Anak tetap di sini sampai keluarga siap; siapkan rujukan."),
    ReviewOutcome.CLOSE: _("Mengakhiri penempatan tanpa kunjungan lanjutan."),
}
# Labels that fit two boxes beside each other on a phone.
SHORT = {
    Attendee.ADVOCATE: _("Pendam\u00adping"),
    Attendee.FAMILY: _("Keluarga"),
    Attendee.CASE_WORKER: _("Peksos kasus"),
    Attendee.INSTITUTION_HEAD: _("Pimpinan"),
    Attendee.HEALTH: _("Kesehatan"),
}
# The way home first (domain.md 5.3: return to the family as first aim).
OUTCOMES = [
    ReviewOutcome.REUNIFY,
    ReviewOutcome.SUBSTITUTE_FAMILY,
    ReviewOutcome.MOVE,
    ReviewOutcome.CHANGE_PLAN,
    ReviewOutcome.CONTINUE,
    ReviewOutcome.CLOSE,
]


class HoldReviewForm(AtensiForm):
    """What a held review says. The rules about it are the service's."""

    held_on = DateField(label=_("Tanggal tinjauan"))
    attendees = CheckField(
        label=_("Siapa yang hadir"),
        choices=[(one.value, SHORT.get(one, one.label)) for one in Attendee],
        required=False,
    )
    child_view = forms.CharField(
        label=_("Suara anak"),
        help_text=_("Tulis kata per kata."),
        widget=forms.Textarea(attrs={"class": "voice"}),
        required=False,
    )
    child_not_heard_reason = forms.CharField(
        label=_("Mengapa anak belum didengar"),
        help_text=_("Isi hanya bila tidak ada kata-kata anak."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    findings = forms.CharField(
        label=_("Temuan"),
        help_text=_("Bagaimana anak berkembang, apa yang berubah di keluarga, apa yang masih menghalangi pulang."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    outcome = RadioField(
        label=_("Apa yang diputuskan?"),
        choices=[(outcome.value, outcome.label) for outcome in OUTCOMES],
        hints={outcome.value: words for outcome, words in EFFECTS.items()},
    )
    next_due_on = DateField(label=_("Tinjauan berikutnya"), required=False)

    def __init__(self, *args, review: PlacementReview, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["held_on"].initial = today
        for name in ("held_on", "next_due_on"):
            self.fields[name].widget.attrs["min"] = review.placement.starts_on.isoformat()
        self.fields["held_on"].widget.attrs["max"] = today.isoformat()
        latest = due_from(review.placement.review_rule, self._held_on(today))
        self.fields["next_due_on"].help_text = _(
            "Bila anak tetap di sini. Kosongkan untuk batas akhirnya, %(date)s."
        ) % {"date": date_words(latest)}

    def _held_on(self, today: date) -> date:
        """The day typed, for the hint of the next review; today as long as none is."""
        typed = self.data.get("held_on", "") if self.is_bound else ""
        try:
            return min(date.fromisoformat(typed), today)
        except ValueError:
            return today
