"""Pages of this room."""

from django.urls import path

from .views import assessments, case, documents, family, plans, reports, services, stages, timeline

app_name = "cases"
urlpatterns = [
    path("<int:pk>/", case.case, name="case"),
    path("<int:pk>/keluarga/", family.family, name="family"),
    path("<int:pk>/keluarga/tambah/", family.family_add, name="family_add"),
    path("<int:pk>/keluarga/<int:member_pk>/ubah/", family.family_edit, name="family_edit"),
    path("<int:pk>/asesmen/", assessments.assessments, name="assessments"),
    path("<int:pk>/asesmen/baru/", assessments.assessment_new, name="assessment_new"),
    path("<int:pk>/asesmen/<int:paper_pk>/", assessments.assessment, name="assessment"),
    path("<int:pk>/asesmen/<int:paper_pk>/ubah/", assessments.assessment_edit, name="assessment_edit"),
    path("<int:pk>/asesmen/<int:paper_pk>/tanda-tangan/", assessments.assessment_sign, name="assessment_sign"),
    path("<int:pk>/rencana/", plans.plan, name="plan"),
    path("<int:pk>/rencana/baru/", plans.plan_new, name="plan_new"),
    path("<int:pk>/rencana/<int:paper_pk>/", plans.plan_version, name="plan_version"),
    path("<int:pk>/rencana/<int:paper_pk>/ubah/", plans.plan_edit, name="plan_edit"),
    path("<int:pk>/rencana/<int:paper_pk>/tanda-tangan/", plans.plan_sign, name="plan_sign"),
    path("<int:pk>/layanan/", services.services, name="services"),
    path("<int:pk>/layanan/catat/", services.service_record, name="service_record"),
    path("<int:pk>/penempatan/", case.placements, name="placements"),
    path("<int:pk>/dokumen/", documents.documents, name="documents"),
    path("<int:pk>/kesepakatan/baru/", documents.agreement_new, name="agreement_new"),
    path("<int:pk>/kesepakatan/<int:paper_pk>/", documents.agreement, name="agreement"),
    path("<int:pk>/kesepakatan/<int:paper_pk>/tarik/", documents.agreement_withdraw, name="agreement_withdraw"),
    path("<int:pk>/pembahasan/baru/", documents.conference_new, name="conference_new"),
    path("<int:pk>/pembahasan/<int:paper_pk>/", documents.conference, name="conference"),
    path("<int:pk>/laporan-sosial/baru/", reports.report_new, name="report_new"),
    path("<int:pk>/laporan-sosial/<int:paper_pk>/", reports.report, name="report"),
    path("<int:pk>/laporan-sosial/<int:paper_pk>/ubah/", reports.report_edit, name="report_edit"),
    path("<int:pk>/laporan-sosial/<int:paper_pk>/tanda-tangan/", reports.report_sign, name="report_sign"),
    path("<int:pk>/riwayat/", timeline.timeline, name="timeline"),
    path("<int:pk>/tahap/", stages.stage_move, name="stage_move"),
    path("<int:pk>/tutup/", stages.close, name="close"),
    path("bimbingan-lanjut/<int:pk>/", stages.aftercare_visit, name="aftercare_visit"),
]
