"""The pages to be measured: who opens them, where they are, their floor, and their obvious build."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Count, F, Q

from atensi.accounts.models import User
from atensi.generated.shown import SignIn, busiest_desks, sign_ins
from carers.models import Candidate
from cases.models import Case
from cases.names import search_keys
from cases.paging import PAGE_SIZE, key_of
from cases.querysets import SHARE_PERMISSION
from cases.story import PARTS

from . import floors, obvious

# Spelled otherwise than most of the names that it finds.
VARIANTS = ("Mohamad", "Sitti", "Achmad", "Rizky", "Fatima", "Abdurrahman", "Rachmawati", "Wahju")
DEEP = 60


@dataclass(slots=True)
class Page:
    """One thing that is measured. text: what is searched for instead of a page being opened. obvious: how it is
    usually built, where that differs."""

    job: str
    name: str
    part: str
    path: str
    floor: str
    given: dict[str, Any]
    text: str = ""
    obvious: Callable[[User], Any] | None = None
    user: User | None = field(default=None)


def pages(jobs: set[str]) -> list[Page]:
    """The pages of `jobs`, for the people of this data set."""
    people = {person.part: person for person in sign_ins()}
    found = [page for part, person in people.items() for page in _first_pages(part, person)]
    found += _lists(people) + _searches(people) + _single(people) + _work(people)
    found += _routes(people) + _carers(people) + _desks()
    return [page for page in found if page.job in jobs]


def _given(person: SignIn) -> tuple[User, dict[str, Any]]:
    user = User.objects.get(username=person.username)
    institutions = [row.institution for row in user.memberships.select_related("institution").order_by("pk")]
    return user, {
        "user": user.pk,
        "office": institutions[0].pk,
        "offices": [institution.pk for institution in institutions],
        "group": institutions[0].group_id,
    }


def _page(job: str, name: str, person: SignIn, path: str, floor: str, **more: Any) -> Page:
    user, given = _given(person)
    built = more.pop("obvious", None)
    text = more.pop("text", "")
    return Page(job, name, person.part, path, floor, given | more, text, built, user)


def _first_pages(part: str, person: SignIn) -> list[Page]:
    floor = {"peksos": floors.DUE_WORKER, "sentra": floors.DUE_HOLDER, "lksa": floors.DUE_HOLDER}
    return [_page("home", "halaman awal", person, "/", floor.get(part, floors.DUE_OFFICE))]


def _lists(people: dict[str, SignIn]) -> list[Page]:
    worker, office = people["peksos"], people["penyelia"]
    found = [
        _page("list", "daftar", worker, "/kasus/", floors.WORKER, obvious=_plain),
        _page("list", "daftar", office, "/kasus/", floors.OFFICE, obvious=_plain),
        _page(
            "list",
            "daftar, disaring",
            office,
            "/kasus/?tahap=IMPLEMENT&risiko=HIGH",
            floors.FILTERED,
            obvious=lambda user: obvious.page(user, closed_at=None, stage="IMPLEMENT", risk="HIGH"),
        ),
        _page("list", "daftar, semua", office, "/kasus/?keadaan=semua", floors.ALL, obvious=obvious.page),
        _page("list", "daftar", people["wilayah"], "/kasus/", floors.OFFICES, obvious=_plain),
    ]
    if "sentra" in people:
        permission = Permission.objects.get(codename=SHARE_PERMISSION, content_type__app_label="cases").pk
        found.append(
            _page("list", "daftar", people["sentra"], "/kasus/", floors.SHARED, permission=permission, obvious=_plain)
        )
    return [*found, *_deep(office)]


def _plain(user: User) -> Any:
    return obvious.page(user, closed_at=None)


def _deep(office: SignIn) -> list[Page]:
    """The page that `DEEP` pages lead to, or the last."""
    _user, given = _given(office)
    rows = Case.objects.filter(office=given["office"]).order_by("-opened_at", "-pk")
    offset = min(DEEP * PAGE_SIZE, max(0, rows.count() - 2 * PAGE_SIZE))
    row = rows[offset]
    return [
        _page(
            "deep",
            f"daftar, sesudah {offset} baris",
            office,
            f"/kasus/?keadaan=semua&kunci={key_of(row, 'opened_at', 'n')}",
            floors.DEEP,
            at=row.opened_at,
            id=row.pk,
            obvious=lambda user: obvious.page(user, offset),
        )
    ]


def _searches(people: dict[str, SignIn]) -> list[Page]:
    office = people["penyelia"]
    _user, given = _given(office)
    named = Case.objects.filter(office=given["office"], restricted=False).exclude(beneficiary__name="")
    wanted = Q(pk__in=[])
    for variant in VARIANTS:
        wanted |= Q(beneficiary__name__startswith=variant)
    case = named.filter(wanted).order_by("-opened_at").first() or named.order_by("-opened_at")[0]
    text = case.beneficiary.name.upper()
    keys = search_keys(case.beneficiary.name_keys)
    with_nik = named.exclude(beneficiary__nik_index=None).order_by("-opened_at")[0].beneficiary
    find = "/kasus/cari/"
    return [
        _page(
            "search",
            "cari nama",
            office,
            find,
            floors.NAME,
            keys=keys,
            text=text,
            obvious=lambda user: obvious.search(user, text),
        ),
        _page("search", "cari NIK", office, find, floors.NIK, nik=with_nik.nik_index, text=with_nik.nik),
        *_other_searches(office, case),
    ]


def _other_searches(office: SignIn, case: Case) -> list[Page]:
    """What else the box understands, each beside the floor of a name: what a name begins with, the last part of a
    number, a telephone, a year of birth, a place, and name, place and year together."""
    child = case.beneficiary
    keys, first = search_keys(child.name_keys), child.name.split()[0]
    carer = child.family.exclude(phone="").first()
    year = child.birth_date.year if child.birth_date else 2015
    texts = {
        "cari dua huruf": keys[0][:2],
        "cari nomor": case.number.rpartition("/")[2],
        "cari telepon": carer.phone if carer else "0800 0000 0001",
        "cari tahun": str(year),
        "cari tempat": child.region.name,
        "cari nama, tempat, tahun": f"{first} {child.region.name} {year}",
        "cari yang tidak ada": f"{first} Takadanamanya",
    }
    return [
        _page("finding", name, office, "/kasus/cari/", floors.NAME, keys=keys, text=text)
        for name, text in texts.items()
    ]


def _single(people: dict[str, SignIn]) -> list[Page]:
    worker, office = people["peksos"], people["penyelia"]
    _user, given = _given(worker)
    case = Case.objects.filter(worker=given["user"], stage="IMPLEMENT").order_by("-opened_at").first()
    case = case or Case.objects.filter(worker=given["user"]).order_by("-opened_at")[0]
    return [
        _page("case", "halaman kasus", worker, f"/kasus/{case.pk}/", floors.CASE, case=case.pk),
        _page("reviews", "tinjauan", office, "/rujukan/tinjauan/", floors.REVIEWS),
        _page("bell", "pemberitahuan", worker, "/pemberitahuan/", floors.NOTICES),
        _page("numbers", "angka kasus sendiri", worker, "/angka/", floors.OWN_NUMBERS),
        _page("numbers", "angka kantor", office, "/angka/", floors.OFFICE_NUMBERS),
        _page("numbers", "angka nasional", office, "/angka/?sumber=terbit", floors.NATION_NUMBERS),
    ]


def _work(people: dict[str, SignIn]) -> list[Page]:
    """What is done from day to day: of the worker's case with tasks and most contacts, open if there is one, and of the
    office."""
    worker, office = people["peksos"], people["penyelia"]
    _user, given = _given(worker)
    cases = Case.objects.filter(worker=given["user"], tasks__isnull=False)
    cases = cases.annotate(n=Count("contacts", distinct=True))
    pk = cases.order_by(F("closed_at").desc(nulls_first=True), "-n", "pk").values_list("pk", flat=True)[0]
    story = {"case": pk, "kinds": sorted(PARTS["services"][1])}
    carrier = Case.objects.filter(office=_given(office)[1]["office"], closed_at=None).order_by("-pk")[0].worker_id
    return [
        _page("work", "tugas kasus", worker, f"/kasus/{pk}/tugas/", floors.TASKS, case=pk),
        _page("work", "catatan kontak", worker, f"/kasus/{pk}/kontak/", floors.CONTACTS, case=pk),
        _page("work", "riwayat, disaring", worker, f"/kasus/{pk}/riwayat/?bagian=layanan", floors.STORY, **story),
        _page("work", "sesi kelompok", office, "/kasus/sesi/", floors.SESSIONS),
        _page("load", "beban kerja", office, "/kasus/beban/", floors.LOADS),
        _page("load", "kasus seorang petugas", office, f"/kasus/beban/{carrier}/", floors.CARRIED, worker=carrier),
    ]


def _routes(people: dict[str, SignIn]) -> list[Page]:
    """Where a child of the worker could go: to live there, in an emergency, and for a service."""
    worker = people["peksos"]
    _user, given = _given(worker)
    case = Case.objects.filter(worker=given["user"], closed_at=None).order_by("stage", "pk")[0]
    path, province = f"/rujukan/arah/{case.pk}/", f"{case.beneficiary.region_id[:2]}%"
    sought = (
        ("arah rujukan, penempatan", "", ["LKSA", "UPTD", "SENTRA"]),
        ("arah rujukan, darurat", "?darurat=on", ["LKSA", "UPTD", "SENTRA"]),
        ("arah rujukan, layanan", "?jenis=SERVICE", ["LKSA", "LKS", "UPTD", "SENTRA"]),
    )
    return [
        _page("route", name, worker, path + query, floors.ROUTE, kinds=kinds, province=province)
        for name, query, kinds in sought
    ]


def _carers(people: dict[str, SignIn]) -> list[Page]:
    """The register of households that offer to care: an office's own, and all below a province."""
    found = []
    for part in ("penyelia", "provinsi"):
        user, _given_to = _given(people[part])
        registers = sorted(set(Candidate.objects.visible_to(user).values_list("office", flat=True)))
        page = _page("carers", "calon pengasuh", people[part], "/pengasuh/", floors.CARERS, registers=registers)
        found.append(page)
    return found


def _desks() -> list[Page]:
    """Where most waits: the inbox of a Sentra and of a home, the work list of a regency and of a province."""
    desks = busiest_desks()
    found = []
    for part in ("balai terpadat", "LKSA terpadat"):
        if part in desks:
            found.append(_page("inbox", "kotak masuk", desks[part], "/rujukan/masuk/", floors.INBOX))
    for part in ("kabupaten terpadat", "provinsi terpadat"):
        if part in desks:
            found.append(_page("decide", "daftar kerja", desks[part], "/rujukan/keputusan/", floors.DECIDE))
    return [*found, *_other_tabs(desks)]


def _other_tabs(desks: dict[str, SignIn]) -> list[Page]:
    """What else stands in these lists, where it is longest."""
    asked = [
        _page("inbox", "kotak masuk, menunggu pengirim", person, "/rujukan/masuk/?status=ditanya", floors.ASKED)
        for part, person in desks.items()
        if part == "balai terpadat"
    ]
    decided = [
        _page("decide", "keputusan, sudah", person, "/rujukan/keputusan/?status=diputuskan", floors.DECIDED)
        for part, person in desks.items()
        if part == "provinsi terpadat"
    ]
    return asked + decided
