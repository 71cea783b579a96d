"""Runs first in the packed program: ``jibao.exe`` and ``jibao-cli.exe`` share one archive of modules.

PyInstaller gives each program a copy of its own; here both open ``lib-<version>/modules.pyz``.
"""

import sys

import pyimod02_importers as importers
from pyimod01_archive import ZlibArchiveReader

importers.pyz_archive = ZlibArchiveReader(f"{sys._MEIPASS}/modules.pyz", check_pymagic=True)
sys.path_importer_cache.clear()  # what was found in the program's own archive
