"""`pytest x.postman_collection.json`: one test a request, with its assertions. Installed as pytest's plugin `pcc`.

A collection is run once, in its own order, as far as the chosen tests need it: a request that comes later still has the
variables of those before it. Under xdist a collection stays on one worker.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pcc.errors import PccError

if TYPE_CHECKING:
    from pcc.runner import ItemFinished, RunEvent, RunStarted
    from pcc.runner.steps import Step

__all__ = ["CollectionFile", "CollectionItem"]

SUFFIX = ".postman_collection.json"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of a run."""
    group = parser.getgroup("pcc", "Postman collections")
    group.addoption("--pcc-environment", metavar="FILE", help="environment file of the collections")
    group.addoption("--pcc-globals", metavar="FILE", help="globals file of the collections")
    group.addoption("--pcc-iteration-data", metavar="FILE", help="CSV or JSON file with a row for each iteration")
    group.addoption(
        "--pcc-env-var", action="append", default=[], metavar="NAME=VALUE", help="set a variable; repeatable"
    )
    group.addoption("--pcc-simulator", action="store_true", help="let the embedded PingOne answer")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "CollectionFile | None":
    """Collect the collection files that are named on the command line."""
    if file_path.name.endswith(SUFFIX) and parent.session.isinitpath(file_path):
        return CollectionFile.from_parent(parent, path=file_path)
    return None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep the requests of a collection together; other tests are spread as ever."""
    if config.getoption("dist") != "load" or not any(SUFFIX in argument for argument in config.args):
        return None
    from xdist.scheduler import LoadScopeScheduling

    class CollectionScheduling(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return file if file.endswith(SUFFIX) else nodeid

    return CollectionScheduling(config, log)


class CollectionFile(pytest.File):
    """A collection, and its run."""

    def collect(self) -> Iterator["CollectionItem"]:
        """Yield a test for each request, named after its folders and itself. An invalid file is a collection error."""
        from pcc.project.inputs import read_to_run
        from pcc.runner.steps import plan_steps

        try:
            self._steps = plan_steps(read_to_run(self.path))
        except PccError as error:
            raise self.CollectError(str(error)) from None
        for step in self._steps:
            yield CollectionItem.from_parent(self, name="::".join((*step.path, step.item.name)), step=step)

    def setup(self) -> None:
        """Open the run; nothing is sent yet."""
        from pcc.project.replaying import open_run

        options = self.config.option
        self._open = ExitStack()
        self._results: dict[tuple[str, ...], list[ItemFinished]] = {}
        self.started: RunStarted | None = None
        try:
            self._events = self._open.enter_context(
                open_run(self.path, _inputs(options), simulator=options.pcc_simulator)
            )
        except PccError as error:
            pytest.fail(str(error), pytrace=False)

    def teardown(self) -> None:
        """Close connections and engine."""
        self._open.close()

    def finished(self, step: "Step") -> Sequence["ItemFinished"]:
        """Return what became of a step in all iterations, running as far as that needs; empty when passed over."""
        key = (*step.path, step.item.name, step.item.id)
        for event in self._events:
            self._keep(event)
            if key in self._results and not self.config.option.pcc_iteration_data:
                break
        return self._results.get(key, ())

    def _keep(self, event: "RunEvent") -> None:
        from pcc.runner import ItemFinished, RunStarted

        match event:
            case RunStarted():
                self.started = event
            case ItemFinished(result=result):
                self._results.setdefault((*result.path, result.name, result.id), []).append(event)


class FailedRequestError(Exception):
    """A request or its tests failed; the text is the report."""


class CollectionItem(pytest.Item):
    """One request with its tests."""

    def __init__(self, *, step: "Step", **arguments: Any) -> None:
        super().__init__(**arguments)
        self._step = step

    def runtest(self) -> None:
        """Run the collection up to this request. Skipped when the run passes it over; fails with the run's report."""
        file = self.getparent(CollectionFile)
        assert file is not None
        events = file.finished(self._step)
        if not events:
            pytest.skip("the scripts of the collection go on elsewhere")
        if all(event.result.skipped for event in events):
            pytest.skip("a script skips the request")
        failed = [event for event in events if not event.result.passed]
        if failed:
            raise FailedRequestError(_report(file.started, failed))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:  # noqa: ARG002
        """Show the report, not where in pcc it was raised."""
        if isinstance(excinfo.value, FailedRequestError | PccError):
            return str(excinfo.value)
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Name the file and the request."""
        return self.path, None, self.name


def _inputs(options: Any) -> Any:
    from pcc.project.inputs import Inputs

    def path(value: str | None) -> Path | None:
        return Path(value) if value else None

    return Inputs(
        path(options.pcc_environment),
        dict(_assignment(text) for text in options.pcc_env_var),
        path(options.pcc_globals),
        {},
        path(options.pcc_iteration_data),
    )


def _assignment(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not name or not equals:
        raise pytest.UsageError("--pcc-env-var takes NAME=VALUE")
    return name, value


def _report(started: "RunStarted | None", events: Sequence["ItemFinished"]) -> str:
    from pcc.runner.report import ConsoleReporter, ReporterOptions

    lines: list[str] = []
    options = ReporterOptions()
    for event in (*((started,) if started else ()), *events):
        options.redact.add(event.secrets)
    reporter = ConsoleReporter(options, lines.append)
    if started is not None:
        reporter.handle(started)
    for event in events:
        reporter.handle(event)
    return "".join(lines)
