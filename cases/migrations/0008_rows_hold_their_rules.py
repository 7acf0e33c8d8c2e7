from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_timeline_stays"),
        ("institutions", "0003_mandates"),
        ("reference", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="aftercarevisit",
            constraint=models.CheckConstraint(
                condition=models.Q(("done_on", None), ("done_on__gte", models.F("home_on")), _connector="OR"),
                name="aftercare_visit_after_homecoming",
                violation_error_message="Tanggal kunjungan sebelum anak pulang.",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_on", None), ("withdrawn_on__gte", models.F("signed_on")), _connector="OR"
                ),
                name="agreement_withdrawn_after_signed",
                violation_error_message="Kesepakatan tidak bisa ditarik sebelum ditandatangani.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("signed_at", None),
                    models.Q(
                        models.Q(("conclusion", ""), _negated=True),
                        models.Q(
                            models.Q(("kind", "COMPREHENSIVE"), _negated=True),
                            models.Q(
                                models.Q(("biological", ""), _negated=True),
                                models.Q(("psychological", ""), _negated=True),
                                models.Q(("social", ""), _negated=True),
                                models.Q(("spiritual", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="assessment_signed_is_complete",
                violation_error_message="Asesmen belum lengkap.",
            ),
        ),
        migrations.AddConstraint(
            model_name="careplanaction",
            constraint=models.CheckConstraint(
                condition=models.Q(("base__in", ["COMMUNITY", "FAMILY", "RESIDENTIAL"])),
                name="action_cites_one_base",
                violation_error_message="Pilih satu basis layanan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stage__in", ["CLOSE", "AFTERCARE"]), _negated=True),
                    ("closed_at__isnull", False),
                    _connector="OR",
                ),
                name="case_in_closing_stage_is_closed",
                violation_error_message="Penutupan memerlukan evaluasi akhir dan alasan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseresponse",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("first_contact_at", None), ("first_contact_at__gte", models.F("received_at")), _connector="OR"
                ),
                name="first_contact_after_the_report",
                violation_error_message="Kontak tidak mungkin sebelum laporan diterima.",
            ),
        ),
        migrations.AddConstraint(
            model_name="socialreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("signed_at", None),
                    models.Q(
                        models.Q(("purpose", ""), _negated=True),
                        models.Q(("chronology", ""), _negated=True),
                        models.Q(("findings", ""), _negated=True),
                        models.Q(("family_and_care", ""), _negated=True),
                        models.Q(("analysis", ""), _negated=True),
                        models.Q(("recommendation", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="socialreport_signed_is_complete",
                violation_error_message="Laporan sosial belum lengkap.",
            ),
        ),
    ]
