import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_rows_hold_their_rules"),
        ("documents", "0001_initial"),
        ("institutions", "0003_mandates"),
        ("referrals", "0005_decisions_by_mandate"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="caredecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("number", ""), _negated=True),
                    models.Q(("considerations", ""), _negated=True),
                    models.Q(("legal_basis", ""), _negated=True),
                ),
                name="decision_says_its_grounds",
                violation_error_message="Keputusan memerlukan nomor, pertimbangan, dan dasar hukum.",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("title", "COURT"), _negated=True),
                        models.Q(("form__in", ["ADOPTION", "GUARDIAN"]), _negated=True),
                    ),
                    models.Q(
                        ("order_on__isnull", False),
                        ("order_on__lte", models.F("starts_on")),
                        models.Q(("order_number", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="placement_order_comes_first",
                violation_error_message="Isi nomor dan tanggal penetapan pengadilan atau penyidik.",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("title", "EMERGENCY"), _negated=True),
                    models.Q(
                        (
                            "emergency_ends_on__lte",
                            models.ExpressionWrapper(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("starts_on"), "+", models.F("limit_days")
                                ),
                                output_field=models.DateField(),
                            ),
                        ),
                        ("term", "EMERGENCY"),
                    ),
                    _connector="OR",
                ),
                name="placement_within_emergency_limit",
                violation_error_message="Batas penempatan darurat tidak dapat diperpanjang.",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("title", "EXISTING"), _negated=True), ("base", "RESIDENTIAL"), _connector="OR"
                ),
                name="placement_existing_is_residential",
                violation_error_message="Hanya anak yang sudah tinggal di lembaga dicatat tanpa keputusan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="placementreview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("next_due_on", None), ("held_on", None), ("next_due_on__gt", models.F("held_on")), _connector="OR"
                ),
                name="next_review_after_this_one",
                violation_error_message="Tinjauan berikutnya harus sesudah tinjauan ini.",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("legally_responsible", ""), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    models.Q(("summary", ""), _negated=True),
                ),
                name="referral_says_who_and_why",
                violation_error_message="Tulis penanggung jawab hukum, alasan, dan ringkasan.",
            ),
        ),
    ]
