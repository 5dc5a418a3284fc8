"""Issues of the newsletter, who subscribes, and who gets which issue."""

from newsletters.models.issues import Issue, IssueItem
from newsletters.models.sending import IssueCopy, TestCopy
from newsletters.models.subscribers import Subscriber

__all__ = ["Issue", "IssueCopy", "IssueItem", "Subscriber", "TestCopy"]
