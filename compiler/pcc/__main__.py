"""`python -m pcc`."""

from pcc.cli import main

main()
