"""The addresses and forms of the pages in which a course is written."""

from django.urls import reverse


def address(name, *args):
    return reverse(f"courses:{name}", args=args)


def options_data(*options):
    data = {"options-TOTAL_FORMS": str(len(options)), "options-INITIAL_FORMS": "0"}
    for number, (text, is_correct, feedback) in enumerate(options):
        data |= {f"options-{number}-text": text, f"options-{number}-feedback": feedback}
        if is_correct:
            data[f"options-{number}-is_correct"] = "on"
    return data
