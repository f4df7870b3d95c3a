"""`python -m race.sandboxed replay …`: pcc with every script in the JavaScript engine, also those that run natively."""

from functools import partial

from pcc.cli import main, replay_command
from pcc.runner import RunOptions

__all__: list[str] = []

if __name__ == "__main__":
    replay_command.RunOptions = partial(RunOptions, native=False)
    main()
