"""The language the window speaks: Simplified Chinese as written in the source, English by translation."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from client.base.paths import RESOURCES
from forms.problems import Language

_NAMES = {"zh": "zh_CN", "en": "en"}


class Translators:
    """What is installed for the language in force; another language takes its place."""

    def __init__(self, app: QCoreApplication) -> None:
        self._app = app
        self._installed: list[QTranslator] = []
        self.language: Language | None = None

    def speak(self, language: Language) -> None:
        """Install the words of ``language``: Qt's own for dialogs, and ours unless it is the source's."""
        if language == self.language:
            return
        self.be_silent()
        self.language = language
        QLocale.setDefault(QLocale(_NAMES[language]))
        self._load(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath), f"qtbase_{_NAMES[language]}")
        self._load(str(RESOURCES / "translations"), f"jibao_{language}")

    def be_silent(self) -> None:
        """Remove the translators that were installed."""
        for former in self._installed:
            self._app.removeTranslator(former)
        self._installed = []
        self.language = None

    def _load(self, folder: str, name: str) -> None:
        found = QTranslator(self._app)
        if found.load(name, folder):
            self._app.installTranslator(found)
            self._installed.append(found)


def spoken() -> Language:
    """The language in force."""
    return "en" if english() else "zh"


def english() -> bool:
    """Whether the window speaks English; the translation of one word says so."""
    return QCoreApplication.translate("language", "中文") == "English"


def told(zh: str, en: str) -> str:
    """Of two spellings the one of the window's language; Chinese where there is no other."""
    return en if en and english() else zh
