"""``python -m riftline.cli``."""

import sys

from riftline.cli import main

sys.exit(main())
