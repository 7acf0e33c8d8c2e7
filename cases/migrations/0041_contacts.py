"""The visit and call log of a case."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0040_moments_and_their_doers"),
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
                    ("ASSESSMENT_SIGNED", "Asesmen ditandatangani"),
                    ("REPORT_SIGNED", "Laporan sosial ditandatangani"),
                    ("CONFERENCE_HELD", "Pembahasan kasus"),
                    ("PLAN_SIGNED", "Rencana ditandatangani"),
                    ("SERVICE_RECORDED", "Layanan dicatat"),
                    ("CONTACT_MADE", "Kontak dicatat"),
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
                    ("CONTACT", "Tindak lanjut kontak"),
                ],
                default="MANUAL",
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="CaseContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("HOME_VISIT", "Kunjungan rumah"),
                            ("SCHOOL_VISIT", "Kunjungan sekolah"),
                            ("HOME_OF_CHILDREN", "Kunjungan lembaga"),
                            ("OFFICE", "Datang ke kantor"),
                            ("PHONE", "Telepon"),
                            ("VIDEO", "Panggilan video"),
                            ("MESSAGE", "Pesan tertulis"),
                        ],
                        max_length=20,
                        verbose_name="cara kontak",
                    ),
                ),
                ("made_on", models.DateField(verbose_name="tanggal")),
                (
                    "met",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("CHILD", "Anak atau penerima manfaat"),
                                ("PARENT", "Orang tua"),
                                ("CARER", "Pengasuh"),
                                ("KIN", "Keluarga lain"),
                                ("TEACHER", "Guru"),
                                ("VILLAGE", "Aparat desa, kader"),
                                ("OTHER", "Orang lain"),
                                ("NOBODY", "Tidak ada yang ditemui"),
                            ],
                            max_length=10,
                        ),
                        size=None,
                    ),
                ),
                ("child_alone", models.BooleanField(default=False, verbose_name="anak ditemui sendiri")),
                (
                    "safety",
                    models.CharField(
                        choices=[
                            ("SAFE", "Aman"),
                            ("DOUBTFUL", "Meragukan"),
                            ("UNSAFE", "Tidak aman"),
                            ("UNKNOWN", "Belum dapat dinilai"),
                        ],
                        max_length=10,
                        verbose_name="keamanan",
                    ),
                ),
                ("note", models.TextField(verbose_name="yang terlihat dan dibicarakan")),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contacts", to="cases.case"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "recorded_for",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institutions.institution",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_on", "-pk"],
                "indexes": [models.Index(fields=["case", "-made_on", "-id"], name="contact_of_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("met", []), _negated=True), models.Q(("note", ""), _negated=True)),
                        name="contact_says_whom_and_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("child_alone", False), ("met__contains", ["CHILD"]), _connector="OR"),
                        name="seen_alone_is_met",
                    ),
                ],
            },
        ),
    ]
