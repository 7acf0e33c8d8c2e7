"""Addresses of this room in the API."""

from django.urls import path

from . import candidates, hearings, matching, processes

urlpatterns = [
    path("candidates", candidates.Candidates.as_view(), name="candidates"),
    path("candidates/<int:pk>", candidates.CandidateDetail.as_view(), name="candidate"),
    path("candidates/<int:pk>/checks", candidates.CandidateChecks.as_view(), name="candidate_check"),
    path(
        "candidates/<int:pk>/checks/<int:check_pk>/file",
        candidates.CandidateCheckFile.as_view(),
        name="candidate_check_file",
    ),
    path("candidates/<int:pk>/submission", candidates.CandidateSubmission.as_view(), name="candidate_submit"),
    path("candidates/<int:pk>/decision", candidates.CandidateDecision.as_view(), name="candidate_decide"),
    path("candidates/<int:pk>/renewal", candidates.CandidateRenewal.as_view(), name="candidate_renew"),
    path("candidates/<int:pk>/standing", candidates.CandidateStanding.as_view(), name="candidate_standing"),
    path("cases/<int:pk>/fitting-households", matching.FittingHouseholds.as_view(), name="fitting_households"),
    path("cases/<int:pk>/care-matches", matching.CareMatches.as_view(), name="care_match"),
    path("cases/<int:pk>/care-matches/<int:match_pk>/end", matching.CareMatchEnd.as_view(), name="care_match_end"),
    path("cases/<int:pk>/care-processes", processes.CareProcesses.as_view(), name="care_process"),
    path(
        "cases/<int:pk>/care-processes/<int:process_pk>/end",
        processes.CareProcessEnd.as_view(),
        name="care_process_end",
    ),
    path(
        "cases/<int:pk>/care-processes/<int:process_pk>/hearings", hearings.CareHearings.as_view(), name="care_hearing"
    ),
    path(
        "cases/<int:pk>/care-processes/<int:process_pk>/hearings/<int:hearing_pk>/move",
        hearings.CareHearingMove.as_view(),
        name="care_hearing_move",
    ),
    path(
        "cases/<int:pk>/care-processes/<int:process_pk>/hearings/<int:hearing_pk>/call-off",
        hearings.CareHearingCallOff.as_view(),
        name="care_hearing_call_off",
    ),
    path("cases/<int:pk>/care-processes/<int:process_pk>/steps", processes.CareSteps.as_view(), name="care_step"),
    path(
        "cases/<int:pk>/care-processes/<int:process_pk>/steps/<int:step_pk>/withdrawal",
        processes.CareStepWithdrawal.as_view(),
        name="care_step_withdraw",
    ),
]
