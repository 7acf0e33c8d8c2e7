from .candidates import Candidate, CandidateCheck, CandidatePermit, CandidatePerson, CandidateStep

__all__ = ["Candidate", "CandidateCheck", "CandidatePermit", "CandidatePerson", "CandidateStep"]
