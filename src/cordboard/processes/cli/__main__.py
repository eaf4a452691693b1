"""`python -m cordboard.processes.cli`."""

import sys

from cordboard.processes.cli.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
