"""The variables that a reader fills in, the addresses made of them, and what the steps have in common."""

from pcc import Environment, Expectation, Extraction, Ref, jsonpath, variable


class PingOne(Environment):
    """PingOne's own template of seven variables, under its own names."""

    tld = variable("tld", "com", description="region: com, ca, eu, com.au, sg or asia")
    auth = variable("authPath", "https://auth.pingone.<<tld>>", description="auth and flow API, without /v1")
    api = variable("apiPath", "https://api.pingone.<<tld>>/v1", description="management API, with /v1")
    admin_environment = variable("adminEnvID", description="environment that owns the worker application")
    admin_app = variable("adminAppID", description="client id of the worker application")
    admin_secret = variable("adminAppSecret", secret=True, description="client secret of the worker application")
    id = variable("envID", description="environment that the workflow runs in")


env = PingOne()

MANAGEMENT = f"{env.api}/environments/{env.id}"
AUTH = f"{env.auth}/{env.id}"

UUID = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"


def unique(name: str) -> str:
    """A name that no other run has. The pages write {{$timestamp}}, which collides within one second."""
    return f"{name}_{{{{$guid}}}}"


def is_uuid(extraction: Extraction) -> Expectation:
    """The value is an id as PingOne makes them."""
    return extraction.matches(UUID)


def is_new_resource() -> list[Expectation]:
    """What every resource says of itself: its id, its own address, its environment."""
    identifier = jsonpath("$.id")
    return [
        is_uuid(identifier),
        jsonpath("$._links.self.href").ends_with(identifier),
        jsonpath("$.environment.id").equals(env.id),
    ]


def belongs_to(field: str, owner: Ref) -> Expectation:
    """A resource refers to another one, such as its application, by id."""
    return jsonpath(f"$.{field}.id").equals(owner)
