"""The access matrix: every page × who asks × how they stand to the case, written down cell by cell (design.md 3).

Each entry is the answer to a GET, the answer to an empty POST, and the URL names that answer so. One letter per column
of `people.COLUMNS`, in blocks: own office, shared, foreign, out. The columns in order:

    own      worker supervisor decider colleague deputy(supervisor) deputy(decider) deputy(idle) administrator
    shared   sentra
    foreign  worker supervisor province-decider province-supervisor home province-admin foreign-admin moved
    out      nobody anonymous

    o   let in: 200; to a POST also 302 to another page, 400, 409 or 422 (an empty form has errors, a rule may refuse)
    >   a GET is sent to another page
    -   403: the page, or the record, may be known of but is not for them
    .   404: the record does not exist for them
    x   405: let in, but the page does not take this method
    L   302 to the sign-in page

Nothing here is computed from the code under test. A change of a letter is a change of who may do what: say why.
"""

# Pages of the machine, not of people: asked without a session by load balancers, tested in tests/embedded.
EXCEPTIONS = {
    "healthz": "answers ok to everybody and tells nothing",
    "readyz": "answers 200 or 503 by the state of the servers and tells only which of them",
}

NO_POST = "xxxxxxx- x xxxxx--x -L"  # a page for every role that works on cases, to read only

CASE: list[tuple[str, str, str]] = [
    # Reading a case: its worker, the overseers of its office and their deputies, the institution it is shared with.
    # A deputy sees with both memberships, whichever they act under; an administrator no case at all.
    (
        "ooo.ooo- o .....--. -L",
        NO_POST,
        """cases:case cases:family cases:response cases:assessments cases:assessment cases:assessment_compare
        cases:plan cases:plan_version cases:services cases:placements cases:documents cases:attachments
        cases:attachment cases:agreement cases:conference cases:report cases:timeline cases:plan_compare
        cases:official_papers cases:official_paper
        cases:beneficiary
        cases:tasks cases:task cases:justice cases:contacts cases:vocational cases:transition
        referrals:gate
        referrals:decision referrals:decision_pdf referrals:detail referrals:review_detail referrals:reunification
        referrals:review_sheet referrals:review_pdf
        referrals:reunification_paper referrals:route""",
    ),
    # Everybody on the case reads it; only the decider of the deciding office answers, or whoever holds the mandate.
    ("ooo.ooo- o .....--. -L", "--o.-o-- - .....--. -L", "referrals:extension"),
    # Papers are a social worker's (UU 14/2019 art. 28); a mandate lends the office, not the profession.
    (
        "oo-.---- - .....--. -L",
        "oo-.---- - .....--. -L",
        """cases:assessment_new cases:assessment_edit cases:plan_new cases:plan_edit cases:report_new
        cases:report_edit""",
    ),
    (
        "xxxxxxx- x xxxxx--x -L",
        "oo-.---- - .....--. -L",
        "cases:assessment_sign cases:plan_sign cases:plan_submit cases:plan_take_back cases:report_sign",
    ),
    # Other eyes than the writer's: the supervisors and deciders of the office, and who holds their mandate.
    ("-xx-xx-- - -xxx---- -L", "-oo-oo-- - -...---- -L", "cases:plan_judge"),
    # Work on the case: its social workers, and the institution where the child lives. A decider decides.
    (
        "oo-.o--- o .....--. -L",
        "oo-.o--- o .....--. -L",
        """cases:beneficiary_edit cases:family_add cases:family_edit cases:service_record cases:agreement_new
        cases:family_ban cases:family_unban cases:sibling_link cases:sibling_unlink cases:tracing_state
        cases:tracing_step cases:justice_record cases:justice_contact_add cases:justice_contact_edit
        cases:justice_date_set cases:justice_date_keep cases:justice_date_move cases:justice_date_call_off
        cases:justice_duty_record cases:justice_report_send cases:justice_young_decide cases:justice_end
        cases:attachment_add cases:attachment_withdraw
        cases:plan_action cases:contact_record cases:vocational_start cases:vocational_step
        cases:vocational_end cases:transition_edit
        referrals:inquiry_create
        cases:agreement_withdraw referrals:review_hold referrals:review_invite referrals:reunification_record
        referrals:placement_end""",
    ),
    (
        "oo-.o--- o .....--. -L",
        "oo-.o--- o .....--. -L",
        """cases:alias_add cases:nik_attach cases:nik_verify cases:identity_papers cases:health_edit cases:school_edit
        cases:benefit_add cases:photo_edit""",
    ),
    (NO_POST, "oo-.o--- o .....--. -L", "cases:alias_remove cases:benefit_remove cases:photo_remove"),
    # Other files of the same person: the responsible worker and the overseers of the office look and compare; a
    # supervisor merges, and takes it back.
    ("ooo.oo-- - .....--. -L", "ooo.oo-- - .....--. -L", "cases:duplicates cases:distinct"),
    ("ooo.oo-- - .....--. -L", "-o-.o--- - .....--. -L", "cases:merge"),
    ("-o-.o--- - .....--. -L", "-o-.o--- - .....--. -L", "cases:merge_undo"),
    # Specific data of the person: those who work on the case and the overseers of its office, as they act now.
    ("ooo.oo-- o .....--. -L", NO_POST, "cases:photo"),
    ("ooo.oo-- o .....--. -L", "ooo.oo-- o .....--. -L", "cases:conference_call"),
    # Nobody is called to a conference here: there is nothing to call off.
    ("......-- . .....--. -L", "......-- . .....--. -L", "cases:conference_cancel"),
    # Papers go out in the name of the office: its worker and overseers.
    (NO_POST, "ooo.oo-- - .....--. -L", "cases:official_issue"),
    ("ooo.ooo- o .....--. -L", "ooo.oo-- - .....--. -L", "api:official_papers"),
    # The same people ask for more time; here one request waits already, and is shown instead of a second form.
    (">>-.>--- > .....--. -L", "oo-.o--- o .....--. -L", "referrals:extension_ask"),
    (
        "ooo.oo-- o .....--. -L",
        "ooo.oo-- o .....--. -L",
        """cases:conference_new cases:conference_follow_up cases:stage_move
        cases:flag_raise cases:flag_end
        cases:task_add cases:task_finish cases:task_snooze cases:task_give cases:task_drop""",
    ),
    # Closing is the responsible office's.
    ("ooo.oo-- - .....--. -L", "ooo.oo-- - .....--. -L", "cases:close referrals:review_pull"),
    # After care ended the Sentra or home has no share any more.
    ("ooo.oo-- . .....--. -L", "ooo.oo-- . .....--. -L", "cases:aftercare_visit"),
    # Overseers only. Roles that never oversee are refused before the case is looked for.
    ("-oo-oo-- - -...---- -L", "-oo-oo-- - -...---- -L", "cases:assign_worker cases:reopen"),
    ("-oo-oo-- - -...---- -L", "-xx-xx-- - -xxx---- -L", "case_trail"),
    # Handing over: the worker and the overseers of the office offer; here another case is offered to the province.
    ("ooo.oo-- - ....---- -L", "ooo.oo-- - ....---- -L", "cases:transfer_offer"),
    ("ooo.ooo- - ..oo---- -L", "xxxxxxx- - xxxx---- -L", "cases:transfer"),
    ("xxxxxxx- - xxxx---- -L", "---.---- - ..oo---- -L", "cases:transfer_accept"),
    ("---.---- - ..oo---- -L", "---.---- - ..oo---- -L", "cases:transfer_decline"),
    ("ooo.oo-- - ..------ -L", "ooo.oo-- - ..------ -L", "cases:transfer_withdraw"),
    # Lists: each role that works on cases has its own; what stands on them is shown in test_restricted.py.
    ("ooooooo- o ooooo--o -L", NO_POST, "cases:list referrals:sent referrals:review_list"),
    (NO_POST, "ooooooo- o ooooo--o -L", "cases:search"),
    ("ooooooo- - oooo---- -L", "xxxxxxx- - xxxx---- -L", "cases:response_list"),
    # How homes and regencies stand, in numbers, and who came back into care: the overseers of an office, a province's
    # too.
    # How much each worker of one's own office carries, in numbers; the cases of one of its workers.
    ("-oo-oo-- - -ooo---- -L", "-xx-xx-- - -xxx---- -L", "cases:caseload"),
    # What people are told before they consent: for everybody on cases, written by the ministry (own test).
    ("oooooooo o oooooooo -L", "xxxxxxxx x xxxxxxxx -L", "cases:consent_notices cases:consent_notice"),
    ("-------- - -------- -L", "-------- - -------- -L", "cases:consent_notice_new cases:consent_notice_edit"),
    ("-------x - -----xx- -L", "-------- - -------- -L", "cases:consent_notice_publish"),
    ("-oo-oo-- - -...---- -L", "-oo-oo-- - -...---- -L", "cases:worker_cases"),
    ("-oo-oo-- - -ooo---- -L", "-xx-xx-- - -xxx---- -L", "referrals:homes_behind reentry_list"),
    # What an institution did for prevention tells of nobody: for everybody who works there with cases.
    ("ooooooo- o ooooo--o -L", NO_POST, "cases:prevention_list"),
    ("ooooooo- o ooooo--o -L", "ooooooo- o ooooo--o -L", "cases:prevention_create"),
    ("ooooooo- . .....--. -L", NO_POST, "cases:prevention"),
    # Sessions of several people: seen by whoever works with cases at the institution, held by those who work on them.
    ("ooooooo- o ooooo--o -L", NO_POST, "cases:session_list"),
    ("oo-oo-o- o oo-oo--o -L", "oo-oo-o- o oo-oo--o -L", "cases:session_create"),
    ("ooooooo- . .....--. -L", NO_POST, "cases:session"),
    ("oo-oo-o- . .....--. -L", "oo-oo-o- . .....--. -L", "cases:session_correct"),
    # Reports are taken by social workers of a Dinas.
    ("oo-oo-o- - oo-o---- -L", "oo-oo-o- - oo-o---- -L", "cases:response_create"),
    # What the acting institution wrote itself about cases that it holds no share of any more.
    ("-------- o ----o--o -L", "-------- x ----x--x -L", "cases:services_kept"),
    ("xx-xx-x- - xx-x---- -L", "oo-oo-o- - oo-o---- -L", "cases:response_duplicates"),
    ("xx-xx-x- - xx-x---- -L", "oo-.o--- - ..-.---- -L", "cases:first_contact_record"),
]

# A report of the desk about a child in Kampar that has been taken up: in the hands of the office's overseers and of the
# worker it was given to. No column here is an operator; theirs stand in OPERATOR.
DESK: list[tuple[str, str, str]] = [
    ("ooooooo- - oooo---- -L", "xxxxxxx- - xxxx---- -L", "desk:report_list"),
    ("-------- - -------- -L", "-------- - -------- -L", "desk:report_create"),
    ("-------- - -------- -L", "-------- - -------- -L", "desk:districts"),
    ("ooo.ooo- - ....---- -L", "xxxxxxx- - xxxx---- -L", "desk:report"),
    ("-xx-xx-- - -xxx---- -L", "-oo-oo-- - -...---- -L", "desk:report_assign"),
    ("-oo-oo-- - -...---- -L", "-oo-oo-- - -...---- -L", "desk:report_pass_on desk:report_close"),
    # The one door of the Sentra: its intake officers alone.
    ("-------- o -------- -L", "-------- x -------- -L", "serasi:request_list serasi:request api:desk_request"),
    ("-------- o -------- -L", "-------- o -------- -L", "serasi:request_create api:desk_requests"),
    ("-------- x -------- -L", "-------- o -------- -L", "serasi:request_forward api:desk_request_forward"),
]

REFERRALS: list[tuple[str, str, str]] = [
    ("-oo-oo-- o -oooo--o -L", "-xx-xx-- x -xxxx--x -L", "referrals:inbox"),
    # What found no place around the Sentra is for its own people alone.
    ("-------- o -------- -L", "-------- x -------- -L", "referrals:area api:area"),
    # The Sentra that was asked answers; its former officer does not even find the request.
    ("-xx-xx-- x -xxxx--x -L", "-------- o -....--. -L", "referrals:answer"),
    # It asks the sender first; the office answers, and who only reads the case, or received, does not.
    ("-------- o -....--. -L", "-------- o -....--. -L", "referrals:question_ask"),
    ("ooo.ooo- o .....--. -L", "oo-.o--- - .....--. -L", "referrals:question_answer"),
    ("xxxxxxx- x xxxxx--x -L", "oo-.o--- - .....--. -L", "referrals:withdraw"),
    # A decision's admission: the office that decided may call it off, too.
    ("xxxxxxx- x xxxxx--x -L", "ooo.oo-- o .....--. -L", "referrals:complete"),
    ("xxxxxxx- x xxxxx--x -L", "oo-.o--- o .....--. -L", "referrals:place_hold referrals:place_let_go"),
    ("oo-.o--- o ..-..--. -L", "oo-.o--- o ..-..--. -L", "referrals:referral_create"),
    # Deciding: the decider of the office that was asked, and their deputy while acting as such.
    ("--o--o-- - --o----- -L", "--x--x-- - --x----- -L", "referrals:decision_list"),
    ("--o--o-- - --.----- -L", "--o--o-- - --.----- -L", "referrals:decision_sign"),
    ("--o--o-- - --.----- -L", "--o--o-- - --.----- -L", "referrals:decision_revise referrals:decision_revoke"),
    # The regency's word is its overseers'; the province that decides waits for it.
    ("-oo-oo-- - -...---- -L", "-oo-oo-- - -...---- -L", "referrals:recommendation"),
    # Into a family: the social workers responsible. The Sentra has no share of these two cases.
    ("oo-.o--- . .....--. -L", "oo-.o--- . .....--. -L", "referrals:placement_start"),
    # The Sentra that is asked to take the child in reads the order before it answers.
    ("ooo.ooo- o .....--. -L", NO_POST, "referrals:referral_order"),
    ("ooo.ooo- . .....--. -L", NO_POST, "referrals:placement_order"),
    ("oo-.o--- - .....--. -L", "oo-.o--- - .....--. -L", "referrals:placement_court"),
    ("oo-oo-o- o oo-oo--o -L", "oo-oo-o- o oo-oo--o -L", "referrals:resident_create referrals:resident_sheet"),
    ("oo-oo-o- o oo-oo--o -L", "xx-xx-x- x xx-xx--x -L", "referrals:resident_template"),
    # A sheet of children is its uploader's alone.
    ("..-..-.- . ..-.o--. -L", "xx-xx-x- x xx-xx--x -L", "referrals:resident_progress"),
    # The foreign home stops: its staff, the offices of its region and who sees one of its children know of it; only the
    # deciders of the regency and the province say so, or lift it.
    ("ooo.ooo- o ..ooo--o -L", NO_POST, "referrals:closure api:closure api:closure_moves"),
    ("--o--o-- - --o----- -L", "--o--o-- - --o----- -L", "referrals:closure_announce referrals:closure_lift"),
    ("--x--x-- - --x----- -L", "--o--o-- - --o----- -L", "api:closure_announce api:closure_lift"),
    ("ooooooo- o ooooo--o -L", NO_POST, "api:closures"),
    # Where the child goes: read by whoever reads the case, planned by its worker and the overseers of its office.
    ("ooo.ooo- o .....--. -L", "ooo.oo-- - .....--. -L", "referrals:move"),
    ("ooo.ooo- o .....--. -L", NO_POST, "api:move"),
    (NO_POST, "ooo.oo-- - .....--. -L", "api:move_plan"),
]

# A coordination meeting of Kampar to which the Sentra is asked; the minutes and what follows are of another, to which
# the foreign home was asked, too. Overseers of an office lead it, in a Sentra its intake officers; who is asked reads.
MEETINGS: list[tuple[str, str, str]] = [
    ("ooooooo- o ooooo--o -L", NO_POST, "meetings:list meetings:follow_ups api:meeting_follow_ups"),
    ("ooooooo- o .....--. -L", NO_POST, "meetings:detail api:meeting"),
    ("ooooooo- o ....o--o -L", NO_POST, "meetings:minutes api:meeting_minutes"),
    # What the foreign home shall do: it says so itself, or the office that called.
    ("ooooooo- o ....o--o -L", "-oo-oo-- - ....o--o -L", "meetings:follow_up"),
    (NO_POST, "-oo-oo-- - ....o--o -L", "api:meeting_follow_up_done"),
    ("-oo-oo-- o -ooo---- -L", "-oo-oo-- o -ooo---- -L", "meetings:create"),
    ("ooooooo- o ooooo--o -L", "-oo-oo-- o -ooo---- -L", "api:meetings"),
    (
        "-oo-oo-- - -...---- -L",
        "-oo-oo-- - -...---- -L",
        """meetings:invite meetings:move meetings:cancel meetings:record meetings:group_add meetings:group_edit
        meetings:follow_up_add meetings:invitation_withdraw""",
    ),
    (
        "-xx-xx-- x -xxx---- -L",
        "-oo-oo-- - -...---- -L",
        """meetings:sign api:meeting_invite api:meeting_move api:meeting_cancel api:meeting_groups
        api:meeting_follow_up_add api:meeting_sign api:meeting_invitation_withdraw""",
    ),
    # PUT: tests/meetings/test_api.py
    ("-xx-xx-- x -xxx---- -L", "-xx-xx-- x -xxx---- -L", "api:meeting_record api:meeting_group"),
]

# A household in the register of Kampar: its social workers keep it, its decider decides, the province's overseers read.
CARERS: list[tuple[str, str, str]] = [
    ("ooooooo- - oooo---- -L", "xxxxxxx- - xxxx---- -L", "carers:list"),
    ("ooooooo- - ..oo---- -L", "xxxxxxx- - xxxx---- -L", "carers:detail carers:check_file"),
    ("oo-oo-o- - oo-o---- -L", "oo-oo-o- - oo-o---- -L", "carers:create"),
    ("oo-oo-o- - ..------ -L", "oo-oo-o- - ..------ -L", "carers:edit carers:check carers:submit"),
    ("--o--o-- - -------- -L", "--o--o-- - -------- -L", "carers:decide carers:renew"),
    ("-oo-oo-- - -.------ -L", "-oo-oo-- - -.------ -L", "carers:standing"),
    # The way to guardianship or adoption of a child: its social workers lead it; a permit is the decider's.
    ("ooo.ooo- o .....--. -L", "oo-.o--- - .....--. -L", "carers:care_process api:care_process api:care_match"),
    (
        "oo-.o--- - .....--. -L",
        "oo-.o--- - .....--. -L",
        "carers:care_step carers:care_step_withdraw carers:care_process_end",
    ),
    (
        NO_POST,
        "oo-.o--- - .....--. -L",
        """api:care_step_withdraw api:care_process_end api:care_match_end api:care_hearing api:care_hearing_move
        api:care_hearing_call_off""",
    ),
    # Which household of the register fits the child: who reads the register of the case's office; its workers choose.
    ("ooo.ooo- - .....--. -L", NO_POST, "carers:households api:fitting_households"),
    (
        "oo-.o--- - .....--. -L",
        "oo-.o--- - .....--. -L",
        """carers:household_choose carers:household_end carers:hearing_set carers:hearing_move
        carers:hearing_call_off""",
    ),
    (NO_POST, "ooo.oo-- - .....--. -L", "api:care_step"),
    ("ooooooo- - oooo---- -L", "oo-oo-o- - oo-o---- -L", "api:candidates"),
    # PUT: tests/carers/test_api.py
    ("ooooooo- - ..oo---- -L", "xxxxxxx- - xxxx---- -L", "api:candidate api:candidate_check_file"),
    ("xx-xx-x- - xx-x---- -L", "oo-oo-o- - ..------ -L", "api:candidate_check api:candidate_submit"),
    ("--x--x-- - --x----- -L", "--o--o-- - -------- -L", "api:candidate_decide api:candidate_renew"),
    ("-xx-xx-- - -xxx---- -L", "-oo-oo-- - -.------ -L", "api:candidate_standing"),
]

# What happened in the home of Kampar to a child of the worker, who went home again since: its Dinas reports and closes.
# The home's own staff follow it; nobody else learns of it. Who may write one down there follows from whose children
# live or lately lived there.
LIVING: list[tuple[str, str, str]] = [
    ("-------- o ----o--o -L", "-------- x ----x--x -L", "living:home api:home_children"),
    ("ooooooo- o ooooo--o -L", NO_POST, "living:incidents living:register"),
    ("ooooooo- o ooooo--o -L", "ooooooo- o ooooo--o -L", "api:incidents"),
    ("ooo.ooo- . ....o--o -L", NO_POST, "living:incident api:incident"),
    ("ooo.oo-- . ....o--o -L", "ooo.oo-- . ....o--o -L", "living:incident_step"),
    (NO_POST, "ooo.oo-- . ....o--o -L", "api:incident_step"),
    ("-oo-oo-- - -...---- -L", "-oo-oo-- - -...---- -L", "living:incident_report"),
    ("-xx-xx-- - -xxx---- -L", "-oo-oo-- - -...---- -L", "api:incident_report"),
    ("-oo.oo-- . ....---- -L", "-oo.oo-- . ....---- -L", "living:incident_close"),
    (NO_POST, "-oo.oo-- . ....---- -L", "api:incident_close"),
    ("ooo-oo-- - oo--o--o -L", "ooo-oo-- - oo--o--o -L", "living:incident_create"),
    # The child's days in the Sentra: who works on the case writes, who reads the case reads.
    ("ooo.ooo- o .....--. -L", NO_POST, "living:stay"),
    (
        "oo-.o--- o .....--. -L",
        "oo-.o--- o .....--. -L",
        "living:admission living:contact_record living:leave_record living:leave living:caregiver_assign",
    ),
    (
        "ooo.ooo- o .....--. -L",
        "oo-.o--- o .....--. -L",
        "api:admission_sheet api:family_contacts api:leaves api:stay_caregivers",
    ),
    (NO_POST, "oo-.o--- o .....--. -L", "api:leave_return"),
    # The caregivers of the home of Kampar: its staff keep them, and Kampar.
    ("-oo-oo-- - ----o--o -L", "-xx-xx-- x -xxxx--x -L", "living:caregivers"),
    ("-oo-oo-- - ----o--o -L", "-oo-oo-- - ----o--o -L", "api:caregivers living:caregiver_add"),
    (
        "-oo-oo-- . -.--o--o -L",
        "-oo-oo-- . -.--o--o -L",
        "living:caregiver_edit living:caregiver_review living:caregiver_suspend living:caregiver_end",
    ),
    (
        "-xx-xx-- x -xxxx--x -L",
        "-oo-oo-- . -.--o--o -L",
        "api:caregiver api:caregiver_review api:caregiver_suspend api:caregiver_end",
    ),
    ("-oo-oo-- - -.------ -L", "-oo-oo-- - -.------ -L", "living:caregiver_readmit"),
    ("-xx-xx-- - -xxx---- -L", "-oo-oo-- - -.------ -L", "api:caregiver_readmit"),
]

# Numbers tell of nobody: for all who work with cases or keep an office. A file is its owner's, here the worker's; ready
# and its password not shown yet, so that there is nothing to repeat.
REPORTS: list[tuple[str, str, str]] = [
    ("oooooooo o oooooooo -L", "xxxxxxxx x xxxxxxxx -L", "reports:numbers api:numbers"),
    ("oooooooo o oooooooo -L", "oooooooo o oooooooo -L", "reports:exports"),
    ("o....... . ........ -L", "xxxxxxxx x xxxxxxxx -L", "reports:export reports:export_file"),
    ("xxxxxxxx x xxxxxxxx -L", "o....... . ........ -L", "reports:export_password reports:export_repeat"),
]

# About the office of Kampar, its supervisor, a mandate of that supervisor, and a home in Kampar.
INSTITUTIONS: list[tuple[str, str, str]] = [
    ("oooooooo o oooooooo oL", "xxxxxxxx x xxxxxxxx xL", "home institutions:list institutions:detail"),
    ("xxxxxxxx x xxxxxxxx xL", "........ . ........ .L", "institutions:switch_membership"),
    # Administrators register and employ in what they keep: their own office, a Dinas also its region.
    ("-------o - -----oo- -L", "-------o - -----oo- -L", "institutions:create institutions:person_create"),
    (
        "-------o - -----o-- -L",
        "-------o - -----o-- -L",
        """institutions:edit institutions:capacity_edit institutions:membership_create
        accreditation:certificate_create accreditation:certificate_edit""",
    ),
    ("-------o - -----oo- -L", "-------x - -----xx- -L", "institutions:person_list institutions:parameter_list"),
    ("-------o - -----oo- -L", "-------o - -----oo- -L", "institutions:holiday_list"),
    ("-------x - -----xx- -L", "-------o - -----..- -L", "institutions:holiday_remove"),
    ("-------o - -----oo- -L", "-------o - -----oo- -L", "institutions:parameter_edit"),
    # People are found only by those who keep their institution.
    ("-------o - -----o.- -L", "-------x - -----xx- -L", "institutions:person_detail"),
    (
        "-------o - -----o.- -L",
        "-------o - -----o.- -L",
        "institutions:membership_end institutions:person_edit institutions:person_deactivate",
    ),
    (
        "-------x - -----xx- -L",
        "-------o - -----o.- -L",
        "institutions:person_activate institutions:person_password_link",
    ),
    # A value is taken back by whoever acts for the office that set it; another keeper acts for that office first.
    ("-------x - -----xx- -L", "-------o - -----..- -L", "institutions:parameter_cancel api:setting_version_cancel"),
    # A mandate: who holds an office lends it, a deputy lends nothing on; giver, deputy and administrator end it.
    ("oooooooo o oooooooo -L", "xxxxxxxx x xxxxxxxx -L", "institutions:mandate_list"),
    ("-oo----o - -ooo-oo- -L", "-oo----o - -ooo-oo- -L", "institutions:mandate_create"),
    (".o..o..o . .....o.. -L", ".o..o..o . .....o.. -L", "institutions:mandate_end"),
    # The partners of the Sentra are kept by its own people; everybody reads them on the institution's page.
    (
        "-------- o -------- -L",
        "-------- o -------- -L",
        "institutions:partnership_create institutions:partnership_end",
    ),
]

# The questionnaires: every administrator reads them; the ministry's, who is in no column, changes them.
INSTRUMENTS: list[tuple[str, str, str]] = [
    (
        "-------o - -----oo- -L",
        "-------x - -----xx- -L",
        "instruments:list instruments:version instruments:version_preview",
    ),
    ("-------- - -------- -L", "-------- - -------- -L", "instruments:part_create instruments:part_edit"),
    (
        "-------x - -----xx- -L",
        "-------- - -------- -L",
        """instruments:version_begin instruments:version_publish instruments:version_retire
        instruments:version_discard instruments:part_arrange""",
    ),
]

# One's own notices (here of the responsible social worker), and what could not be delivered to the people one keeps.
NOTICES: list[tuple[str, str, str]] = [
    ("oooooooo o oooooooo oL", "xxxxxxxx x xxxxxxxx xL", "notices:list"),
    ("oooooooo o oooooooo oL", "oooooooo o oooooooo oL", "notices:choices"),
    (">....... . ........ .L", "xxxxxxxx x xxxxxxxx xL", "notices:open"),
    ("xxxxxxxx x xxxxxxxx xL", "oooooooo o oooooooo oL", "notices:open_all"),
    ("-------o - -----oo- -L", "-------x - -----xx- -L", "notices:parked"),
    (
        "-------x - -----xx- -L",
        "-------o - -----o.- -L",
        "notices:delivery_retry notices:delivery_drop",
    ),
]

# The webhooks (here of the own office) are kept by the administrators of the institution itself, and by nobody for it.
WEBHOOKS: list[tuple[str, str, str]] = [
    ("-------o - -----oo- -L", "-------o - -----oo- -L", "webhooks:list"),
    ("-------o - -----..- -L", "-------x - -----xx- -L", "webhooks:detail"),
    ("-------x - -----xx- -L", "-------o - -----..- -L", "webhooks:switch webhooks:resend"),
]

# All clocks are for everybody who works by them; a link to one's own deadlines (here of the foreign home's staff) is
# its person's, what is behind it is for whoever has the secret.
DEADLINES: list[tuple[str, str, str]] = [
    ("oooooooo o oooooooo -L", "xxxxxxxx x xxxxxxxx -L", "deadlines:clocks"),
    ("oooooooo o oooooooo oL", "oooooooo o oooooooo oL", "deadlines:feeds"),
    ("xxxxxxxx x xxxxxxxx xL", "........ . ....o... .L", "deadlines:feed_revoke"),
    ("oooooooo o oooooooo oo", "xxxxxxxx x xxxxxxxx xx", "deadlines:feed"),
]

# The API: the same rows asked the same way answer as the pages do. A POST is an empty JSON object; L is 401.
API: list[tuple[str, str, str]] = [
    ("oooooooo o oooooooo oo", "xxxxxxxx x xxxxxxxx xx", "api:schema api:docs api:docs_of_room"),
    (
        "oooooooo o oooooooo oL",
        "xxxxxxxx x xxxxxxxx xL",
        """api:me api:codes api:regions api:instruments api:instrument api:notices api:deadlines api:institution
        api:institution_bands api:certificate""",
    ),
    ("xxxxxxxx x xxxxxxxx xL", "o....... . ........ .L", "api:notice_open"),
    ("xxxxxxxx x xxxxxxxx xL", "oooooooo o oooooooo oL", "api:notices_open"),
    ("oooooooo o oooooooo oL", "oooooooo o oooooooo oL", "api:notice_channels"),
    ("oooooooo o oooooooo oL", "ooooooo- o ooooo--o -L", "api:calendar_links"),
    ("xxxxxxxx x xxxxxxxx xL", "........ . ....o... .L", "api:calendar_link_revoke"),
    ("-------o - -----oo- -L", "-------o - -----oo- -L", "api:webhooks"),
    ("-------o - -----..- -L", "-------x - -----xx- -L", "api:webhook api:webhook_deliveries"),
    ("-------x - -----xx- -L", "-------o - -----..- -L", "api:webhook_switch api:webhook_resend"),
    # Institutions are public; administrators register and change what they keep (PUT: tests/api/test_keeping.py).
    ("oooooooo o oooooooo oL", "-------o - -----o-- -L", "api:certificates"),
    ("oooooooo o oooooooo oL", "-------o - -----oo- -L", "api:institutions"),
    ("-------o - -----oo- -L", "-------o - -----oo- -L", "api:people api:holidays"),
    ("-------o - -----o.- -L", "-------x - -----xx- -L", "api:person"),
    (
        "-------x - -----xx- -L",
        "-------o - -----o.- -L",
        """api:person_close api:person_open api:person_password_link api:membership_end
        api:delivery_retry api:delivery_drop""",
    ),
    ("-------o - -----o-- -L", "-------o - -----o-- -L", "api:memberships"),
    ("-------o - -----oo- -L", "-------x - -----xx- -L", "api:settings api:setting api:deliveries"),
    ("-------x - -----xx- -L", "-------o - -----oo- -L", "api:setting_versions"),
    ("-------x - -----xx- -L", "-------o - -----..- -L", "api:holiday_remove"),
    ("oooooooo o oooooooo -L", "xxxxxxxx x xxxxxxxx -L", "api:mandates"),
    ("-oo----o - -----o-- -L", "-oo----o - -----o-- -L", "api:lending"),
    ("xxxxxxxx x xxxxxxxx -L", ".o..o..o . .....o.. -L", "api:mandate_end"),
    ("oooooooo o oooooooo oL", "-------- o -------- -L", "api:partnerships"),
    ("-------x x -----xx- -L", "-------- o -------- -L", "api:partnership_end"),
    ("oooooooo o oooooooo -L", "-------- - -------- -L", "api:consent_notices"),
    ("oooooooo o oooooooo -L", "xxxxxxxx x xxxxxxxx -L", "api:consent_notice"),
    ("-------x - -----xx- -L", "-------- - -------- -L", "api:consent_notice_publish"),
    # Reading a case and what belongs to it.
    (
        "ooo.ooo- o .....--. -L",
        NO_POST,
        """api:gate
        api:response api:case api:case_beneficiary api:case_timeline api:family_member api:agreement api:assessment
        api:social_report api:conference api:plan api:visits api:case_placements api:referral api:decision
        api:placement api:homecoming api:review api:extension api:task api:siblings api:attachment
        api:attachment_file api:case_route api:plan_differences api:official_paper_file""",
    ),
    # Reading, and work: its social workers, and the institution where the child lives.
    ("ooo.ooo- o .....--. -L", "oo-.o--- o .....--. -L", "api:person_aliases"),
    # Specific data of the person: those who work on the case and the overseers of its office, as they act now.
    ("ooo.oo-- o .....--. -L", "oo-.o--- o .....--. -L", "api:person_papers api:person_benefits api:person_photo"),
    ("ooo.oo-- o .....--. -L", NO_POST, "api:person_health api:person_school"),
    (NO_POST, "ooo.oo-- - .....--. -L", "api:like_files api:distinct"),
    ("ooo.ooo- o .....--. -L", "-o-.o--- - .....--. -L", "api:merges"),
    (NO_POST, "-o-.o--- - .....--. -L", "api:merge_undo"),
    (
        NO_POST,
        "oo-.o--- o .....--. -L",
        "api:person_nik api:person_alias_remove api:person_benefit_remove api:person_photo_remove",
    ),
    (NO_POST, NO_POST, "api:person_nik_verify"),
    (
        "ooo.ooo- o .....--. -L",
        "oo-.o--- o .....--. -L",
        """api:inquiries api:case_family api:family_ban api:agreements api:services api:signed_consent api:tracing
        api:tracing_steps api:justice
        api:transition api:attachments api:contacts api:vocational""",
    ),
    ("ooo.ooo- o .....--. -L", "oo-.---- - .....--. -L", "api:assessments api:social_reports api:plans"),
    (
        "ooo.ooo- o .....--. -L",
        "ooo.oo-- o .....--. -L",
        "api:conferences api:conference_call api:tasks api:flags",
    ),
    # Nobody is called to a conference here: there is nothing to call off.
    (NO_POST, "......-- . .....--. -L", "api:conference_cancel"),
    (
        NO_POST,
        "oo-.o--- o .....--. -L",
        """api:attachment_withdraw api:family_unban api:sibling_link api:sibling_unlink
        api:vocational_steps api:vocational_end
        api:agreement_withdraw api:case_referrals api:placement_end api:extension_ask api:homecoming_readiness
        api:justice_contacts api:justice_contact api:justice_dates api:justice_date_keep api:justice_date_move
        api:justice_date_call_off api:justice_duties
        api:justice_reports api:justice_young_decision api:justice_outcome
        api:homecoming_preparation api:homecoming_consent api:homecoming_hand_over api:review_invite
        api:review_hold""",
    ),
    (NO_POST, "oo-.---- - .....--. -L", "api:assessment_sign api:social_report_sign api:plan_sign"),
    (NO_POST, "oo-.---- - .....--. -L", "api:plan_submit api:plan_take_back"),
    (NO_POST, "-oo.oo-- - .....--. -L", "api:plan_approve api:plan_return"),
    (NO_POST, "oo-.o--- o .....--. -L", "api:plan_action"),
    (
        NO_POST,
        "ooo.oo-- o .....--. -L",
        """api:conference_follow_up
        api:case_stage api:case_share api:referral_complete api:task_finish api:task_snooze api:task_give
        api:task_drop api:flag_end""",
    ),
    # Whoever sees the case may say what is missing of the request: whose share it is decides who may end it.
    (NO_POST, "ooo.ooo- o .....--. -L", "api:case_unshare"),
    (NO_POST, "ooo.oo-- - .....--. -L", "api:case_close api:review_pull"),
    # Handing over, as the pages: another case, offered to the province.
    ("ooo.ooo- - ....---- -L", "ooo.oo-- - ....---- -L", "api:case_transfers"),
    ("ooooooo- - oooo---- -L", "xxxxxxx- - xxxx---- -L", "api:transfers"),
    ("ooo.ooo- - ..oo---- -L", "xxxxxxx- - xxxx---- -L", "api:transfer"),
    ("xxxxxxx- - xxxx---- -L", "---.---- - ..oo---- -L", "api:transfer_accept api:transfer_decline"),
    ("xxxxxxx- - xxxx---- -L", "ooo.oo-- - ..------ -L", "api:transfer_withdraw"),
    (NO_POST, "ooo.oo-- . .....--. -L", "api:visit_record"),
    ("ooo.ooo- o .....--. -L", "oo-.o--- o .....--. -L", "api:case_place_holds"),
    (NO_POST, "oo-.o--- o .....--. -L", "api:place_hold_let_go"),
    (NO_POST, "oo-.o--- - .....--. -L", "api:referral_withdraw api:question_answer"),
    ("-xx-xx-- x -xxxx--x -L", "-------- o -....--. -L", "api:referral_questions"),
    (NO_POST, "oo-.o--- . .....--. -L", "api:family_placement"),
    (NO_POST, "--o.-o-- - .....--. -L", "api:extension_sign api:extension_decline"),
    ("-xx-xx-- - -xxx---- -L", "-oo-oo-- - -...---- -L", "api:case_worker api:caseload_reassign api:case_reopen"),
    ("-oo-oo-- - -ooo---- -L", "-xx-xx-- - -xxx---- -L", "api:caseload"),
    # With a file: a form in place of JSON. The papers are read by whoever reads the case.
    (NO_POST, "oo-.o--- - .....--. -L", "api:admission_by_order api:placement_by_order"),
    ("ooo.ooo- o .....--. -L", NO_POST, "api:decision_paper api:review_paper api:referral_order"),
    ("ooo.ooo- o .....--. -L", NO_POST, "api:review_preparation"),
    ("ooo.ooo- . .....--. -L", NO_POST, "api:placement_order"),
    # Children who live in a home already; a sheet is its uploader's, here the staff of the foreign home.
    ("xx-xx-x- x xx-xx--x -L", "oo-oo-o- o oo-oo--o -L", "api:residents api:resident_duplicates"),
    ("xx-xx-x- x xx-xx--x -L", "oo-oo-o- o oo-oo--o -L", "api:resident_sheet_check"),
    ("oo-oo-o- o oo-oo--o -L", "oo-oo-o- o oo-oo--o -L", "api:resident_sheets"),
    ("oo-oo-o- o oo-oo--o -L", "xx-xx-x- x xx-xx--x -L", "api:resident_sheet_template"),
    ("..-..-.- . ..-.o--. -L", "xx-xx-x- x xx-xx--x -L", "api:resident_sheet"),
    # One's own files: asked for by everybody with a membership, here the worker's.
    ("oooooooo o oooooooo -L", "oooooooo o oooooooo -L", "api:exports"),
    ("o....... . ........ -L", "xxxxxxxx x xxxxxxxx -L", "api:export api:export_file"),
    ("xxxxxxxx x xxxxxxxx -L", "o....... . ........ -L", "api:export_password api:export_repeat"),
    # Lists, each by the scopes of who asks.
    ("ooooooo- o ooooo--o -L", NO_POST, "api:cases api:outbox api:reviews api:board"),
    ("-oo-oo-- - -...---- -L", "-xx-xx-- - -xxx---- -L", "api:case_trail api:case_readers"),
    ("-oo-oo-- - -ooo---- -L", "-xx-xx-- - -xxx---- -L", "api:reentries api:homes_behind"),
    ("-------- o ----o--o -L", "-------- x ----x--x -L", "api:services_kept"),
    (NO_POST, "ooooooo- o ooooo--o -L", "api:case_search"),
    ("ooooooo- o ooooo--o -L", "ooooooo- o ooooo--o -L", "api:prevention"),
    ("ooooooo- . .....--. -L", NO_POST, "api:prevention_activity"),
    ("ooooooo- o ooooo--o -L", "oo-oo-o- o oo-oo--o -L", "api:sessions"),
    ("ooooooo- . .....--. -L", NO_POST, "api:session"),
    (NO_POST, NO_POST, "api:session_attendance"),  # PUT: tests/api/test_sessions.py
    ("-oo-oo-- o -oooo--o -L", "-xx-xx-- x -xxxx--x -L", "api:inbox api:receipts"),
    ("--o--o-- - --o----- -L", "--x--x-- - --x----- -L", "api:decisions api:extensions"),
    ("ooooooo- - oooo---- -L", "oo-oo-o- - oo-o---- -L", "api:responses"),
    ("xx-xx-x- - xx-x---- -L", "oo-oo-o- - oo-o---- -L", "api:response_duplicates"),
    ("xx-xx-x- - xx-x---- -L", "oo-.o--- - ..-.---- -L", "api:response_contact"),
    # The desk: as its pages. Only an operator takes a call.
    ("ooooooo- - oooo---- -L", "-------- - -------- -L", "api:incoming_reports"),
    ("ooo.ooo- - ....---- -L", "xxxxxxx- - xxxx---- -L", "api:incoming_report"),
    ("-xx-xx-- - -xxx---- -L", "-oo-oo-- - -...---- -L", "api:incoming_assign api:incoming_pass_on api:incoming_close"),
    # The receiver answers; the decider of the office that was asked decides.
    (
        "-xx-xx-- x -xxxx--x -L",
        "-------- o -....--. -L",
        "api:referral_accept api:referral_decline api:referral_redirect",
    ),
    (
        "--x--x-- - --x----- -L",
        "--o--o-- - --.----- -L",
        "api:referral_decision api:decision_revise api:decision_revoke",
    ),
    ("-xx-xx-- - -xxx---- -L", "-oo-oo-- - -...---- -L", "api:referral_recommendation"),
    # A token (here of the foreign home's staff) is its person's.
    ("xxxxxxxx x xxxxxxxx xL", "........ . ....o... .L", "tokens:revoke"),
]

PUBLIC = [
    # Keeping a draft goes by the signed key in the form, also when the session has ended; an empty form has none.
    ("xxxxxxxx x xxxxxxxx xx", "oooooooo o oooooooo oo", "drafts:save"),
    ("xxxxxxxx x xxxxxxxx xL", "oooooooo o oooooooo oL", "drafts:discard"),
    ("oooooooo o oooooooo oo", "oooooooo o oooooooo oo", "help guide data_protection"),
    (">>>>>>>> > >>>>>>>> >>", "oooooooo o oooooooo oo", "set_language"),
    ("oooooooo o oooooooo oo", "xxxxxxxx x xxxxxxxx xx", "verification:form verification:check"),
]

MATRIX = [
    *CASE,
    *DESK,
    *REFERRALS,
    *MEETINGS,
    *CARERS,
    *LIVING,
    *REPORTS,
    *INSTITUTIONS,
    *INSTRUMENTS,
    *NOTICES,
    *WEBHOOKS,
    *DEADLINES,
    *API,
    *PUBLIC,
]

# The pages of django-allauth are about one's own account, whatever one's role. Answers to a GET and an empty POST, of
# somebody signed in (without a second factor, signed in a while ago) and of somebody who is not.
ACCOUNT = [
    ("> o", "o o", "account_login account_signup"),
    ("o L", "L L", "account_logout"),
    ("o o", "o o", "account_reset_password account_reset_password_from_key"),
    ("o x", "o x", "account_inactive account_reset_password_done account_reset_password_from_key_done"),
    ("> o", "L L", "mfa_authenticate mfa_login_webauthn"),
    ("o o", "L L", "account_change_password account_reauthenticate"),
    # There is a password already: it is changed, not set.
    ("> o", "L L", "account_set_password"),
    ("o x", "L L", "mfa_index mfa_list_webauthn"),
    # To add something to the account one types the password again.
    ("> o", "L L", "mfa_activate_totp mfa_add_webauthn mfa_generate_recovery_codes tokens:list"),
    ("> o", "L L", "mfa_reauthenticate mfa_reauthenticate_webauthn"),
    # What this account does not have, nobody can look at or remove; another's key least of all.
    (". .", "L L", "mfa_deactivate_totp mfa_download_recovery_codes"),
    (". x", "L L", "mfa_view_recovery_codes"),
    ("> o", "L L", "mfa_remove_webauthn mfa_edit_webauthn"),
]

# A case of another regency that waits for the province's decision. Columns: the province's decider, their deputy, the
# province's supervisor, its administrator; a supervisor of a third regency; the worker of a fourth.
ASKED_COLUMNS = [
    "province_decider",
    "province_deputy",
    "province_supervisor",
    "province_administrator",
    "foreign_supervisor",
    "foreign_worker",
]
ASKED = [
    # To decide one must read the evidence; the supervisor of the deciding office takes requests in and passes them on.
    (
        "ooo-..",
        """cases:case cases:beneficiary cases:family cases:assessments cases:plan cases:services cases:placements
        cases:documents cases:timeline referrals:detail""",
    ),
    # Nobody in the deciding office works on the case.
    (
        "----..",
        """cases:beneficiary_edit cases:family_add cases:service_record cases:agreement_new cases:conference_new
        cases:stage_move cases:close cases:assessment_new cases:plan_new cases:report_new referrals:placement_court
        cases:photo cases:alias_add cases:health_edit""",
    ),
    ("----.-", "cases:assign_worker case_trail"),
    ("oo----", "referrals:decision_sign"),
]
# The same case when it is restricted: the supervisor may know of it, and reads no name (docs/adr/0003).
ASKED_RESTRICTED = [
    ("ooo-..", "cases:case referrals:detail"),
    (
        "oo--..",
        """cases:beneficiary cases:family cases:assessments cases:plan cases:services cases:placements cases:documents
        cases:timeline""",
    ),
    ("oo----", "referrals:decision_sign"),
]

# An operator and an analyst see no case and keep nothing: beside what everybody signed in may open there is this, and
# 403 for the rest. The report is the operator's own; a second desk's operator does not find it.
SIGNED_IN_ROWS = [*INSTITUTIONS[:2], *NOTICES[:4], *DEADLINES[1:], *API[:5], *PUBLIC]
OPERATOR = {
    "desk:report_list": "ox",
    "desk:report_create": "oo",
    "desk:districts": "ox",
    "desk:report": "ox",
    "api:incoming_reports": "oo",
    "api:incoming_report": "ox",
    "api:certificates": "o-",
    "api:partnerships": "o-",
    "api:institutions": "o-",
    "api:calendar_links": "o-",
    "api:calendar_link_revoke": "x.",
    "tokens:revoke": "x.",
}
ANALYST = {
    "reports:numbers": "ox",
    "api:numbers": "ox",
    "reports:exports": "oo",
    "reports:export": ".x",
    "reports:export_file": ".x",
    "reports:export_password": "x.",
    "reports:export_repeat": "x.",
    "api:exports": "oo",
    "api:export": ".x",
    "api:export_file": ".x",
    "api:export_password": "x.",
    "api:export_repeat": "x.",
    "api:certificates": "o-",
    "api:partnerships": "o-",
    "api:institutions": "o-",
    "api:calendar_links": "o-",
    "api:calendar_link_revoke": "x.",
    "tokens:revoke": "x.",
}
