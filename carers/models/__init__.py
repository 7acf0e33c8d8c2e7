from .candidates import Candidate, CandidateCheck, CandidatePermit, CandidatePerson, CandidateStep
from .processes import CareProcess, CareProcessStep

__all__ = [
    "Candidate",
    "CandidateCheck",
    "CandidatePermit",
    "CandidatePerson",
    "CandidateStep",
    "CareProcess",
    "CareProcessStep",
]
