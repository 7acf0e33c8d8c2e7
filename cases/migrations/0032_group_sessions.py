"""Sessions of several people: who was invited, who came, and the service that each case had of it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0031_attachments_stay"),
        ("institutions", "0007_desk_roles"),
        ("reference", "0003_clusters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SessionParticipant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "attendance",
                    models.CharField(
                        choices=[("CAME", "Hadir"), ("EXCUSED", "Izin"), ("ABSENT", "Tidak hadir")],
                        max_length=10,
                        verbose_name="kehadiran",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="hasil singkat")),
            ],
            options={
                "ordering": ["case_id", "pk"],
            },
        ),
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
                    ("PLAN_SIGNED", "Rencana ditandatangani"),
                    ("SERVICE_RECORDED", "Layanan dicatat"),
                    ("SESSION_HELD", "Sesi kelompok"),
                    ("SESSION_CORRECTED", "Kehadiran sesi dikoreksi"),
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
        migrations.CreateModel(
            name="GroupSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("TEPAK", "Temu Penguatan Anak dan Keluarga (TEPAK)"),
                            ("FDS", "Family Development Session (FDS)"),
                            ("PEER", "Kelompok sebaya"),
                            ("FAMILY_CIRCLE", "Lingkar dukungan keluarga"),
                            ("THERAPY", "Terapi kelompok"),
                            ("SPIRITUAL", "Bimbingan mental spiritual"),
                            ("TRAINING", "Pelatihan keterampilan"),
                        ],
                        max_length=20,
                        verbose_name="jenis sesi",
                    ),
                ),
                (
                    "base",
                    models.CharField(
                        choices=[("FAMILY", "Keluarga"), ("COMMUNITY", "Komunitas"), ("RESIDENTIAL", "Residensial")],
                        max_length=12,
                        verbose_name="basis",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="tanggal")),
                ("starts", models.TimeField(blank=True, null=True, verbose_name="pukul")),
                ("place", models.CharField(max_length=200, verbose_name="tempat")),
                ("facilitators", models.CharField(max_length=300, verbose_name="fasilitator")),
                ("agenda", models.TextField(verbose_name="agenda")),
                ("result", models.TextField(blank=True, verbose_name="hasil sesi")),
                ("form_id", models.UUIDField(unique=True)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="group_sessions",
                        to="institutions.institution",
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
                "ordering": ["-held_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="AttendanceCorrection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(verbose_name="alasan")),
                ("before", models.JSONField()),
                ("corrected_at", models.DateTimeField()),
                (
                    "corrected_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="cases.groupsession"
                    ),
                ),
            ],
            options={
                "ordering": ["-corrected_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="servicerecord",
            name="session",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="services",
                to="cases.groupsession",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicerecord",
            constraint=models.UniqueConstraint(fields=("session", "case"), name="one_service_of_a_session"),
        ),
        migrations.AddField(
            model_name="sessionparticipant",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="session_parts", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="sessionparticipant",
            name="member",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.familymember",
            ),
        ),
        migrations.AddField(
            model_name="sessionparticipant",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="participants", to="cases.groupsession"
            ),
        ),
        migrations.AddIndex(
            model_name="groupsession",
            index=models.Index(fields=["institution", "-held_on", "-id"], name="session_of_institution"),
        ),
        migrations.AddConstraint(
            model_name="groupsession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("place", ""), _negated=True),
                    models.Q(("facilitators", ""), _negated=True),
                    models.Q(("agenda", ""), _negated=True),
                ),
                name="session_says_where_who_and_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="groupsession",
            constraint=models.CheckConstraint(
                condition=models.Q(("base__in", ["COMMUNITY", "FAMILY", "RESIDENTIAL"])), name="session_cites_one_base"
            ),
        ),
        migrations.AddConstraint(
            model_name="attendancecorrection",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="attendance_correction_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="sessionparticipant",
            constraint=models.UniqueConstraint(
                fields=("session", "case", "member"), name="participant_once", nulls_distinct=False
            ),
        ),
    ]
