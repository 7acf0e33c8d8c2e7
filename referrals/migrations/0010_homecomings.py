"""The return of a child to the family: what prepares it, and that none happens without it (domain.md 5.3, hard)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# What a return stands on, on a day: ready, prepared, agreed, handed over.
STANDS = """
CREATE FUNCTION reunification_stands(placement bigint, on_day date) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM referrals_reunification r WHERE r.placement_id = placement
        AND r.readiness_on IS NOT NULL AND r.consent_on IS NOT NULL AND r.handed_over_on <= on_day
        AND EXISTS (SELECT FROM referrals_reunificationstep s WHERE s.reunification_id = r.id AND s.done_on <= on_day))
$$;
"""
REVIEW = """
CREATE FUNCTION refuse_review_home_unprepared() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'HELD' AND NEW.outcome = 'REUNIFY' AND NOT reunification_stands(NEW.placement_id, NEW.held_on) THEN
        RAISE EXCEPTION 'review of placement %: the return to the family is not prepared', NEW.placement_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER goes_home_prepared AFTER INSERT OR UPDATE ON referrals_placementreview
    FOR EACH ROW EXECUTE FUNCTION refuse_review_home_unprepared();
"""
PLACEMENT = """
CREATE FUNCTION refuse_end_home_unprepared() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.end_reason = 'REUNIFIED' AND NOT reunification_stands(NEW.id, NEW.ended_on) THEN
        RAISE EXCEPTION 'placement %: the return to the family is not prepared', NEW.id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER goes_home_prepared AFTER INSERT OR UPDATE OF end_reason, ended_on ON referrals_placement
    FOR EACH ROW EXECUTE FUNCTION refuse_end_home_unprepared();
"""
STAYS = """
CREATE FUNCTION refuse_change_of_ended_return() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE prepared bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.placement_id ELSE OLD.placement_id END;
BEGIN
    IF EXISTS (SELECT FROM referrals_placement WHERE id = prepared AND state = 'ENDED') THEN
        RAISE EXCEPTION 'placement % has ended: % of its return refused', prepared, TG_OP USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ended_stays BEFORE INSERT OR UPDATE OR DELETE ON referrals_reunification
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_ended_return();
"""
STEPS = """
CREATE FUNCTION refuse_change_of_ended_step() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE prepared bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.reunification_id ELSE OLD.reunification_id END;
BEGIN
    IF EXISTS (SELECT FROM referrals_placement p JOIN referrals_reunification r ON r.placement_id = p.id
               WHERE r.id = prepared AND p.state = 'ENDED') THEN
        RAISE EXCEPTION 'return % has happened: % of its steps refused', prepared, TG_OP USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ended_stays BEFORE INSERT OR UPDATE OR DELETE ON referrals_reunificationstep
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_ended_step();
"""
UNDO = """
DROP TRIGGER {name} ON {table};
DROP FUNCTION {function}();
"""
HOME, ENDED = "goes_home_prepared", "ended_stays"
TRIGGERS = [
    (REVIEW, HOME, "referrals_placementreview", "refuse_review_home_unprepared"),
    (PLACEMENT, HOME, "referrals_placement", "refuse_end_home_unprepared"),
    (STAYS, ENDED, "referrals_reunification", "refuse_change_of_ended_return"),
    (STEPS, ENDED, "referrals_reunificationstep", "refuse_change_of_ended_step"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0010_carers_faith_and_childs_signature"),
        ("documents", "0001_initial"),
        ("referrals", "0009_resident_sheets"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Reunification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("readiness_on", models.DateField(blank=True, null=True, verbose_name="dinilai pada")),
                ("readiness_by", models.CharField(blank=True, max_length=200, verbose_name="dinilai oleh")),
                ("readiness_findings", models.TextField(blank=True, verbose_name="temuan kesiapan keluarga")),
                (
                    "consent_relation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("MOTHER", "Ibu"),
                            ("FATHER", "Ayah"),
                            ("SIBLING", "Saudara kandung"),
                            ("GRANDPARENT", "Kakek/nenek"),
                            ("AUNT_UNCLE", "Bibi/paman"),
                            ("COUSIN", "Sepupu"),
                            ("STEP_PARENT", "Orang tua tiri"),
                            ("OTHER_KIN", "Kerabat lain"),
                            ("NOT_KIN", "Bukan kerabat"),
                        ],
                        max_length=20,
                    ),
                ),
                ("consent_on", models.DateField(blank=True, null=True, verbose_name="persetujuan pada")),
                (
                    "consent_form",
                    models.CharField(
                        blank=True,
                        choices=[("WRITTEN", "Tertulis"), ("RECORDED", "Direkam")],
                        max_length=10,
                        verbose_name="bentuk persetujuan",
                    ),
                ),
                ("child_view", models.TextField(blank=True, verbose_name="suara anak")),
                ("child_not_heard_reason", models.TextField(blank=True, verbose_name="mengapa anak belum didengar")),
                ("handed_over_on", models.DateField(blank=True, null=True, verbose_name="serah terima pada")),
                ("handed_over_by", models.CharField(blank=True, max_length=200, verbose_name="diserahkan oleh")),
                ("documents", models.TextField(blank=True, verbose_name="dokumen")),
                ("belongings", models.TextField(blank=True, verbose_name="barang")),
                ("medicine", models.TextField(blank=True, verbose_name="obat")),
                ("hand_over_note", models.TextField(blank=True, verbose_name="catatan")),
                ("begun_at", models.DateTimeField(auto_now_add=True)),
                (
                    "assessment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.assessment",
                    ),
                ),
                (
                    "begun_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "consent_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.familymember",
                    ),
                ),
                (
                    "consent_document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "placement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reunification",
                        to="referrals.placement",
                    ),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.familymember",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReunificationStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("done_on", models.DateField(verbose_name="tanggal")),
                ("what", models.TextField(verbose_name="yang dilakukan")),
                ("with_whom", models.CharField(max_length=200, verbose_name="bersama siapa")),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "reunification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="referrals.reunification"
                    ),
                ),
            ],
            options={
                "ordering": ["done_on", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="reunification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("assessment", None), ("readiness_by", ""), ("readiness_findings", ""), ("readiness_on", None)
                    ),
                    models.Q(
                        ("readiness_on__isnull", False),
                        models.Q(("readiness_by", ""), _negated=True),
                        models.Q(
                            ("assessment__isnull", False),
                            models.Q(("readiness_findings", ""), _negated=True),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="reunification_readiness_is_whole",
                violation_error_message="Isi kapan, oleh siapa, dan apa yang ditemukan tentang kesiapan keluarga.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reunification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("consent_by", None), ("consent_form", ""), ("consent_on", None)),
                    models.Q(
                        ("consent_by__isnull", False),
                        ("consent_on__isnull", False),
                        models.Q(("consent_form", ""), _negated=True),
                        models.Q(("consent_relation", ""), _negated=True),
                        models.Q(
                            models.Q(("child_view", ""), _negated=True),
                            models.Q(("child_not_heard_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="reunification_consent_is_whole",
                violation_error_message="Isi siapa yang setuju, kapan, dalam bentuk apa, dan suara anak.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reunification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("handed_over_by", ""), ("handed_over_on", None), ("received_by", None)),
                    models.Q(
                        ("handed_over_on__isnull", False),
                        ("received_by__isnull", False),
                        models.Q(("handed_over_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="reunification_hand_over_is_whole",
                violation_error_message="Isi kapan, oleh siapa, dan kepada siapa anak diserahkan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reunification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("handed_over_on", None),
                    models.Q(
                        ("consent_on__isnull", False),
                        ("consent_on__lte", models.F("handed_over_on")),
                        ("readiness_on__isnull", False),
                        ("readiness_on__lte", models.F("handed_over_on")),
                    ),
                    _connector="OR",
                ),
                name="reunification_hand_over_comes_last",
                violation_error_message="Serah terima dilakukan setelah keluarga dinilai siap dan setuju.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reunificationstep",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("what", ""), _negated=True), models.Q(("with_whom", ""), _negated=True)),
                name="reunification_step_is_whole",
                violation_error_message="Isi apa yang dilakukan dan bersama siapa.",
            ),
        ),
        migrations.RunSQL(STANDS, "DROP FUNCTION reunification_stands(bigint, date)"),
        *(
            migrations.RunSQL(sql, UNDO.format(name=name, table=table, function=function))
            for sql, name, table, function in TRIGGERS
        ),
    ]
