"""Makes a node's engine ready to start."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from cordboard.base.configuration import Configuration
from cordboard.base.errors import CordboardError, mark
from cordboard.base.secrets import Secrets
from cordboard.engine.apply.endpoints import projection_prepare
from cordboard.engine.apply.files import OWNER_ONLY, READABLE, file_write, folder_place, link_place
from cordboard.engine.apply.root import PACKAGED_PROMPTS, EngineRoot, engine_root
from cordboard.engine.render import ConfigFile
from cordboard.engine.render.node import NodeSettings, node_render

SKELETON = Path(__file__).parents[4] / "asterisk" / "skeleton" / "extensions.conf"
HOLDS_SECRETS = frozenset({"manager.conf", "ari.conf"})
FOLDERS = (
    "etc/companies",
    "lib/sounds",
    "lib/agi",
    "lib/keys",
    "db",
    "run",
    "log/cdr-custom",
    "spool/voicemail",
    "spool/tmp",
)


@dataclass(kw_only=True, eq=False)
class CertificateMissing(CordboardError):
    """TLS cannot start without a certificate."""

    code: ClassVar[str] = "engine.certificate_missing"
    text: ClassVar[str] = mark(
        "The telephone engine needs a certificate and its key in %(file)s, which is not there. "
        "`cordboard up` makes one; or put your own there."
    )

    file: str


def engine_prepare(*, configuration: Configuration, secrets: Secrets) -> tuple[str, ...]:
    """The engine can start. Returns which files changed; none when everything was in place.

    Raises EngineMissing when there is no Asterisk, CertificateMissing when there is no certificate.
    """
    root = engine_root(configuration)
    settings = NodeSettings(
        configuration=configuration,
        modules=root.modules,
        skeleton=SKELETON.read_text(),
        ami_password=secrets.ami_password,
        ari_password=secrets.ari_password,
    )
    _check_certificate(settings)
    _prepare_folders(settings.home, root)
    projection_prepare(file=settings.endpoints_file)
    return tuple(str(file.path) for file in node_render(settings) if _write(settings.home / "etc", file))


def _check_certificate(settings: NodeSettings) -> None:
    for file in (settings.certificate, settings.certificate_key):
        if not file.exists():
            raise CertificateMissing(file=str(file))


def _prepare_folders(home: Path, root: EngineRoot) -> None:
    for folder in FOLDERS:
        folder_place(home / folder)
    for language in PACKAGED_PROMPTS:
        if prompts := root.prompts(language):
            link_place(home / "lib" / "sounds" / language, prompts)
    for shared in ("documentation", "moh", "rest-api"):
        link_place(home / "lib" / shared, root.share / shared)


def _write(folder: Path, file: ConfigFile) -> bool:
    mode = OWNER_ONLY if file.path.name in HOLDS_SECRETS else READABLE
    return file_write(folder / file.path, file.text, mode=mode)
