"""The groups of roles that the table of addresses speaks of."""

from institutions.states import CASE_ROLES, OFFICE_ROLES, SHARE_ROLES, Role

PUBLIC = "public"
SIGNED_IN = "signed in"

KEEPERS = frozenset({Role.ADMINISTRATOR})
LOGGING = frozenset({Role.FIELD_SOCIAL_WORKER, Role.SUPERVISOR})
OPERATORS = frozenset({Role.HOTLINE_OPERATOR})
DECIDERS = frozenset({Role.SOCIAL_OFFICE_DECIDER})
INTAKE = frozenset({Role.INTAKE_OFFICER})
# Who may stand for an office that calls meetings; which office does, and what the meeting is, its pages ask.
CONVENERS = OFFICE_ROLES | INTAKE
# Who works on cases and refers; who receives; who signs.
SENDERS = CASE_ROLES - DECIDERS
# Who enters the children who lived in a home before its office began to use the system.
REGISTRARS = LOGGING | SHARE_ROLES
# Numbers tell of no person: for everybody but those who only take calls.
READERS = frozenset(set(Role) - {Role.HOTLINE_OPERATOR})
