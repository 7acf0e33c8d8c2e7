from .candidates import Candidate, CandidateCheck, CandidatePermit, CandidatePerson, CandidateStep
from .hearings import CareHearing
from .matches import CareMatch
from .processes import CareProcess, CareProcessStep

__all__ = [
    "Candidate",
    "CandidateCheck",
    "CandidatePermit",
    "CandidatePerson",
    "CandidateStep",
    "CareHearing",
    "CareMatch",
    "CareProcess",
    "CareProcessStep",
]
