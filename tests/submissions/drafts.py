"""What browsers send from the form of a draft."""

from django.urls import reverse


def data_of(submission, **changes):
    """Return the data that the form of this draft sends."""
    topics = list(submission.topics.values_list("code", flat=True))
    return {
        **submission.values,
        "topics": topics,
        "edit_number": submission.edit_number,
        **changes,
    }


def edit(client, submission, name="submission_edit", **changes):
    """Send the form of a draft as its page has it, but for these changes."""
    address = reverse(f"submissions:{name}", args=[submission.pk])
    return client.post(address, data_of(submission, **changes))
