"""Reporters: each folds the events of runs into one kind of output. They put out nothing that was not redacted.

What there is, and under which names, is in `pcc.runner.report.registry`; `Fanout` hands events to several of them.
"""

from pcc.runner.report.console import ConsoleReporter
from pcc.runner.report.fanout import Fanout
from pcc.runner.report.progress import Progress
from pcc.runner.report.protocol import OptionSpec, Reporter, ReporterFactory, ReporterOptions
from pcc.runner.report.registry import REPORTERS, find_reporter, reporter_names
from pcc.runner.report.style import ANSI, PLAIN, Style

__all__ = [
    "ANSI",
    "PLAIN",
    "REPORTERS",
    "ConsoleReporter",
    "Fanout",
    "OptionSpec",
    "Progress",
    "Reporter",
    "ReporterFactory",
    "ReporterOptions",
    "Style",
    "find_reporter",
    "reporter_names",
]
