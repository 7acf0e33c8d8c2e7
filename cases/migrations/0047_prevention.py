"""Prevention activities, and how many people they reached."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0046_paper_issued_event"),
        ("institutions", "0007_desk_roles"),
        ("reference", "0004_region_by_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PreventionActivity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("CAMPAIGN", "Kampanye atau penyuluhan"),
                            ("SCHOOL", "Kunjungan sekolah"),
                            ("PARENTS", "Pertemuan orang tua"),
                            ("VOLUNTEERS", "Pembekalan kader"),
                            ("MEDIA", "Siaran dan media"),
                        ],
                        max_length=20,
                        verbose_name="jenis kegiatan",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="judul")),
                ("place", models.CharField(max_length=200, verbose_name="tempat")),
                ("held_on", models.DateField(verbose_name="tanggal")),
                ("partners", models.CharField(blank=True, max_length=300, verbose_name="mitra")),
                ("result", models.TextField(blank=True, verbose_name="hasil")),
                ("form_id", models.UUIDField(unique=True)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prevention",
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
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reference.region",
                        verbose_name="kecamatan",
                    ),
                ),
            ],
            options={
                "ordering": ["-held_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="PreventionReach",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "age",
                    models.CharField(
                        choices=[
                            ("UNDER_6", "0–5 tahun"),
                            ("TO_11", "6–11 tahun"),
                            ("TO_17", "12–17 tahun"),
                            ("TO_59", "18–59 tahun"),
                            ("ABOVE_59", "60 tahun ke atas"),
                        ],
                        max_length=10,
                    ),
                ),
                ("sex", models.CharField(choices=[("MALE", "Laki-laki"), ("FEMALE", "Perempuan")], max_length=10)),
                ("people", models.PositiveIntegerField()),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reach", to="cases.preventionactivity"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddIndex(
            model_name="preventionactivity",
            index=models.Index(fields=["institution", "-held_on", "-id"], name="prevention_of_institution"),
        ),
        migrations.AddConstraint(
            model_name="preventionactivity",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("title", ""), _negated=True), models.Q(("place", ""), _negated=True)),
                name="prevention_says_what_and_where",
            ),
        ),
        migrations.AddConstraint(
            model_name="preventionreach",
            constraint=models.UniqueConstraint(fields=("activity", "age", "sex"), name="reach_once"),
        ),
        migrations.AddConstraint(
            model_name="preventionreach",
            constraint=models.CheckConstraint(condition=models.Q(("people__gte", 1)), name="reach_is_of_somebody"),
        ),
    ]
