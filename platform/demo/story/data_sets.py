"""Figures that people saved from the calculator."""

from demo.story.stage import Stage
from indicators.calculator.actions import save_data_set
from indicators.calculator.questions import Question

# Made up, like the towns: people asked and people who smoke, by fifth of deprivation.
_SMOKING = "\n".join(
    (
        "Fifth\tSmokers\tAdults",
        "Fifth 1\t1,240\t5,400",
        "Fifth 2\t930\t5,100",
        "Fifth 3\t720\t4,900",
        "Fifth 4\t560\t4,700",
        "Fifth 5\t410\t4,500",
    )
)
_SCREENING = "\n".join(
    (
        "Practice;Invited;Screened",
        "Harbour;820;410",
        "Market Street;1.140;760",
        "Old Mill;640;470",
        "Station Road;930;520",
    )
)
_SETS = (
    (("learner", "admin"), "Smoking by fifth of deprivation", Question(_SMOKING, better="lower"), 20),
    (("learner", "admin", "member"), "Screening by practice", Question(_SCREENING, order="none", better="higher"), 6),
)  # fmt: skip


def save_figures(stage: Stage) -> None:
    """Save data sets of those who use the calculator."""
    for owners, name, question, days in _SETS:
        for owner in stage.cast(owners):
            save_data_set(owner=owner, name=name, query=question.to_query(), at=stage.ago(days))
