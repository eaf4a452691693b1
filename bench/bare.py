"""The yardstick: the same Asterisk with a static dialplan line for each extension, endpoints in pjsip.conf."""

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from phones import Phone

_PJSIP = """[global]
type=global
[udp]
type=transport
protocol=udp
bind=127.0.0.1:{port}
"""
_ENDPOINT = """[{user}]
type=endpoint
context=phones
auth={user}
aors={user}
disallow=all
allow=alaw
direct_media=no
[{user}]
type=auth
auth_type=userpass
username={user}
password={password}
[{user}]
type=aor
max_contacts=5
qualify_frequency=60
"""
# Modules that answer no question of this benchmark only cost start time.
_MODULES = """[modules]
autoload=yes
noload=app_voicemail_odbc.so
noload=chan_iax2.so
noload=chan_unistim.so
noload=chan_ooh323.so
noload=res_phoneprov.so
noload=res_config_ldap.so
noload=chan_dahdi.so
"""


@contextmanager
def bare_engine(*, root: Path, folder: Path, phones: Sequence[Phone], sip_port: int) -> Iterator[int]:
    """A bare Asterisk serves these phones until the block ends; gives its process id."""
    _write(root, folder, phones, sip_port)
    libraries = [
        f"{root}/usr/lib/x86_64-linux-gnu",
        f"{root}/usr/lib/x86_64-linux-gnu/asterisk",
        f"{root}/lib/x86_64-linux-gnu",
    ]
    start = [
        f"{root}/lib64/ld-linux-x86-64.so.2",
        "--library-path",
        ":".join(libraries),
        f"{root}/usr/sbin/asterisk",
    ]
    command = [*start, "-C", str(folder / "asterisk.conf")]
    process = subprocess.Popen([*command, "-f"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_booted(command, process)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def _wait_booted(command: list[str], process: subprocess.Popen[bytes]) -> None:
    """`core waitfullybooted` answers only once the console socket exists, so ask until it does."""
    while process.poll() is None:
        asked = subprocess.run([*command, "-rx", "core waitfullybooted"], capture_output=True, check=False)
        if b"fully booted" in asked.stdout:
            return
    raise RuntimeError("the bare engine ended before it was up: see its log folder")


def _write(root: Path, folder: Path, phones: Sequence[Phone], sip_port: int) -> None:
    for name in ("lib", "log", "run", "spool", "db", "keys"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    directories = {
        "astetcdir": folder, "astmoddir": f"{root}/usr/lib/x86_64-linux-gnu/asterisk/modules", "astvarlibdir": folder / "lib",
        "astdbdir": folder / "db", "astkeydir": folder / "keys", "astdatadir": f"{root}/usr/share/asterisk",
        "astspooldir": folder / "spool", "astrundir": folder / "run", "astlogdir": folder / "log",
    }  # fmt: skip
    lines = "\n".join(f"{name} => {path}" for name, path in directories.items())
    (folder / "asterisk.conf").write_text(f"[directories]\n{lines}\n[options]\n")
    (folder / "modules.conf").write_text(_MODULES)
    (folder / "logger.conf").write_text("[general]\n[logfiles]\nmessages => error\n")
    (folder / "cdr.conf").write_text("[general]\nenable=no\n")
    endpoints = "".join(_ENDPOINT.format(user=phone.user, password=phone.password) for phone in phones)
    (folder / "pjsip.conf").write_text(_PJSIP.format(port=sip_port) + endpoints)
    dial = "".join(f"exten => {phone.number},1,Dial(PJSIP/{phone.user},20)\n" for phone in phones)
    (folder / "extensions.conf").write_text(f"[phones]\n{dial}")
