"""``python -m riftline``."""

import sys

from riftline.cli import main

sys.exit(main())
