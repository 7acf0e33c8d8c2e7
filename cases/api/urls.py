"""Addresses of this room in the API."""

from django.urls import path

from . import cases, desk, papers, plans, responses, tasks

urlpatterns = [
    path("responses", responses.Responses.as_view(), name="responses"),
    path("responses/duplicates", responses.ResponseDuplicates.as_view(), name="response_duplicates"),
    path("responses/<int:pk>", responses.ResponseDetail.as_view(), name="response"),
    path("responses/<int:pk>/first-contact", responses.ResponseContact.as_view(), name="response_contact"),
    path("incoming-reports", desk.IncomingReports.as_view(), name="incoming_reports"),
    path("incoming-reports/<int:pk>", desk.IncomingDetail.as_view(), name="incoming_report"),
    path("incoming-reports/<int:pk>/assign", desk.IncomingAssignment.as_view(), name="incoming_assign"),
    path("incoming-reports/<int:pk>/pass-on", desk.IncomingPassing.as_view(), name="incoming_pass_on"),
    path("incoming-reports/<int:pk>/close", desk.IncomingClosing.as_view(), name="incoming_close"),
    path("cases", cases.Cases.as_view(), name="cases"),
    path("cases/search", cases.CaseSearch.as_view(), name="case_search"),
    path("cases/<int:pk>", cases.CaseDetail.as_view(), name="case"),
    path("cases/<int:pk>/beneficiary", responses.CaseBeneficiary.as_view(), name="case_beneficiary"),
    path("cases/<int:pk>/timeline", cases.CaseTimeline.as_view(), name="case_timeline"),
    path("cases/<int:pk>/family", cases.CaseFamily.as_view(), name="case_family"),
    path("cases/<int:pk>/family/<int:member_pk>", cases.FamilyMemberDetail.as_view(), name="family_member"),
    path("cases/<int:pk>/stage", cases.CaseStage.as_view(), name="case_stage"),
    path("cases/<int:pk>/close", cases.CaseClosing.as_view(), name="case_close"),
    path("cases/<int:pk>/worker", cases.CaseWorker.as_view(), name="case_worker"),
    path("cases/<int:pk>/share", cases.CaseShares.as_view(), name="case_share"),
    path("cases/<int:pk>/unshare", cases.CaseShareEnd.as_view(), name="case_unshare"),
    path("cases/<int:pk>/agreements", papers.Agreements.as_view(), name="agreements"),
    path("cases/<int:pk>/agreements/<int:paper_pk>", papers.AgreementDetail.as_view(), name="agreement"),
    path(
        "cases/<int:pk>/agreements/<int:paper_pk>/withdraw",
        papers.AgreementWithdrawal.as_view(),
        name="agreement_withdraw",
    ),
    path("cases/<int:pk>/assessments", papers.Assessments.as_view(), name="assessments"),
    path("cases/<int:pk>/assessments/<int:paper_pk>", papers.AssessmentDetail.as_view(), name="assessment"),
    path(
        "cases/<int:pk>/assessments/<int:paper_pk>/sign", papers.AssessmentSignature.as_view(), name="assessment_sign"
    ),
    path("cases/<int:pk>/social-reports", papers.SocialReports.as_view(), name="social_reports"),
    path("cases/<int:pk>/social-reports/<int:paper_pk>", papers.SocialReportDetail.as_view(), name="social_report"),
    path(
        "cases/<int:pk>/social-reports/<int:paper_pk>/sign",
        papers.SocialReportSignature.as_view(),
        name="social_report_sign",
    ),
    path("cases/<int:pk>/conferences", papers.Conferences.as_view(), name="conferences"),
    path("cases/<int:pk>/conferences/<int:paper_pk>", papers.ConferenceDetail.as_view(), name="conference"),
    path("cases/<int:pk>/plans", plans.Plans.as_view(), name="plans"),
    path("cases/<int:pk>/plans/<int:paper_pk>", plans.PlanDetail.as_view(), name="plan"),
    path("cases/<int:pk>/plans/<int:paper_pk>/sign", plans.PlanSignature.as_view(), name="plan_sign"),
    path("cases/<int:pk>/services", plans.Services.as_view(), name="services"),
    path("services-kept", plans.ServicesKept.as_view(), name="services_kept"),
    path("cases/<int:pk>/aftercare-visits", plans.Visits.as_view(), name="visits"),
    path("cases/<int:pk>/tasks", tasks.Tasks.as_view(), name="tasks"),
    path("tasks/<int:pk>", tasks.TaskDetail.as_view(), name="task"),
    path("tasks/<int:pk>/finish", tasks.TaskFinish.as_view(), name="task_finish"),
    path("tasks/<int:pk>/snooze", tasks.TaskSnooze.as_view(), name="task_snooze"),
    path("tasks/<int:pk>/give", tasks.TaskGive.as_view(), name="task_give"),
    path("tasks/<int:pk>/drop", tasks.TaskDrop.as_view(), name="task_drop"),
    path("aftercare-visits/<int:pk>/record", plans.VisitRecord.as_view(), name="visit_record"),
]
