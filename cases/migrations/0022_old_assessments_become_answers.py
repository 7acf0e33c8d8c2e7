"""What assessments said before there were questionnaires becomes answers to a version 0 that asks exactly those texts
(docs/adr/0023). Not a word changes, and nothing but its place: the signature, its day and its person stay as they are.

A draft counts as changed: a page that was opened before and is sent now knows none of the questions, and is stale.

The trigger that guards signed papers is off for this one statement, in the migration's own transaction.
"""

from django.db import migrations

BASIS = "Permensos 7/2021"
NAMES = {
    "INITIAL": ("initial", "Asesmen awal", "Initial assessment"),
    "COMPREHENSIVE": ("comprehensive", "Asesmen lanjutan", "Comprehensive assessment"),
}
# code, Indonesian, English, guidance, its English, asked of a comprehensive assessment before the signature
TEXTS = [
    (
        "biological",
        "Biologis",
        "Biological",
        "Kesehatan, tumbuh kembang, makan, tidur, disabilitas.",
        "Health, growth, food, sleep, disability.",
        True,
    ),
    (
        "psychological",
        "Psikologis",
        "Psychological",
        "Perasaan, perilaku, pengalaman yang membekas.",
        "Feelings, behaviour, experiences that left a mark.",
        True,
    ),
    (
        "social",
        "Sosial",
        "Social",
        "Keluarga, teman, sekolah, lingkungan.",
        "Family, friends, school, surroundings.",
        True,
    ),
    (
        "spiritual",
        "Spiritual",
        "Spiritual",
        "Ibadah, nilai, yang memberi kekuatan.",
        "Worship, values, what gives strength.",
        True,
    ),
    ("parenting", "Pola pengasuhan", "Parenting", "", "", False),
    ("strengths", "Kekuatan", "Strengths", "", "", False),
    ("risks", "Risiko", "Risks", "", "", False),
]
TO_ANSWERS = """
UPDATE cases_assessment SET version_id = %s, scores = CASE WHEN signed_at IS NULL THEN NULL ELSE '{{}}'::jsonb END,
    updated_at = CASE WHEN signed_at IS NULL THEN now() ELSE updated_at END,
    answers = jsonb_strip_nulls(jsonb_build_object({pairs})) WHERE kind = %s
""".format(pairs=", ".join(f"'{row[0]}', NULLIF({row[0]}, '')" for row in TEXTS))
BACK = [f"{row[0]} = COALESCE(answers ->> '{row[0]}', '')" for row in TEXTS]
TO_COLUMNS = f"UPDATE cases_assessment SET {', '.join(BACK)}"  # noqa: S608 - names of our own columns


def document(kind):
    """The questionnaire of before: one domain for each text."""
    domains = []
    for code, label, english, guidance, guidance_en, required in TEXTS:
        question = {"code": code, "kind": "TEXT", "text": {"id": label, "en": english}}
        if guidance:
            question["guidance"] = {"id": guidance, "en": guidance_en}
        if required and kind == "COMPREHENSIVE":
            question["required"] = True
        domains.append({"code": code, "title": {"id": label, "en": english}, "questions": [question]})
    return {"scales": [], "domains": domains}


def version_0(apps, kind, at):
    code, name, name_en = NAMES[kind]
    instrument, _made = apps.get_model("instruments", "Instrument").objects.get_or_create(
        code=code, defaults={"name": name, "name_en": name_en, "purpose": kind, "audience": "ANY"}
    )
    return apps.get_model("instruments", "InstrumentVersion").objects.create(
        instrument=instrument,
        number=0,
        state="RETIRED",
        definition=document(kind),
        legal_basis=BASIS,
        created_at=at,
        published_at=at,
        retired_at=at,
    )


def forward(apps, schema_editor):
    assessments = apps.get_model("cases", "Assessment").objects.order_by("created_at")
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cases_assessment DISABLE TRIGGER signed_stays")
        for kind in NAMES:
            first = assessments.filter(kind=kind).first()
            if first:
                cursor.execute(TO_ANSWERS, [version_0(apps, kind, first.created_at).pk, kind])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE cases_assessment ENABLE TRIGGER signed_stays")


def back(apps, schema_editor):
    """Puts the texts back into their columns; answers to later questionnaires have no column to go back to."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cases_assessment DISABLE TRIGGER signed_stays")
        cursor.execute(TO_COLUMNS)
        cursor.execute("ALTER TABLE cases_assessment ENABLE TRIGGER signed_stays")


class Migration(migrations.Migration):
    dependencies = [("cases", "0021_assessments_by_questionnaire")]
    operations = [
        # Until here the constraint asked for texts that now leave; the next migration writes the new one.
        migrations.RemoveConstraint("assessment", "assessment_signed_is_complete"),
        migrations.RunPython(forward, back),
    ]
