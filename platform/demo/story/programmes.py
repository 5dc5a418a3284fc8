"""Chapter 2, programmes: one that several people are in the middle of, one that some have completed, and a draft."""

from courses.actions.programmes.completing import complete_programme_of_all
from courses.actions.programmes.writing import add_course, create_programme, publish_programme
from courses.models import Course, Programme
from demo.story.stage import Stage

MEASURING = "measuring-and-acting-on-a-social-gradient"
EVIDENCE = "using-evidence-in-local-policy"
POWER = "communities-and-power"
LISTENING = "listening-before-you-plan"


def plan_programmes(stage: Stage) -> None:
    """Make the programmes, as their author did, and let those be found who have done what one asks for."""
    _programme(
        stage,
        "Equity in local decisions",
        "For people who prepare decisions in councils and health services: from the question and the evidence to the "
        "measure, and to those who are asked too late.",
        aims=[
            "Prepare a decision with evidence that holds in your own place",
            "Show who gains from it, by measures that you can explain",
            "Share the decision with the communities it is about",
        ],
        required=[EVIDENCE, MEASURING, POWER],
        optional=[LISTENING],
    )
    done = _programme(
        stage,
        "From a measure to a plan",
        "The course on the gradient with its action plan, and more for those who want to take the plan to a committee.",
        aims=["Measure a gradient and plan a change", "Bring evidence for it onto one page"],
        required=[MEASURING],
        optional=[EVIDENCE, POWER],
    )
    complete_programme_of_all(done, at=stage.ago(20, hour=11))
    create_programme(
        title="Warm homes, cool rooms",
        summary="Will bring together what we teach on housing. Not ready yet.",
        aims=[],
        by=stage.people["facilitator"],
        at=stage.ago(4),
        key=stage.key("programme", "warm homes"),
    )


def _programme(
    stage: Stage,
    title: str,
    summary: str,
    *,
    aims: list[str],
    required: list[str],
    optional: list[str],
) -> Programme:
    by = stage.people["facilitator"]
    programme = create_programme(
        title=title,
        summary=summary,
        aims=aims,
        by=by,
        at=stage.ago(22),
        key=stage.key("programme", title),
    )
    for slug in [*required, *optional]:
        course = Course.objects.get(slug=slug)
        add_course(programme=programme, course=course, is_required=slug in required)
    return publish_programme(programme=programme, by=by, at=stage.ago(20))
