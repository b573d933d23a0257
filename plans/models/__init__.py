"""Plan documents: their texts and outlines, what they promise, their indicators, their way in."""

from plans.models.commitment import Commitment, CommitmentProject, Verdict, VerdictFile
from plans.models.count_promise import CountPromise
from plans.models.indicator import Indicator, IndicatorYear
from plans.models.intake import Intake, IntakeAct, IntakeRow
from plans.models.plan import Plan, PlanSection

__all__ = [
    "Commitment",
    "CommitmentProject",
    "CountPromise",
    "Indicator",
    "IndicatorYear",
    "Intake",
    "IntakeAct",
    "IntakeRow",
    "Plan",
    "PlanSection",
    "Verdict",
    "VerdictFile",
]
