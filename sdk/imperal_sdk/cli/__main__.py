"""``python -m imperal_sdk.cli``."""

from __future__ import annotations

import sys

from imperal_sdk.cli.main import main

sys.exit(main())
