"""What is known of a case study as practice: judgements of editors, and where others tried it."""

from library.practice.models.assessments import (
    LONGEST,
    Assessment,
    CriterionDegree,
    Judgement,
    case_studies,
)
from library.practice.models.trials import Trial

__all__ = ["LONGEST", "Assessment", "CriterionDegree", "Judgement", "Trial", "case_studies"]
