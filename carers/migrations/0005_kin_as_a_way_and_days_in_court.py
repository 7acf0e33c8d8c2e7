"""Kin are a way, too; a day in court that is ahead."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("carers", "0004_households_chosen_for_a_child"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="careprocess",
            name="form",
            field=models.CharField(
                choices=[("KINSHIP", "Kerabat"), ("GUARDIAN", "Wali"), ("ADOPTION", "Pengangkatan anak")],
                max_length=15,
                verbose_name="bentuk pengasuhan",
            ),
        ),
        migrations.AlterField(
            model_name="careprocessstep",
            name="code",
            field=models.CharField(
                choices=[
                    ("DEGREE", "Hubungan darah diperiksa, sampai derajat ketiga"),
                    ("VISIT", "Kunjungan rumah"),
                    ("VOICE", "Pendapat anak didengar"),
                    ("ASSESS", "Asesmen kerabat yang akan mengasuh"),
                    ("SUPPORT", "Rencana dukungan bagi kerabat"),
                    ("KIN_FIRST", "Keluarga dan kerabat ditanya lebih dulu"),
                    ("STATEMENTS", "Pernyataan calon wali dan persetujuan suami atau istri"),
                    ("TPPW", "Pertimbangan Tim Pertimbangan Penunjukan Wali"),
                    ("ADVICE", "Rekomendasi bupati atau wali kota"),
                    ("HEARING", "Sidang pengadilan"),
                    ("DECREE", "Penetapan pengadilan"),
                    ("CONSENT", "Izin tertulis orang tua atau wali, dan persetujuan anak"),
                    ("REPORT", "Laporan sosial calon anak dan calon orang tua angkat"),
                    ("PIPA", "Pertimbangan Tim PIPA"),
                    ("TRIAL", "Izin pengasuhan sementara"),
                    ("TRIED", "Masa pengasuhan percobaan selesai"),
                    ("PERMIT", "Izin pengangkatan anak"),
                ],
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="CareHearing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_on", models.DateField(verbose_name="tanggal sidang")),
                ("at", models.TimeField(blank=True, null=True, verbose_name="jam")),
                ("court", models.CharField(max_length=200, verbose_name="pengadilan")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="ruang atau alamat")),
                ("called_off_on", models.DateField(blank=True, null=True)),
                ("called_off_reason", models.TextField(blank=True, verbose_name="alasan dibatalkan")),
                ("set_at", models.DateTimeField(auto_now_add=True)),
                (
                    "called_off_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kept_by",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hearing",
                        to="carers.careprocessstep",
                    ),
                ),
                (
                    "process",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hearings", to="carers.careprocess"
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("called_off_on", None), ("kept_by", None)),
                        fields=("process",),
                        name="one_care_hearing_ahead",
                        violation_error_message="Tanggal sidang sudah tercatat. Pindahkan tanggal itu.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("called_off_by", None), ("called_off_on", None), ("called_off_reason", "")),
                            models.Q(
                                ("called_off_by__isnull", False),
                                ("called_off_on__isnull", False),
                                ("kept_by", None),
                                models.Q(("called_off_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="care_hearing_called_off_says_why",
                        violation_error_message="Tuliskan mengapa sidang dibatalkan.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("court", ""), _negated=True), name="care_hearing_names_its_court"
                    ),
                ],
            },
        ),
    ]
