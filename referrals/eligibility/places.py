"""Which institution may receive whom (domain.md 5.3, 7; UU 23/2002 art. 37)."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accreditation.models import Certificate
from atensi.clock import date_words
from atensi.errors import Problem
from atensi.language import counted
from cases.models import Beneficiary
from cases.states import Base, CareForm, Sex
from institutions.models import CapacityBand, Institution
from institutions.parameters import value_for
from institutions.states import Kind, TargetGroup

from ..models import Placement
from ..states import OPEN_PLACEMENTS, Title
from .proposals import Proposal

# Ranks 6 and 7 of the continuum and the bodies that give such care (domain.md 5.1).
KINDS_OF_FORM: dict[str, frozenset[str]] = {
    CareForm.LKSA: frozenset({Kind.LKSA, Kind.UPTD}),
    CareForm.SENTRA: frozenset({Kind.SENTRA}),
}
LAW_37 = _("UU 23/2002 pasal 37")
LAW_CAPACITY = _("30/HUK/2011, daya tampung")
LAW_ACCREDITATION = _("Permensos 8/2025")


def residents_of(institution: Institution, leaving: Placement | None = None) -> QuerySet[Placement]:
    """The open placements of those who live there. leaving: one that ends when a new one begins."""
    rows = Placement.objects.filter(institution=institution, base=Base.RESIDENTIAL, state__in=OPEN_PLACEMENTS)
    return rows.exclude(pk=leaving.pk if leaving else None)


def free_places(institution: Institution, *, leaving: Placement | None = None) -> int:
    """Places nobody lives in now. leaving: a placement that ends when the new one begins."""
    return institution.places - residents_of(institution, leaving).count()


def taken_by_band(
    institution: Institution, bands: Iterable[CapacityBand], *, on: date, leaving: Placement | None = None
) -> dict[int, int]:
    """Residents in each band (by its key), by their age on day `on`: one query, none without bands. Who fits no band,
    or is of unknown age, counts only in the total."""
    bands = list(bands)
    taken = dict.fromkeys((band.pk for band in bands), 0)
    people = Beneficiary.objects.filter(placements__in=residents_of(institution, leaving)) if bands else []
    for person in people:
        band = band_for(bands, person, on)
        if band is not None:
            taken[band.pk] += 1
    return taken


def band_for(bands: Iterable[CapacityBand], person: Beneficiary, on: date) -> CapacityBand | None:
    """The band that `person` belongs to on day `on`; at most one, since bands do not overlap."""
    age = person.age_on(on)
    return next((band for band in bands if age is not None and band.covers(sex=person.sex, age=age)), None)


def place_problems(asked: Proposal) -> Iterator[Problem]:
    """Only a fit residence receives: kind, licence on the day (domain.md 7, hard) and a free place."""
    house = asked.institution
    if asked.base != Base.RESIDENTIAL or house is None:
        return
    if not house.is_active or house.kind not in KINDS_OF_FORM.get(asked.form, frozenset()):
        text = _("Lembaga ini tidak memberi bentuk pengasuhan itu.")
        yield Problem("not_a_residence", text, source=_("30/HUK/2011, izin lembaga"), field="institution")
    if not house.licence_valid_on(asked.fit_on):
        text = _("Izin operasional %(name)s tidak berlaku pada hari itu.") % {"name": house.name}
        yield Problem("licence_expired", text, source=_("30/HUK/2011, izin lembaga"), field="institution")
    if free_places(house, leaving=asked.open_placement) < 1:
        text = counted("%(name)s penuh: %(places)s tempat, semua terisi.", places=house.places, name=house.name)
        yield Problem("no_free_place", text, source=LAW_CAPACITY, field="institution")


def band_problems(asked: Proposal) -> Iterator[Problem]:
    """A residence that divides its places by age and sex takes a child only into a free place of the child's own band
    (domain.md 13 capacity_age_bands, hard)."""
    house, person = asked.institution, asked.beneficiary
    if house is None or asked.base != Base.RESIDENTIAL:
        return
    bands = list(house.bands.all())
    if not bands:
        return
    if person.age_on(asked.fit_on) is None or person.sex == Sex.UNKNOWN:
        text = _("Umur atau jenis kelamin anak belum tercatat, sedangkan %(name)s menerima menurut keduanya.")
        yield Problem("band_unknown", text % {"name": house.name}, "soft", LAW_CAPACITY, "institution")
        return
    band = band_for(bands, person, asked.fit_on)
    if band is None:
        text = _("%(name)s tidak menerima umur atau jenis kelamin ini.") % {"name": house.name}
        yield Problem("no_band", text, source=LAW_CAPACITY, field="institution")
    elif taken_by_band(house, bands, on=asked.fit_on, leaving=asked.open_placement)[band.pk] >= band.places:
        words = {"places": band.places, "name": house.name, "band": band}
        text = counted("%(name)s penuh untuk %(band)s: %(places)s tempat, semua terisi.", **words)
        yield Problem("no_free_place_in_band", text, source=LAW_CAPACITY, field="institution")


def accreditation_problems(asked: Proposal) -> Iterator[Problem]:
    """An unaccredited body: a warning, a bar where the deciding office has switched that on (domain.md 7)."""
    body = asked.institution
    if body is None or not body.needs_licence or asked.title == Title.EXISTING:
        return
    if not Certificate.objects.filter(institution=body).valid_on(asked.starts_on).exists():
        hard = value_for("accreditation_required", asked.deciding_office, on=asked.starts_on)
        text = _("Akreditasi %(name)s tidak berlaku pada hari itu.") % {"name": body.name}
        yield Problem("not_accredited", text, "hard" if hard else "soft", LAW_ACCREDITATION, "institution")


def certificate_end_problems(asked: Proposal) -> Iterator[Problem]:
    """The accreditation lasts as long as the stay that Dinas Sosial decided on (domain.md 7, soft)."""
    house, decision = asked.institution, asked.decision
    if house is None or decision is None or decision.ends_on is None or asked.base != Base.RESIDENTIAL:
        return
    certificates = Certificate.objects.filter(institution=house).valid_on(asked.starts_on)
    last = certificates.order_by("-valid_until").values_list("valid_until", flat=True).first()
    if last is not None and last < decision.ends_on:
        text = _("Akreditasi %(name)s habis %(date)s, sebelum masa tinggal anak berakhir.")
        words = {"name": house.name, "date": date_words(last)}
        yield Problem("certificate_ends_within_stay", text % words, "soft", LAW_ACCREDITATION, "institution")


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
    house = asked.institution
    if house is None or asked.base != Base.RESIDENTIAL or not house.target_groups:
        return
    serves_children = TargetGroup.CHILDREN in house.target_groups
    fits = serves_children if asked.beneficiary.is_child else house.target_groups != [TargetGroup.CHILDREN]
    if not fits:
        text = _("Sasaran lembaga ini bukan kelompok orang yang ditempatkan.")
        yield Problem("target_group_differs", text, "soft", _("Permensos 7/2021 pasal 3"), "institution")
