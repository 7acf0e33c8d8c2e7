from .candidates import Candidate, CandidateCheck, CandidatePermit, CandidatePerson, CandidateStep
from .matches import CareMatch
from .processes import CareProcess, CareProcessStep

__all__ = [
    "Candidate",
    "CandidateCheck",
    "CandidatePermit",
    "CandidatePerson",
    "CandidateStep",
    "CareMatch",
    "CareProcess",
    "CareProcessStep",
]
