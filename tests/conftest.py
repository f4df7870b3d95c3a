"""What all tests share: how hypothesis searches."""

import os

from hypothesis import settings

# A time limit for an example would only measure how busy the machine is. In CI the same examples run every time;
# at a developer's, new ones are looked for.
settings.register_profile("everywhere", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "everywhere")

# A proxy of the machine has no part in a run on loopback.
for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
    del os.environ[name]
