"""What a caller told an operator is a row of its own, on its way to the Dinas of the place (domain.md 9)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import atensi.fields


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0015_lists_of_cases"),
        ("institutions", "0007_desk_roles"),
        ("reference", "0002_holidays_of_a_region"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="caseresponse",
            name="channel",
            field=models.CharField(
                choices=[
                    ("WALK_IN", "Datang langsung"),
                    ("PHONE", "Telepon"),
                    ("WHATSAPP", "WhatsApp"),
                    ("TEPSA", "TePSA"),
                    ("POLICE", "Polisi, UPT PPA"),
                    ("SCHOOL", "Sekolah"),
                    ("VILLAGE", "Desa, kader"),
                    ("OTHER", "Lainnya"),
                ],
                max_length=10,
                verbose_name="lewat mana laporan masuk",
            ),
        ),
        migrations.CreateModel(
            name="IncomingReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=30, unique=True, verbose_name="nomor laporan")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("WALK_IN", "Datang langsung"),
                            ("PHONE", "Telepon"),
                            ("WHATSAPP", "WhatsApp"),
                            ("TEPSA", "TePSA"),
                            ("POLICE", "Polisi, UPT PPA"),
                            ("SCHOOL", "Sekolah"),
                            ("VILLAGE", "Desa, kader"),
                            ("OTHER", "Lainnya"),
                        ],
                        max_length=10,
                        verbose_name="lewat mana laporan masuk",
                    ),
                ),
                ("received_at", models.DateTimeField(verbose_name="diterima")),
                ("reporter_name", atensi.fields.EncryptedTextField(blank=True)),
                ("reporter_phone", atensi.fields.EncryptedTextField(blank=True)),
                ("child_name", atensi.fields.EncryptedTextField(blank=True)),
                ("problem", models.TextField(verbose_name="apa yang diceritakan")),
                (
                    "urgency",
                    models.CharField(
                        choices=[
                            ("DANGER", "Ya, dalam bahaya"),
                            ("UNCLEAR", "Belum jelas"),
                            ("NO_DANGER", "Tidak seketika"),
                        ],
                        max_length=10,
                        verbose_name="bahaya",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="desa atau patokan tempat")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("WAITING", "Menunggu kantor"),
                            ("ASSIGNED", "Ditugaskan"),
                            ("ANSWERED", "Menjadi respon kasus"),
                            ("CLOSED", "Ditutup tanpa respon"),
                        ],
                        default="WAITING",
                        max_length=10,
                    ),
                ),
                ("due_hours", models.PositiveIntegerField()),
                ("due_at", models.DateTimeField()),
                (
                    "closure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("NOT_SOCIAL_WORK", "Bukan urusan pekerjaan sosial"),
                            ("DUPLICATE", "Sudah dilaporkan, laporan kembar"),
                            ("UNTRACEABLE", "Anak atau tempat tidak dapat ditemukan"),
                        ],
                        max_length=20,
                    ),
                ),
                ("closure_note", models.TextField(blank=True)),
                ("form_id", models.UUIDField(unique=True)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "assigned_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reference.code",
                    ),
                ),
                (
                    "double_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="doubles",
                        to="cases.incomingreport",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incoming_reports",
                        to="institutions.institution",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="institutions.institution"
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reference.region",
                        verbose_name="wilayah",
                    ),
                ),
                (
                    "response",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incoming",
                        to="cases.caseresponse",
                    ),
                ),
            ],
            options={
                "ordering": ["-received_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="IncomingReportStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("RECORDED", "Laporan dicatat"),
                            ("ASSIGNED", "Petugas ditetapkan"),
                            ("PASSED_ON", "Dialihkan ke kantor lain"),
                            ("ANSWERED", "Menjadi respon kasus"),
                            ("CLOSED", "Ditutup tanpa respon"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField(blank=True)),
                ("happened_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="institutions.institution"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="cases.incomingreport"
                    ),
                ),
                (
                    "worker",
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
                "ordering": ["-happened_at", "-pk"],
            },
        ),
        migrations.AddIndex(
            model_name="incomingreport",
            index=models.Index(
                condition=models.Q(("state__in", ["ASSIGNED", "WAITING"])),
                fields=["office", "due_at", "id"],
                name="incoming_open",
            ),
        ),
        migrations.AddIndex(
            model_name="incomingreport",
            index=models.Index(fields=["office", "-received_at", "-id"], name="incoming_of_office"),
        ),
        migrations.AddIndex(
            model_name="incomingreport",
            index=models.Index(fields=["recorded_by", "-received_at", "-id"], name="incoming_of_operator"),
        ),
        migrations.AddIndex(
            model_name="incomingreport",
            index=models.Index(fields=["assigned_to", "-received_at", "-id"], name="incoming_of_worker"),
        ),
        migrations.AddConstraint(
            model_name="incomingreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "ASSIGNED"), _negated=True), ("assigned_to__isnull", False), _connector="OR"
                ),
                name="incoming_assigned_has_worker",
            ),
        ),
        migrations.AddConstraint(
            model_name="incomingreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("response__isnull", False), ("state", "ANSWERED")),
                    models.Q(models.Q(("state", "ANSWERED"), _negated=True), ("response", None)),
                    _connector="OR",
                ),
                name="incoming_answered_has_response",
            ),
        ),
        migrations.AddConstraint(
            model_name="incomingreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "CLOSED"),
                        models.Q(("closure", ""), _negated=True),
                        models.Q(("closure_note", ""), _negated=True),
                    ),
                    models.Q(models.Q(("state", "CLOSED"), _negated=True), ("closure", ""), ("closure_note", "")),
                    _connector="OR",
                ),
                name="incoming_closed_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="incomingreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closure", "DUPLICATE"),
                        ("double_of__isnull", False),
                        models.Q(("double_of", models.F("id")), _negated=True),
                    ),
                    models.Q(models.Q(("closure", "DUPLICATE"), _negated=True), ("double_of", None)),
                    _connector="OR",
                ),
                name="incoming_double_names_the_other",
            ),
        ),
    ]
