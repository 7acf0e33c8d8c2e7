"""A placement lasts longer than decided only by an extension that Dinas Sosial signed; an emergency never (hard)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

STAYS = """
CREATE FUNCTION refuse_change_of_answered_extension() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'ASKED' THEN
        RAISE EXCEPTION 'extension % is answered: % refused', OLD.id, TG_OP USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER answered_stays BEFORE UPDATE OR DELETE ON referrals_placementextension
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_answered_extension();
"""
PROLONGED = """
CREATE FUNCTION refuse_unsigned_prolonging() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.planned_end_on IS NOT NULL AND (NEW.planned_end_on IS NULL OR NEW.planned_end_on > OLD.planned_end_on)
        AND NOT EXISTS (SELECT FROM referrals_placementextension e WHERE e.placement_id = NEW.id
                        AND e.state = 'SIGNED' AND e.until_on = NEW.planned_end_on)
    THEN
        RAISE EXCEPTION 'placement %: no signed extension lets it last longer', NEW.id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER prolonged_by_signature AFTER UPDATE OF planned_end_on ON referrals_placement
    FOR EACH ROW EXECUTE FUNCTION refuse_unsigned_prolonging();
"""
UNDO = """
DROP TRIGGER {name} ON {table};
DROP FUNCTION {function}();
"""
STAYS_OFF = UNDO.format(
    name="answered_stays", table="referrals_placementextension", function="refuse_change_of_answered_extension"
)
PROLONGED_OFF = UNDO.format(
    name="prolonged_by_signature", table="referrals_placement", function="refuse_unsigned_prolonging"
)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0011_services_kept_by_their_writer"),
        ("documents", "0001_initial"),
        ("institutions", "0005_heads"),
        ("referrals", "0013_review_dates_move"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PlacementExtension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ends_before", models.DateField(verbose_name="berakhir semula")),
                ("until_on", models.DateField(verbose_name="diperpanjang sampai")),
                ("reason", models.TextField(verbose_name="alasan")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ASKED", "Menunggu tanda tangan"),
                            ("SIGNED", "Ditandatangani"),
                            ("DECLINED", "Ditolak"),
                        ],
                        default="ASKED",
                        max_length=10,
                    ),
                ),
                ("soft_reasons", models.JSONField(blank=True, default=dict)),
                ("asked_at", models.DateTimeField()),
                ("considerations", models.TextField(blank=True, verbose_name="pertimbangan")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-asked_at", "-pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("title", "EMERGENCY"), _negated=True),
                    ("planned_end_on", None),
                    ("planned_end_on__lte", models.F("emergency_ends_on")),
                    _connector="OR",
                ),
                name="placement_emergency_is_not_extended",
                violation_error_message="Batas penempatan darurat tidak dapat diperpanjang.",
            ),
        ),
        migrations.AddField(
            model_name="placementextension",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="placementextension",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="placementextension",
            name="mandate",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="institutions.mandate",
            ),
        ),
        migrations.AddField(
            model_name="placementextension",
            name="office",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="institutions.institution"
            ),
        ),
        migrations.AddField(
            model_name="placementextension",
            name="placement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="extensions", to="referrals.placement"
            ),
        ),
        migrations.AddField(
            model_name="placementextension",
            name="signed_for",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="placementextension",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_on__gt", models.F("ends_before")), models.Q(("reason", ""), _negated=True)),
                name="extension_is_longer_and_says_why",
                violation_error_message="Tulis alasan, dan tanggal sesudah akhir yang sekarang.",
            ),
        ),
        migrations.AddConstraint(
            model_name="placementextension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("answered_by", None), ("state", "ASKED")),
                    models.Q(
                        models.Q(("state", "ASKED"), _negated=True),
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                        models.Q(("considerations", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="extension_answer_is_whole",
                violation_error_message="Tulis pertimbangan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="placementextension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answered_by", None),
                        models.Q(("answered_by", models.F("asked_by")), _negated=True),
                        _connector="OR",
                    ),
                    models.Q(
                        models.Q(("mandate", None), ("signed_for", None)),
                        models.Q(
                            ("mandate__isnull", False),
                            ("signed_for__isnull", False),
                            models.Q(("signed_for", models.F("asked_by")), _negated=True),
                            models.Q(("signed_for", models.F("answered_by")), _negated=True),
                        ),
                        _connector="OR",
                    ),
                ),
                name="extension_four_eyes",
                violation_error_message="Yang meminta perpanjangan tidak menandatanganinya.",
            ),
        ),
        migrations.AddConstraint(
            model_name="placementextension",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "ASKED")),
                fields=("placement",),
                name="one_asked_extension_per_placement",
                violation_error_message="Perpanjangan penempatan ini sudah diminta.",
            ),
        ),
        migrations.RunSQL(STAYS, STAYS_OFF),
        migrations.RunSQL(PROLONGED, PROLONGED_OFF),
    ]
