"""Reporters: each folds the events of a run into one kind of output. They print nothing that was not redacted."""

from pcc.runner.report.console import ConsoleReporter
from pcc.runner.report.style import ANSI, PLAIN, Style

__all__ = ["ANSI", "PLAIN", "ConsoleReporter", "Style"]
