"""What the demo's people wrote: one set of words for all, so that nobody takes them for real."""

VOICE = "Aku mau sekolah dekat rumah Bibi, dan tidak mau jauh dari adik."
CARE_AND_SAFETY = {
    **dict.fromkeys(("care_presence", "care_warmth", "care_calm"), "OFTEN"),
    **dict.fromkeys(("care_needs", "care_watch"), "SELDOM"),
    "harm": "FAIR",
    "harmer_access": "SAFE",
    "protector": "FRAGILE",
    "basic_needs": "FAIR",
}
SCREENED = {
    "situation": "Anak tinggal sendiri di rumah; tetangga bergantian mengantar makan.",
    "urgent_needs": ["CARER", "PSYCHOSOCIAL"],
    "harm": "FRAGILE",
    "harmer_access": "FAIR",
    "protector": "DANGER",
    "basic_needs": "FRAGILE",
    "action_today": "Tetangga menginap malam ini; bibi dihubungi.",
    "can_stay": "NO",
    "why_not_home": "Tidak ada orang dewasa yang menetap.",
    "kin_option": "YES",
    "kin_who": "Bibi, satu kecamatan, bersedia bila dibantu.",
    "needs_service": "YES",
    "decided_with": ["PERSON", "KIN", "VILLAGE"],
}
ANSWERED = {
    "methods": ["VISIT", "PERSON", "CARER"],
    "health": "GOOD",
    "nutrition": "FAIR",
    "biological": "Sehat, berat badan sesuai umur; imunisasi belum lengkap.",
    "psychological": "Pendiam pada pertemuan pertama, mulai bercerita pada pertemuan kedua.",
    "social": "Punya dua teman dekat; sudah lama tidak masuk sekolah.",
    "spiritual": "Ikut mengaji bersama bibi.",
    "parenting": "Diasuh bergantian oleh tetangga dan bibi.",
    **CARE_AND_SAFETY,
    "housing": "FAIR",
    "water": "POOR",
    "neighbourhood": "GOOD",
    "strengths": "Suka membaca; bibi menyayanginya.",
    "risk_signs": ["SEPARATION"],
    "risks": "Tidak ada orang dewasa yang menetap di rumah.",
    "can_stay": "WITH_SUPPORT",
    "support_needed": "Bibi menetap di rumah; kunjungan tiap minggu.",
    "advice_parents": "Dampingi anak kembali bersekolah, dan dengarkan ceritanya.",
}
ASSESSED = {
    "answers": ANSWERED,
    "child_view": VOICE,
    "conclusion": "Perlu pengasuhan yang menetap; bibi bersedia bila rumahnya siap.",
}
REPORTED = {
    "purpose": "Bahan keputusan pengasuhan oleh Dinas Sosial.",
    "chronology": "Ibu meninggal; ayah tidak diketahui tempatnya; anak berpindah-pindah.",
    "findings": "Lihat asesmen: sehat, pendiam, terikat dengan bibi.",
    "family_and_care": "Bibi bersedia mengasuh; rumah satu kamar.",
    "analysis": "Pengasuhan kerabat adalah tujuan; sementara itu anak perlu tempat aman.",
    "recommendation": "Pengasuhan sementara, dengan rencana pulang ke bibi.",
}
REASON = "Sudah dibahas dengan penyelia; dicatat untuk tinjauan berikutnya."
# Reasons that some soft rules ask, by the code of the problem; `REASON` for the rest.
REASONS = {"shorter_than_asked": "Rumah bibi siap lebih cepat daripada yang diperkirakan saat permohonan dikirim."}
