"""Plan documents: their texts and outlines, what they promise, their indicators."""

from plans.models.commitment import Commitment, CommitmentProject, Verdict
from plans.models.indicator import Indicator, IndicatorYear
from plans.models.plan import Plan, PlanSection

__all__ = [
    "Commitment",
    "CommitmentProject",
    "Indicator",
    "IndicatorYear",
    "Plan",
    "PlanSection",
    "Verdict",
]
