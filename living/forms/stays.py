"""Forms of the days that a child spends in a home: contacts of the family, leaves, and who cares for the child."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atensi.forms import CheckField, DateField
from atensi.sections import SectionedForm
from atensi.versions import SEEN, seen_field, version_of
from cases.models import FamilyMember
from referrals.models import Placement

from ..models import AdmissionSheet, Caregiver
from ..services.admissions import WRITTEN
from ..states import AdmissionPaper, AgreedBy, ContactWay


def family_of(placement: Placement) -> dict[str, FamilyMember]:
    """The living family of the child by key: one query."""
    return {str(one.pk): one for one in placement.beneficiary.family.filter(is_alive=True)}


def _named(member: FamilyMember) -> str:
    return f"{member}, {str(member.get_relation_display()).lower()}"


class ContactForm(SectionedForm):
    page_heading = _("Catat kontak keluarga")
    verb = _("Simpan kontak")
    two = ("way", "held_on")
    sections = ((_("Kontak"), ("way", "held_on", "members", "others")), (_("Isinya"), ("went", "child_words")))

    way = forms.ChoiceField(label=_("Cara"), choices=ContactWay.choices)
    held_on = DateField(label=_("Tanggal"))
    members = CheckField(label=_("Siapa dari keluarga"), required=False)
    others = forms.CharField(label=_("Orang lain"), required=False, max_length=200)
    went = forms.CharField(label=_("Bagaimana jalannya"), widget=forms.Textarea)
    child_words = forms.CharField(
        label=_("Kata-kata anak"), required=False, widget=forms.Textarea, help_text=_("Persis seperti diucapkan.")
    )

    def __init__(self, *args: Any, placement: Placement, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.family = family_of(placement)
        self.fields["members"].choices = [(pk, _named(one)) for pk, one in self.family.items()]
        if not self.family:
            del self.fields["members"]

    def clean_members(self) -> list[FamilyMember]:
        return [self.family[pk] for pk in self.cleaned_data["members"]]


class LeaveForm(SectionedForm):
    page_heading = _("Catat izin pulang atau bepergian")
    verb = _("Simpan izin")
    two = ("from_on", "until_on")
    sections = ((_("Izin"), ("from_on", "until_on", "place", "member", "escort")),)

    from_on = DateField(label=_("Mulai"))
    until_on = DateField(label=_("Kembali paling lambat"))
    place = forms.CharField(label=_("Ke mana"), max_length=200)
    member = forms.ChoiceField(label=_("Bersama siapa dari keluarga"), required=False)
    escort = forms.CharField(label=_("Bersama orang lain"), required=False, max_length=200)

    def __init__(self, *args: Any, placement: Placement, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.family = family_of(placement)
        choices = [(pk, _named(one)) for pk, one in self.family.items()]
        self.fields["member"].choices = [("", _("Tidak bersama keluarga")), *choices]

    def clean_member(self) -> FamilyMember | None:
        return self.family.get(self.cleaned_data["member"])


class ReturnForm(SectionedForm):
    page_heading = _("Catat anak kembali")
    verb = _("Simpan")
    sections = ((_("Kembali"), ("back_on", "note")),)

    back_on = DateField(label=_("Kembali pada"))
    note = forms.CharField(label=_("Keadaan anak saat kembali"), widget=forms.Textarea)


class AssignForm(SectionedForm):
    page_heading = _("Tetapkan pengasuh")
    verb = _("Simpan pengasuh")
    two = ("caregiver", "since")
    sections = ((_("Pengasuh"), ("caregiver", "since", "hand_over")),)

    caregiver = forms.ChoiceField(label=_("Pengasuh"))
    since = DateField(label=_("Sejak"), initial=timezone.localdate)
    hand_over = forms.CharField(
        label=_("Catatan serah terima"),
        required=False,
        widget=forms.Textarea,
        help_text=_("Dari pengasuh sebelumnya: kebiasaan anak, kesehatan, sekolah, keluarga, yang perlu dijaga."),
    )

    def __init__(self, *args: Any, placement: Placement, **kwargs: Any):
        super().__init__(*args, **kwargs)
        rows = Caregiver.objects.of_home(placement.institution_id).working()
        self.caregivers = {str(one.pk): one for one in rows}
        self.fields["caregiver"].choices = [("", _("Pilih")), *((pk, str(one)) for pk, one in self.caregivers.items())]

    def clean_caregiver(self) -> Caregiver:
        return self.caregivers[self.cleaned_data["caregiver"]]


class CaregiverForm(SectionedForm):
    page_heading = _("Catat pengasuh")
    verb = _("Simpan pengasuh")
    two = ("since", "statement_on")
    sections = ((_("Pengasuh"), ("name", "since", "training", "statement_on")),)

    name = forms.CharField(label=_("Nama"), max_length=200)
    since = DateField(label=_("Bekerja sejak"))
    training = forms.CharField(label=_("Pelatihan"), required=False, widget=forms.Textarea)
    statement_on = DateField(
        label=_("Tanggal surat keterangan catatan kepolisian"), required=False, help_text=_("Kosong bila belum ada.")
    )


class CaregiverEditForm(CaregiverForm):
    page_heading = _("Ubah data pengasuh")
    sections = ((_("Pengasuh"), ("training", "statement_on")),)
    name = None
    since = None


class CaregiverReviewForm(SectionedForm):
    page_heading = _("Catat penilaian pengasuh")
    verb = _("Simpan penilaian")
    sections = ((_("Penilaian"), ("held_on", "result")),)

    held_on = DateField(label=_("Tanggal"))
    result = forms.CharField(label=_("Hasil"), widget=forms.Textarea)


class SuspendForm(SectionedForm):
    page_heading = _("Berhentikan sementara")
    verb = _("Berhentikan sementara")
    sections = ((_("Alasan"), ("because",)),)

    because = forms.CharField(label=_("Mengapa"), widget=forms.Textarea)


class ReadmitForm(SuspendForm):
    page_heading = _("Kembalikan ke tugas")
    verb = _("Kembalikan ke tugas")


class LeaveWorkForm(SectionedForm):
    page_heading = _("Pengasuh berhenti")
    verb = _("Simpan")
    sections = ((_("Berhenti"), ("left_on",)),)

    left_on = DateField(label=_("Hari terakhir"))


class AdmissionForm(SectionedForm):
    """What came with a child, and what was done on the first day."""

    page_heading = _("Berkas masuk")
    verb = _("Simpan berkas masuk")
    two = ("oriented_on", "oriented_by")
    sections = (
        (_("Yang dibawa"), ("documents", "belongings", "health")),
        (_("Hari pertama"), ("oriented_on", "oriented_by")),
        (_("Kesepakatan"), ("agreed_on", "agreed_by")),
    )

    documents = CheckField(label=_("Dokumen yang dibawa"), choices=AdmissionPaper.choices, required=False)
    belongings = forms.CharField(label=_("Barang bawaan"), required=False, widget=forms.Textarea)
    health = forms.CharField(label=_("Kesehatan saat masuk"), required=False, widget=forms.Textarea)
    oriented_on = DateField(label=_("Orientasi pada"), required=False)
    oriented_by = forms.CharField(label=_("Didampingi"), required=False, max_length=200)
    agreed_on = DateField(label=_("Ditandatangani pada"), required=False)
    agreed_by = CheckField(
        label=_("Penanda tangan"),
        choices=AgreedBy.choices,
        required=False,
        help_text=_("Dinas Sosial bila keluarga tidak diketahui."),
    )
    seen = seen_field()

    def __init__(self, *args: Any, sheet: AdmissionSheet, **kwargs: Any):
        known = {name: getattr(sheet, name) for name in WRITTEN}
        super().__init__(*args, initial={**known, SEEN: version_of(sheet, WRITTEN)}, **kwargs)
