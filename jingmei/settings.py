"""Where the servers are: the environment, or a file that the local stack wrote."""

from __future__ import annotations

from pathlib import Path

from dotenv import load_dotenv

from jingmei.output import USAGE, Refused
from jingmei.texts import t
from shared.settings import KernelSettings, kernel_settings

# Of the project that this command belongs to, wherever it is called: not of a folder that anybody may write to.
DEFAULT = Path(__file__).parents[1] / ".jingmei" / "local" / "env"


def read_file(path: Path | None) -> None:
    """Add a settings file to the environment, which has the last word. Raises: Refused without the file."""
    chosen = path or DEFAULT
    if chosen.is_file():
        load_dotenv(chosen, override=False, interpolate=False)
    elif path is not None:
        raise Refused(t("error.env_file", path=path), USAGE)


def settings() -> KernelSettings:
    """The settings that services have as well. Raises: SettingsError that names every problem."""
    return kernel_settings()
