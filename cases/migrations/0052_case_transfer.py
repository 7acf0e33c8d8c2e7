"""A case is offered to another worker or office, and goes over when they accept."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0051_plan_writers"),
        ("institutions", "0007_desk_roles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="caseevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("RESPONSE_LOGGED", "Laporan dicatat"),
                    ("FIRST_CONTACT", "Kontak pertama"),
                    ("CASE_OPENED", "Kasus dibuka"),
                    ("STAGE_CHANGED", "Tahap berubah"),
                    ("WORKER_ASSIGNED", "Petugas ditetapkan"),
                    ("FAMILY_RECORDED", "Keluarga dicatat"),
                    ("CAREGIVER_CHANGED", "Pengasuh berganti"),
                    ("CONTACT_BANNED", "Kontak dilarang"),
                    ("CONTACT_ALLOWED", "Larangan kontak dicabut"),
                    ("SIBLING_LINKED", "Saudara ditautkan"),
                    ("SIBLING_UNLINKED", "Tautan saudara dilepas"),
                    ("FAMILY_TRACED", "Penelusuran keluarga"),
                    ("IDENTITY_RECORDED", "Identitas dicatat"),
                    ("AGREEMENT_SIGNED", "Kesepakatan ditandatangani"),
                    ("CONSENT_WITHDRAWN", "Persetujuan ditarik"),
                    ("ASSESSMENT_SIGNED", "Asesmen ditandatangani"),
                    ("REPORT_SIGNED", "Laporan sosial ditandatangani"),
                    ("CONFERENCE_CALLED", "Undangan pembahasan"),
                    ("CONFERENCE_HELD", "Pembahasan kasus"),
                    ("PLAN_SUBMITTED", "Rencana diajukan"),
                    ("PLAN_RETURNED", "Rencana dikembalikan"),
                    ("PLAN_APPROVED", "Rencana disetujui"),
                    ("PLAN_SIGNED", "Rencana ditandatangani"),
                    ("ACTION_MOVED", "Kegiatan rencana"),
                    ("SERVICE_RECORDED", "Layanan dicatat"),
                    ("CONTACT_MADE", "Kontak dicatat"),
                    ("SESSION_HELD", "Sesi kelompok"),
                    ("SESSION_CORRECTED", "Kehadiran sesi dikoreksi"),
                    ("VOCATIONAL_STARTED", "Jalur kemandirian dimulai"),
                    ("VOCATIONAL_STEP", "Langkah kemandirian"),
                    ("VOCATIONAL_ENDED", "Jalur kemandirian berakhir"),
                    ("FLAG_RAISED", "Tanda dipasang"),
                    ("FLAG_ENDED", "Tanda dicabut"),
                    ("REFERRAL_SENT", "Rujukan dikirim"),
                    ("REFERRAL_ANSWERED", "Rujukan dijawab"),
                    ("DECISION_SIGNED", "Keputusan ditandatangani"),
                    ("PLACED", "Penempatan dimulai"),
                    ("REVIEW_HELD", "Tinjauan penempatan"),
                    ("REVIEW_MOVED", "Jadwal tinjauan berubah"),
                    ("PLACEMENT_OVERSTAYED", "Batas darurat terlewati"),
                    ("HOMECOMING_PREPARED", "Kepulangan disiapkan"),
                    ("PLACEMENT_ENDED", "Penempatan berakhir"),
                    ("AFTERCARE_VISIT", "Kunjungan bimbingan lanjut"),
                    ("REENTERED", "Masuk kembali setelah pulang"),
                    ("FILES_MERGED", "Berkas digabung"),
                    ("FILES_SPLIT", "Penggabungan berkas dibatalkan"),
                    ("TASK_DONE", "Tugas selesai"),
                    ("PAPER_ISSUED", "Surat diterbitkan"),
                    ("JUSTICE_RECORDED", "Proses hukum dicatat"),
                    ("JUSTICE_STEP", "Langkah proses hukum"),
                    ("JUSTICE_ENDED", "Proses hukum berakhir"),
                    ("FILE_ADDED", "Berkas ditambahkan"),
                    ("FILE_WITHDRAWN", "Berkas ditarik"),
                    ("TRANSITION_PLANNED", "Rencana peralihan lengkap"),
                    ("TRANSFER_OFFERED", "Pelimpahan ditawarkan"),
                    ("TRANSFER_ACCEPTED", "Pelimpahan diterima"),
                    ("TRANSFER_DECLINED", "Pelimpahan ditolak"),
                    ("TRANSFER_WITHDRAWN", "Pelimpahan ditarik"),
                    ("CASE_CLOSED", "Kasus ditutup"),
                    ("CASE_REOPENED", "Kasus dibuka kembali"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="CaseTransfer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(verbose_name="alasan")),
                ("summary", models.TextField(verbose_name="ringkasan serah terima")),
                ("wanted_on", models.DateField(verbose_name="diharapkan mulai")),
                ("answer_due_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OFFERED", "Menunggu jawaban"),
                            ("ACCEPTED", "Diterima"),
                            ("DECLINED", "Ditolak"),
                            ("WITHDRAWN", "Ditarik"),
                        ],
                        default="OFFERED",
                        max_length=9,
                    ),
                ),
                ("offered_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answer_reason", models.TextField(blank=True, verbose_name="alasan jawaban")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="transfers", to="cases.case"
                    ),
                ),
                (
                    "from_office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="institutions.institution"
                    ),
                ),
                (
                    "from_worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "offered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "to_office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="institutions.institution"
                    ),
                ),
                (
                    "to_worker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-offered_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "OFFERED")),
                        fields=("case",),
                        name="one_open_transfer_of_a_case",
                        violation_error_message="Kasus ini sudah ditawarkan. Tarik dulu tawaran itu.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer_reason", ""),
                                ("answered_at", None),
                                ("answered_by", None),
                                ("state", "OFFERED"),
                            ),
                            models.Q(
                                models.Q(("state", "OFFERED"), _negated=True),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="transfer_answer_has_time_and_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["DECLINED", "WITHDRAWN"]), _negated=True),
                            models.Q(("answer_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="transfer_not_taken_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True), models.Q(("summary", ""), _negated=True)
                        ),
                        name="transfer_says_why_and_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("to_office", models.F("from_office")),
                                ("to_worker__isnull", False),
                                models.Q(("to_worker", models.F("from_worker")), _negated=True),
                            ),
                            models.Q(
                                models.Q(("to_office", models.F("from_office")), _negated=True),
                                models.Q(
                                    models.Q(("state", "ACCEPTED"), ("to_worker__isnull", False)),
                                    ("to_worker", None),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="transfer_goes_to_somebody_else",
                    ),
                ],
            },
        ),
    ]
