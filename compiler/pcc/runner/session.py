"""What all items of a run share."""

from collections.abc import Callable
from dataclasses import dataclass, field

from pcc.model.json import JsonObject
from pcc.runner.cookies import CookieJar
from pcc.runner.exchange import Courier
from pcc.runner.options import Ports, RunOptions
from pcc.runner.request import BodyFiles, BuiltRequest, Challenge, Tools, build_request
from pcc.runner.scopes import Scopes
from pcc.runner.steps import Step

__all__ = ["Names", "Session"]


@dataclass(frozen=True, slots=True)
class Names:
    """What scripts read of the files of a run: the names in them."""

    collection: str
    environment: str = ""
    globals: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """The ports, options, variables and cookies of a run.

    `remaining_ms` is what is left of the whole run's limit, None without one. `challenges` are those that servers made,
    by the auth that met them and by origin. `written` is Postman's JSON of the requests of planned steps, by identity.
    """

    ports: Ports
    options: RunOptions
    scopes: Scopes
    jar: CookieJar
    remaining_ms: Callable[[], float | None]
    names: Names
    iteration_count: int = 1
    challenges: dict[int, dict[str, Challenge]] = field(default_factory=dict)
    written: dict[int, JsonObject] = field(default_factory=dict)

    def jar_for(self, step: Step) -> CookieJar | None:
        """Return the cookies of an item, None where they are off."""
        return None if step.settings.disable_cookies else self.jar

    def challenges_for(self, step: Step) -> dict[str, Challenge]:
        """Return the challenges that the auth of a planned step met, by origin."""
        # A planned step holds its auth for the whole run, so that its identity is a name.
        return self.challenges.setdefault(id(step.auth), {})

    def build(
        self, step: Step, resolve: Callable[[str], str], unresolved: set[str], *, challenges: dict[str, Challenge]
    ) -> BuiltRequest:
        """Build an item's request. Raises UnsendableError when it cannot be sent."""
        return build_request(
            step,
            resolve=resolve,
            tools=Tools(self.ports.clock, self.ports.randomness, challenges),
            files=BodyFiles(self.options.working_dir, insecure_read=self.options.insecure_file_read),
            unresolved=unresolved,
        )

    def courier(self, step: Step) -> Courier:
        """Return what takes an item's requests out."""
        settings, options = step.settings, self.options
        limits = (settings.timeout_ms, options.timeout_request_ms)
        return Courier(
            self.ports.transport,
            jar=self.jar_for(step),
            settings=settings,
            follows=not options.ignore_redirects if settings.follow_redirects is None else settings.follow_redirects,
            verify=not options.insecure if settings.strict_ssl is None else settings.strict_ssl,
            limit_ms=lambda: min(filter(None, (*limits, self.remaining_ms())), default=None),
            now=self.ports.clock.now,
        )
