"""Since when somebody cares, who may not have contact and why, and the search for a family."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0023_assessments_keep_answers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CaregivingPeriod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField(blank=True, null=True, verbose_name="sejak")),
                ("until", models.DateField(blank=True, null=True, verbose_name="sampai")),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": [models.OrderBy(models.F("until"), descending=True, nulls_first=True), "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ContactBan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("COURT_ORDER", "Penetapan pengadilan"),
                            ("SAFETY", "Asesmen keselamatan"),
                            ("CHILD_WISH", "Kehendak anak atau penerima manfaat"),
                        ],
                        max_length=20,
                        verbose_name="dasar",
                    ),
                ),
                ("order_number", models.CharField(blank=True, max_length=100, verbose_name="nomor penetapan")),
                ("reason", models.TextField(verbose_name="alasan")),
                ("since", models.DateField(verbose_name="sejak")),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="ditinjau pada")),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                ("lifted_reason", models.TextField(blank=True, verbose_name="mengapa dicabut")),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["-since", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="FamilyTracing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("NOT_NEEDED", "Tidak perlu, keluarga diketahui"),
                            ("RUNNING", "Sedang berjalan"),
                            ("FOUND", "Keluarga ditemukan"),
                            ("FAILED", "Tidak berhasil"),
                        ],
                        default="RUNNING",
                        max_length=20,
                        verbose_name="keadaan",
                    ),
                ),
                ("since", models.DateField(verbose_name="sejak")),
                ("reason", models.TextField(blank=True, verbose_name="keterangan")),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.CreateModel(
            name="TracingStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("done_on", models.DateField(verbose_name="tanggal")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("VISIT", "Kunjungan"),
                            ("PHONE", "Telepon"),
                            ("VILLAGE", "Kantor desa atau kelurahan"),
                            ("POLICE", "Polisi"),
                            ("CIVIL_REGISTRY", "Disdukcapil"),
                            ("SOCIAL_MEDIA", "Media sosial"),
                            ("INSTITUTION", "Lembaga lain"),
                        ],
                        max_length=20,
                        verbose_name="cara",
                    ),
                ),
                ("asked", models.CharField(max_length=200, verbose_name="siapa yang ditanya")),
                (
                    "result",
                    models.CharField(
                        choices=[("FOUND", "Ditemukan"), ("CLUE", "Ada petunjuk"), ("NOTHING", "Belum ada hasil")],
                        max_length=20,
                        verbose_name="hasil",
                    ),
                ),
                ("finding", models.TextField(verbose_name="yang diketahui")),
                ("next_step", models.CharField(blank=True, max_length=200, verbose_name="langkah berikutnya")),
                ("next_on", models.DateField(blank=True, null=True, verbose_name="paling lambat")),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["-done_on", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="agreement",
            name="soft_reasons",
            field=models.JSONField(blank=True, default=dict),
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
                    ("ASSESSMENT_SIGNED", "Asesmen ditandatangani"),
                    ("REPORT_SIGNED", "Laporan sosial ditandatangani"),
                    ("CONFERENCE_HELD", "Pembahasan kasus"),
                    ("PLAN_SIGNED", "Rencana ditandatangani"),
                    ("SERVICE_RECORDED", "Layanan dicatat"),
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
                ],
                default="MANUAL",
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="familymember",
            constraint=models.UniqueConstraint(fields=("beneficiary", "same_as"), name="relative_linked_once"),
        ),
        migrations.AddConstraint(
            model_name="familymember",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("same_as", None),
                    models.Q(("relation", "SIBLING"), models.Q(("same_as", models.F("beneficiary")), _negated=True)),
                    _connector="OR",
                ),
                name="linked_relative_is_a_sibling",
            ),
        ),
        migrations.AddField(
            model_name="caregivingperiod",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="caregiving", to="cases.familymember"
            ),
        ),
        migrations.AddField(
            model_name="caregivingperiod",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="contactban",
            name="lifted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="contactban",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="bans", to="cases.familymember"
            ),
        ),
        migrations.AddField(
            model_name="contactban",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="contactban",
            name="review_task",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.casetask",
            ),
        ),
        migrations.AddField(
            model_name="familytracing",
            name="case",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="tracing", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="tracingstep",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="tracingstep",
            name="tracing",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="cases.familytracing"
            ),
        ),
        migrations.AddConstraint(
            model_name="caregivingperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since", None), ("until", None), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="care_ends_after_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="caregivingperiod",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until", None)), fields=("member",), name="cares_once_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="contactban",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at", None)), fields=("member",), name="contact_banned_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="contactban",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="contact_ban_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="contactban",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("basis", "COURT_ORDER"), _negated=True),
                    models.Q(("order_number", ""), _negated=True),
                    _connector="OR",
                ),
                name="court_ban_has_its_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactban",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lifted_at", None), ("lifted_by", None), ("lifted_reason", "")),
                    models.Q(
                        ("lifted_at__isnull", False),
                        ("lifted_by__isnull", False),
                        models.Q(("lifted_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="lifted_ban_says_why_and_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="familytracing",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "RUNNING"), models.Q(("reason", ""), _negated=True), _connector="OR"),
                name="settled_tracing_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="tracingstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("next_on", None), ("next_step", "")),
                    models.Q(models.Q(("next_step", ""), _negated=True), ("next_on__isnull", False)),
                    _connector="OR",
                ),
                name="next_tracing_step_has_its_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="tracingstep",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("asked", ""), _negated=True), models.Q(("finding", ""), _negated=True)),
                name="tracing_step_says_whom_and_what",
            ),
        ),
    ]
