"""The four areas of the institute's work, each with the live pages that stand behind it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True)
class AreaLink:
    """A link to a page where an area is at work."""

    title: Text
    text: Text
    url_name: str
    query: str = ""


@dataclass(frozen=True)
class Area:
    """One of the four areas: what it is for, how we work in it, and where to take part."""

    slug: str
    title: Text
    lead: Text
    text: Text
    doors: tuple[AreaLink, ...]


AREAS: dict[str, Area] = {
    area.slug: area
    for area in (
        Area(
            slug="influencing-policy",
            title=_("Influencing policy"),
            lead=_("Evidence improves health only when the people who decide can use it."),
            text=_(
                "Health inequalities follow from how people are born, grow, learn, work, live and age. Most of the "
                "decisions that shape these conditions are taken outside the health service. We bring the evidence "
                "to the people who take them: reviews of what works, briefings for one decision, and "
                "recommendations that a place can answer."
            ),
            doors=(
                AreaLink(
                    _("Recommendations"),
                    _("What reports propose, who answered, and how the commitments are doing."),
                    "recommendations:recommendation_list",
                ),
                AreaLink(
                    _("Advice given"),
                    _("What we were asked about bills and strategies, and what happened."),
                    "advice:case_list",
                ),
                AreaLink(
                    _("Policy briefs"),
                    _("Short texts to support one decision."),
                    "library:finder",
                    "?type=policy-brief",
                ),
                AreaLink(
                    _("Reviews and strategies"),
                    _("National reviews and the strategies that followed."),
                    "library:finder",
                    "?topic=national-reviews-strategies",
                ),
                AreaLink(
                    _("Marmot Places"),
                    _("What towns, cities and regions have set out to do."),
                    "library:finder",
                    "?topic=local-systems-marmot-places",
                ),
            ),
        ),
        Area(
            slug="learning-from-practice",
            title=_("Learning from practice"),
            lead=_("What was tried, for whom, with what results, and what did not work."),
            text=_(
                "Much of what is known about reducing health inequalities is known only to the "
                "people who have done it. We help them share it: an action plan becomes a case "
                "study, colleagues review it, and we publish it in the library, where the next "
                "course cites it."
            ),
            doors=(
                AreaLink(
                    _("Case studies"),
                    _("Reviewed accounts of action in real places."),
                    "library:finder",
                    "?type=case-study",
                ),
                AreaLink(
                    _("Submit content"),
                    _("A project, a report or a case study of your own."),
                    "submissions:submission_new",
                ),
                AreaLink(_("Networks"), _("Ask people who have done it."), "networks:network_list"),
            ),
        ),
        Area(
            slug="building-the-evidence-base",
            title=_("Building the evidence base"),
            lead=_("Our own reports and those of others, by topic and place."),
            text=_(
                "We review evidence, follow indicators over time and keep a library of reports "
                "on health equity from many organisations, each with a permanent address and a "
                "citation, so that anyone can find it, check it and build on it."
            ),
            doors=(
                AreaLink(_("Find content"), _("Search every report."), "library:finder"),
                AreaLink(
                    _("Evidence reviews"),
                    _("What the studies show when taken together."),
                    "library:finder",
                    "?type=evidence-review",
                ),
                AreaLink(
                    _("Evidence map"),
                    _("How much is known on each topic, and where nothing is."),
                    "library:evidence_map",
                ),
                AreaLink(
                    _("Evidence gaps"),
                    _("What is not known yet, and who works on it."),
                    "library:evidence_gap_list",
                ),
                AreaLink(
                    _("Indicators and monitoring"),
                    _("Inequality by group, over time and place by place."),
                    "indicators:indicator_list",
                ),
            ),
        ),
        Area(
            slug="capacity-building",
            title=_("Capacity building"),
            lead=_("Courses, networks, and mentoring of people and organisations."),
            text=_(
                "Knowledge alone changes nothing. Our courses end with an action plan for the "
                "learner's own place, a mentor helps to carry it out, and a network of "
                "colleagues keeps it going."
            ),
            doors=(
                AreaLink(_("Courses"), _("Learn to measure and to act."), "courses:course_list"),
                AreaLink(
                    _("Mentoring"),
                    _("Advice from someone who has done it."),
                    "mentoring:mentoring_home",
                ),
                AreaLink(_("Networks"), _("Discuss, meet and share."), "networks:network_list"),
            ),
        ),
    )
}
