#!/usr/bin/env python3
"""Django's command line with this installation's settings chosen."""

from gongkai.cli import main

if __name__ == "__main__":
    main()
