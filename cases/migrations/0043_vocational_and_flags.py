"""Ways towards a living, and flags on a case."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0042_contacts_stay"),
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
                    ("JUSTICE_RECORDED", "Proses hukum dicatat"),
                    ("JUSTICE_STEP", "Langkah proses hukum"),
                    ("JUSTICE_ENDED", "Proses hukum berakhir"),
                    ("FILE_ADDED", "Berkas ditambahkan"),
                    ("FILE_WITHDRAWN", "Berkas ditarik"),
                    ("CASE_CLOSED", "Kasus ditutup"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="casetask",
            name="kind",
            field=models.CharField(
                choices=[
                    ("MANUAL", "Tugas"),
                    ("CIVIL_REGISTRATION", "Urus identitas"),
                    ("TRACING", "Telusuri keluarga"),
                    ("FOLLOW_UP", "Tindak lanjut pembahasan"),
                    ("LEGAL", "Tenggat hukum"),
                    ("CONTACT_REVIEW", "Tinjau larangan kontak"),
                    ("PLAN_APPROVAL", "Setujui rencana"),
                    ("PLAN_REVISION", "Perbaiki rencana"),
                    ("PLAN_SIGNING", "Tanda tangani rencana"),
                    ("CONTACT", "Tindak lanjut kontak"),
                    ("VOCATIONAL", "Pendampingan kemandirian"),
                ],
                default="MANUAL",
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="VocationalTrack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "goal",
                    models.CharField(
                        choices=[("SKILL", "Keterampilan"), ("JOB", "Bekerja"), ("BUSINESS", "Usaha sendiri")],
                        max_length=10,
                        verbose_name="tujuan",
                    ),
                ),
                ("interest", models.TextField(verbose_name="minat dan bakat")),
                ("started_on", models.DateField(verbose_name="mulai")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("WORKING", "Sudah bekerja"),
                            ("OWN_BUSINESS", "Usaha berjalan"),
                            ("SKILLED", "Terampil, belum bekerja"),
                            ("NOT_REACHED", "Tujuan tidak tercapai"),
                        ],
                        max_length=20,
                        verbose_name="hasil akhir",
                    ),
                ),
                ("outcome_note", models.TextField(blank=True, verbose_name="keterangan")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="berakhir")),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="vocational_tracks", to="cases.case"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-started_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="VocationalStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("TRAINING", "Pelatihan"),
                            ("APPRENTICESHIP", "Magang"),
                            ("JOB", "Mulai bekerja"),
                            ("CAPITAL", "Bantuan usaha"),
                            ("FOLLOW_UP", "Kunjungan pendampingan"),
                        ],
                        max_length=20,
                        verbose_name="langkah",
                    ),
                ),
                ("place", models.CharField(max_length=200, verbose_name="tempat")),
                ("since", models.DateField(verbose_name="tanggal")),
                ("until", models.DateField(blank=True, null=True, verbose_name="sampai")),
                ("certificate", models.CharField(blank=True, max_length=200, verbose_name="sertifikat")),
                (
                    "capital",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("MONEY", "Uang"),
                            ("TOOLS", "Alat"),
                            ("GOODS", "Barang dagangan atau bahan"),
                            ("PLACE", "Tempat usaha"),
                        ],
                        max_length=10,
                        verbose_name="bentuk bantuan",
                    ),
                ),
                ("asset", models.CharField(blank=True, max_length=300, verbose_name="yang diberikan")),
                (
                    "income",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("NONE", "Belum ada"),
                            ("UNDER_500", "Di bawah Rp500 ribu"),
                            ("TO_1000", "Rp500 ribu sampai 1 juta"),
                            ("TO_2500", "Rp1 sampai 2,5 juta"),
                            ("ABOVE_2500", "Di atas Rp2,5 juta"),
                        ],
                        max_length=12,
                        verbose_name="penghasilan sebulan",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="catatan")),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "track",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="cases.vocationaltrack"
                    ),
                ),
            ],
            options={
                "ordering": ["-since", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="CaseFlag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("HOME_UNSAFE", "Rumah tidak aman"),
                            ("RUNAWAY", "Risiko kabur"),
                            ("HEALTH", "Perhatian kesehatan"),
                            ("SELF_HARM", "Risiko melukai diri"),
                            ("MEDIA", "Sorotan media"),
                            ("STAFF_SAFETY", "Keselamatan petugas"),
                        ],
                        max_length=20,
                        verbose_name="tanda",
                    ),
                ),
                ("reason", models.TextField(verbose_name="alasan")),
                ("raised_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_reason", models.TextField(blank=True, verbose_name="mengapa berakhir")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="flags", to="cases.case"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-raised_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("case", "kind"), name="flag_stands_once"
                    ),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="flag_says_why"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_by", None), ("ended_reason", "")),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                models.Q(("ended_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="ended_flag_says_why_and_by_whom",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="vocationaltrack",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on", None)), fields=("case",), name="one_running_track"
            ),
        ),
        migrations.AddConstraint(
            model_name="vocationaltrack",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_by", None), ("ended_on", None), ("outcome", "")),
                    models.Q(
                        ("ended_by__isnull", False),
                        ("ended_on__gte", models.F("started_on")),
                        models.Q(("outcome", ""), _negated=True),
                        models.Q(("outcome_note", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="ended_track_says_what_came_of_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="vocationaltrack",
            constraint=models.CheckConstraint(
                condition=models.Q(("interest", ""), _negated=True), name="track_says_what_is_wanted"
            ),
        ),
        migrations.AddConstraint(
            model_name="vocationalstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                name="step_ends_after_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="vocationalstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", "CAPITAL"),
                        models.Q(("capital", ""), _negated=True),
                        models.Q(("asset", ""), _negated=True),
                    ),
                    models.Q(models.Q(("kind", "CAPITAL"), _negated=True), ("asset", ""), ("capital", "")),
                    _connector="OR",
                ),
                name="capital_says_what_was_given",
            ),
        ),
        migrations.AddConstraint(
            model_name="vocationalstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("certificate", ""), ("kind", "TRAINING"), _connector="OR"),
                name="certificate_is_of_training",
            ),
        ),
        migrations.AddConstraint(
            model_name="vocationalstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("income", ""), ("kind__in", ["APPRENTICESHIP", "FOLLOW_UP", "JOB"]), _connector="OR"
                ),
                name="income_is_earned",
            ),
        ),
    ]
