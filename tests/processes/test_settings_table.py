"""Every setting is an option, a variable and a line of the file, and the page about them says so."""

from pathlib import Path

import pytest

from cordboard.base.configuration import configuration_load, with_port_base
from cordboard.processes.cli.main import parse
from cordboard.processes.cli.options import configuration_of, given, option_name, settings
from cordboard.processes.cli.settings_table import page_with_table

pytestmark = pytest.mark.pure

PAGE = Path(__file__).parents[2] / "docs" / "operate" / "settings.md"


def test_the_page_shows_the_settings_that_exist() -> None:
    page = PAGE.read_text()
    assert page == page_with_table(page), "docs/operate/settings.md: run `tools/settings`"


def test_every_setting_is_an_option_before_and_after_the_command() -> None:
    for setting in settings():
        word = [option_name(setting)] if setting.type is bool else [option_name(setting), "1025"]
        assert given(parse([*word, "status"])) == given(parse(["status", *word])), setting.name


def test_a_port_named_beside_a_port_base_wins_over_it() -> None:
    parsed = parse(["up", "--port-base", "21000", "--web-port", "9443"])
    assert given(parsed) == {**with_port_base(21000), "web_port": "9443"}


@pytest.mark.parametrize("base", ["1023", "64601", "x", "-1"])
def test_a_port_base_out_of_range_is_refused(base: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parse(["up", f"--port-base={base}"])
    assert ended.value.code == 2
    assert "1024 to 64600" in capsys.readouterr().err


def test_what_follows_manage_and_test_is_not_ours() -> None:
    assert parse(["--data", "/tmp/x", "manage", "migrate", "--plan", "--data"]).rest == [
        "migrate",
        "--plan",
        "--data",
    ]
    assert parse(["test", "tests/voicemail", "-k", "pin"]).rest == ["tests/voicemail", "-k", "pin"]


def test_a_data_folder_named_like_a_command_is_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert configuration_of(parse(["--data", "test", "status"])).data == tmp_path / "test"


def test_options_win_over_environment_and_environment_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "cordboard.toml").write_text('web_port = 1\nsip_port = 2\nhost = "file"\n')
    environment = {"CORDBOARD_WEB_PORT": "3", "CORDBOARD_SIP_PORT": "4"}
    configuration = configuration_load(data=tmp_path, environment=environment, options={"web_port": "5"})
    assert (configuration.web_port, configuration.sip_port, configuration.host) == (5, 4, "file")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("webport = 1", "unknown setting 'webport'"),
        ('web_port = "https"', "'web_port' must be a whole number"),
        ("web_port = 0", "'web_port' must be a port from 1 to 65535"),
        ("records_kept = 0", "'records_kept' must be a number of months from 1 to 1200"),
        ("journal_kept = 1201", "'journal_kept' must be a number of months from 1 to 1200"),
        ("web_port = 65536", "'web_port' must be a port from 1 to 65535"),
    ],
)
def test_a_wrong_line_in_the_file_is_named(tmp_path: Path, line: str, words: str) -> None:
    (tmp_path / "cordboard.toml").write_text(line)
    with pytest.raises(ValueError, match=words):
        configuration_load(data=tmp_path, environment={})
