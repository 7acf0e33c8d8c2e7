"""A review in full: invitations, the family's view, findings for each goal, its paper. All of it stays once held."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Reviews held before the family was asked say so. What they say besides stays as it was recorded.
FILL = """
ALTER TABLE referrals_placementreview DISABLE TRIGGER held_stays;
UPDATE referrals_placementreview SET family_not_heard_reason = 'Ditinjau sebelum suara keluarga ditanyakan.'
 WHERE state = 'HELD';
ALTER TABLE referrals_placementreview ENABLE TRIGGER held_stays;
"""
STAYS = """
CREATE FUNCTION refuse_change_of_held_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE review bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.review_id ELSE OLD.review_id END;
BEGIN
    IF EXISTS (SELECT FROM referrals_placementreview WHERE id = review AND state = 'HELD') THEN
        RAISE EXCEPTION 'review % is held: % of % refused', review, TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER held_stays BEFORE INSERT OR UPDATE OR DELETE ON referrals_reviewinvitation
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_held_part();
CREATE TRIGGER held_stays BEFORE INSERT OR UPDATE OR DELETE ON referrals_reviewgoalfinding
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_held_part();
"""
DROP = """
DROP TRIGGER held_stays ON referrals_reviewgoalfinding;
DROP TRIGGER held_stays ON referrals_reviewinvitation;
DROP FUNCTION refuse_change_of_held_part();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0010_carers_faith_and_childs_signature"),
        ("documents", "0001_initial"),
        ("referrals", "0011_late_follows_from_the_day"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReviewGoalFinding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "progress",
                    models.CharField(
                        choices=[
                            ("REACHED", "Tercapai"),
                            ("ON_WAY", "Berjalan"),
                            ("STUCK", "Belum ada kemajuan"),
                            ("DROPPED", "Tidak lagi dituju"),
                        ],
                        max_length=10,
                        verbose_name="kemajuan",
                    ),
                ),
                ("findings", models.TextField(blank=True, verbose_name="temuan")),
            ],
            options={
                "ordering": ["goal__order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ReviewInvitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("CHILD", "Anak"),
                            ("ADVOCATE", "Pendamping anak"),
                            ("FAMILY", "Orang tua/kerabat"),
                            ("CASE_WORKER", "Pekerja sosial kasus"),
                            ("CAREGIVER", "Pengasuh"),
                            ("INSTITUTION_HEAD", "Pimpinan lembaga"),
                            ("SOCIAL_OFFICE", "Dinas Sosial"),
                            ("SCHOOL", "Sekolah"),
                            ("HEALTH", "Tenaga kesehatan"),
                        ],
                        max_length=20,
                        verbose_name="sebagai",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="nama")),
                ("invited_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="placementreview",
            name="held_review_is_complete",
        ),
        migrations.AddField(
            model_name="placementreview",
            name="document",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.document",
            ),
        ),
        migrations.AddField(
            model_name="placementreview",
            name="family_not_heard_reason",
            field=models.TextField(
                blank=True, default="", db_default="", verbose_name="mengapa keluarga belum didengar"
            ),
        ),
        migrations.AddField(
            model_name="placementreview",
            name="family_view",
            field=models.TextField(blank=True, default="", db_default="", verbose_name="suara orang tua atau keluarga"),
        ),
        migrations.AddField(
            model_name="placementreview",
            name="meeting_place",
            field=models.CharField(blank=True, default="", db_default="", max_length=200, verbose_name="tempat"),
        ),
        migrations.AddField(
            model_name="placementreview",
            name="meets_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="pertemuan"),
        ),
        migrations.AddField(
            model_name="placementreview",
            name="number",
            field=models.CharField(blank=True, max_length=60, null=True, unique=True, verbose_name="nomor"),
        ),
        migrations.AddField(
            model_name="placementreview",
            name="recommendation",
            field=models.TextField(blank=True, default="", db_default="", verbose_name="rekomendasi"),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="placementreview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "HELD"), _negated=True),
                    models.Q(
                        ("held_on__isnull", False),
                        ("recorded_at__isnull", False),
                        ("recorded_by__isnull", False),
                        models.Q(("outcome", ""), _negated=True),
                        models.Q(("findings", ""), _negated=True),
                        models.Q(
                            models.Q(("child_view", ""), _negated=True),
                            models.Q(("child_not_heard_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        models.Q(
                            models.Q(("family_view", ""), _negated=True),
                            models.Q(("family_not_heard_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="held_review_is_complete",
                violation_error_message="Tinjauan perlu tanggal, temuan, suara anak dan keluarga, dan satu hasil.",
            ),
        ),
        migrations.AddField(
            model_name="reviewgoalfinding",
            name="goal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.careplangoal"
            ),
        ),
        migrations.AddField(
            model_name="reviewgoalfinding",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="goal_findings",
                to="referrals.placementreview",
            ),
        ),
        migrations.AddField(
            model_name="reviewinvitation",
            name="invited_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="reviewinvitation",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="invitations", to="referrals.placementreview"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewgoalfinding",
            constraint=models.UniqueConstraint(fields=("review", "goal"), name="goal_finding_once_per_goal"),
        ),
        migrations.AddConstraint(
            model_name="reviewgoalfinding",
            constraint=models.CheckConstraint(
                condition=models.Q(("progress__in", ["DROPPED", "ON_WAY", "REACHED", "STUCK"])),
                name="goal_finding_says_how_far",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewinvitation",
            constraint=models.UniqueConstraint(fields=("review", "role"), name="invitation_once_per_role"),
        ),
        migrations.RunSQL(STAYS, DROP),
    ]
