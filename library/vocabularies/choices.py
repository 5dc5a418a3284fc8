"""The controlled lists of the catalogue: types, evidence, roles, relations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RecordType(models.TextChoices):
    """What kind of work a record describes."""

    REPORT = "report", _("Report")
    EVIDENCE_REVIEW = "evidence-review", _("Evidence review")
    POLICY_BRIEF = "policy-brief", _("Policy brief")
    GUIDANCE = "guidance", _("Guidance or toolkit")
    CASE_STUDY = "case-study", _("Case study from practice")
    PROJECT = "project", _("Project or programme")
    DATASET = "dataset", _("Dataset or indicator set")
    ARTICLE = "article", _("Article")
    TEACHING_RESOURCE = "teaching-resource", _("Teaching resource")


class CreatorRole(models.TextChoices):
    """What a creator did for a work."""

    AUTHOR = "author", _("Author")
    EDITOR = "editor", _("Editor of the work")
    CHAIR = "chair", _("Chair")
    ISSUER = "issuer", _("Issuing organisation")


class EvidenceKind(models.TextChoices):
    """On what a work rests. One kind: the one that carries its main message."""

    SYSTEMATIC_REVIEW = "systematic-review", _("Systematic review")
    OTHER_REVIEW = "other-review", _("Other review of evidence")
    TRIAL = "trial", _("Trial or experiment")
    NATURAL_EXPERIMENT = "natural-experiment", _("Natural experiment or other evaluation")
    STATISTICS = "statistics", _("Statistics and surveys")
    QUALITATIVE = "qualitative", _("Interviews and other qualitative study")
    ECONOMIC = "economic", _("Economic analysis")
    EXPERIENCE = "experience", _("Experience from practice")
    EXPERT_OPINION = "expert-opinion", _("Consensus of experts")


class Access(models.TextChoices):
    """Where readers can read a work today."""

    HERE = "here", _("In this library")
    ELSEWHERE = "elsewhere", _("At its source")
    NOT_KNOWN = "not-known", _("Not known to us")


class TermKind(models.TextChoices):
    """What a term of the catalogue names besides the topics."""

    POPULATION = "population", _("Population group")
    SETTING = "setting", _("Setting")


class RelationKind(models.TextChoices):
    """How a work is related to another, read from the first to the second."""

    PART_OF = "part-of", _("is part of")
    SUPERSEDES = "supersedes", _("supersedes")
    FOLLOWS_UP = "follows-up", _("is a follow-up to")
    RESPONDS_TO = "responds-to", _("responds to")
    DRAWS_ON = "draws-on", _("draws on")


# Labels of the same relations read from the second work.
INVERSE_RELATION = {
    RelationKind.PART_OF: _("has the part"),
    RelationKind.SUPERSEDES: _("is superseded by"),
    RelationKind.FOLLOWS_UP: _("is followed up by"),
    RelationKind.RESPONDS_TO: _("is answered by"),
    RelationKind.DRAWS_ON: _("is drawn on by"),
}
