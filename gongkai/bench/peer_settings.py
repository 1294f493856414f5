"""Settings of the uncached peer: the installation's, with the peer's addresses."""

from config.settings.dev import *  # noqa: F403

ROOT_URLCONF = "gongkai.bench.peers"
