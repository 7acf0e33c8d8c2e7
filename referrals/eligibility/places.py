"""Which institution may receive whom (domain.md 5.3, 7; UU 23/2002 art. 37)."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from atensi.clock import date_words
from atensi.errors import Problem, Tag
from atensi.language import counted
from cases.models import Beneficiary
from cases.states import Base, CareForm, Sex
from institutions.models import Institution
from institutions.states import Kind, TargetGroup

from ..states import Title
from .proposals import Proposal

# Ranks 6 and 7 of the continuum and the bodies that give such care (domain.md 5.1).
KINDS_OF_FORM: dict[str, frozenset[str]] = {
    CareForm.LKSA: frozenset({Kind.LKSA, Kind.UPTD}),
    CareForm.SENTRA: frozenset({Kind.SENTRA}),
}
LAW_37 = _("UU 23/2002 pasal 37")
LAW_LICENCE = _("30/HUK/2011, izin lembaga")
LAW_ACCREDITATION = _("Permensos 8/2025")
LAW_CLUSTERS = _("Permensos 7/2021 pasal 3")
LAW_CAPACITY = _("30/HUK/2011, daya tampung")


def place_problems(asked: Proposal) -> Iterator[Problem]:
    """Only a fit residence receives: kind, licence on the day (domain.md 7, hard) and a free place."""
    house = asked.institution
    if asked.base != Base.RESIDENTIAL or house is None:
        return
    if not house.is_active or house.kind not in KINDS_OF_FORM.get(asked.form, frozenset()):
        text = _("Lembaga ini tidak memberi bentuk pengasuhan itu.")
        yield Problem("not_a_residence", text, source=LAW_LICENCE, field="institution")
    yield from licence_problems(house, asked.fit_on)
    if asked.facts.free(house) < 1:
        text = counted("%(name)s penuh: %(places)s tempat, semua terisi.", places=house.places, name=house.name)
        yield Problem("no_free_place", text, source=LAW_CAPACITY, field="institution")


def licence_problems(body: Institution, on: date) -> Iterator[Problem]:
    """A body that needs a licence has one in force on day `on` (domain.md 7, hard)."""
    if not body.licence_valid_on(on):
        text = _("Izin operasional %(name)s tidak berlaku pada hari itu.") % {"name": body.name}
        yield Problem("licence_expired", text, source=LAW_LICENCE, field="institution")


def band_problems(asked: Proposal) -> Iterator[Problem]:
    """A residence that divides its places by age and sex takes a child only into a free place of the child's own band
    (domain.md 13 capacity_age_bands, hard)."""
    house, person = asked.institution, asked.beneficiary
    if house is None or asked.base != Base.RESIDENTIAL:
        return
    if not asked.facts.has_bands(house):
        return
    if person.age_on(asked.fit_on) is None or person.sex == Sex.UNKNOWN:
        text = _("Umur atau jenis kelamin anak belum tercatat, sedangkan %(name)s menerima menurut keduanya.")
        yield Problem("band_unknown", text % {"name": house.name}, "soft", LAW_CAPACITY, "institution")
        return
    band = asked.facts.band(house)
    if band is None:
        text = _("%(name)s tidak menerima umur atau jenis kelamin ini.") % {"name": house.name}
        yield Problem("no_band", text, source=LAW_CAPACITY, field="institution")
    elif asked.facts.free_in(band) < 1:
        words = {"places": band.places, "name": house.name, "band": band}
        text = counted("%(name)s penuh untuk %(band)s: %(places)s tempat, semua terisi.", **words)
        yield Problem("no_free_place_in_band", text, source=LAW_CAPACITY, field="institution")


def accreditation_problems(asked: Proposal) -> Iterator[Problem]:
    """An unaccredited body: a warning, a bar where the deciding office has switched that on (domain.md 7). There it is
    accredited through the expected stay, too."""
    body = asked.institution
    if body is None or not body.needs_licence or asked.title == Title.EXISTING:
        return
    until = asked.facts.accredited_until(body)
    if until is None:
        text = _("Akreditasi %(name)s tidak berlaku pada hari itu.") % {"name": body.name}
        tag: Tag = "hard" if asked.facts.accreditation_required else "soft"
        yield Problem("not_accredited", text, tag, LAW_ACCREDITATION, "institution")


def certificate_end_problems(asked: Proposal) -> Iterator[Problem]:
    """The accreditation lasts as long as the stay that Dinas Sosial decided on (domain.md 7, soft), or is expected
    where the deciding office requires accreditation (hard). Certificates that follow each other count together."""
    house, until_on = asked.institution, asked.until_on
    if house is None or until_on is None or asked.base != Base.RESIDENTIAL:
        return
    last = asked.facts.accredited_until(house)
    if last is None or last >= until_on:
        return
    required = house.needs_licence and asked.facts.accreditation_required
    if required or asked.decision is not None:
        text = _("Akreditasi %(name)s habis %(date)s, sebelum masa tinggal anak berakhir.")
        words = text % {"name": house.name, "date": date_words(last)}
        tag: Tag = "hard" if required else "soft"
        yield Problem("certificate_ends_within_stay", words, tag, LAW_ACCREDITATION, "institution")


def faith_problems(asked: Proposal) -> Iterator[Problem]:
    """A body founded on a religion takes only children of that religion (UU 23/2002 art. 37, hard)."""
    house = asked.institution
    if house is None or not house.faith or asked.base != Base.RESIDENTIAL:
        return
    if not asked.beneficiary.faith:
        text = _("Agama anak belum tercatat, lembaga ini berlandaskan agama %(faith)s.")
        yield Problem("faith_unknown", text % {"faith": house.get_faith_display()}, "soft", LAW_37)
    elif asked.beneficiary.faith != house.faith:
        text = _("Lembaga berlandaskan agama %(faith)s hanya mengasuh anak yang seagama.")
        yield Problem("faith_differs", text % {"faith": house.get_faith_display()}, source=LAW_37, field="institution")


def target_group_problems(asked: Proposal) -> Iterator[Problem]:
    if asked.institution is not None and asked.base == Base.RESIDENTIAL:
        yield from group_problems(asked.institution, asked.beneficiary)


def group_problems(body: Institution, person: Beneficiary) -> Iterator[Problem]:
    """A body that says whom it serves serves this person (Permensos 7/2021 art. 3, soft)."""
    if not body.target_groups:
        return
    serves_children = TargetGroup.CHILDREN in body.target_groups
    fits = serves_children if person.is_child else body.target_groups != [TargetGroup.CHILDREN]
    if not fits:
        text = _("Sasaran lembaga ini bukan kelompok orang yang ditempatkan.")
        yield Problem("target_group_differs", text, "soft", LAW_CLUSTERS, "institution")
