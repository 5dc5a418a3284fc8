"""Tell the operator how the site is: what, its state, and what to do."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from core.doctor.findings import Finding, State, examine, worst


class Command(BaseCommand):
    help = "Check the site and say what to do. Ends with 1 when there is a fault, else with 0."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs, in place of lines")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = examine(now=timezone.now())
        state = worst(findings)
        if options["json"]:
            told = {"state": state, "findings": [asdict(finding) for finding in findings]}
            self.stdout.write(json.dumps(told, indent=1))
        else:
            for finding in findings:
                self.stdout.write(_line(finding))
        if state == State.FAULT:
            raise SystemExit(1)


def _line(finding: Finding) -> str:
    line = f"{finding.what} — {finding.state.label}: {finding.words}"
    return f"{line} — {finding.advice}" if finding.advice else line
