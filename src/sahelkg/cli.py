"""The command line: one group, its commands in :mod:`sahelkg.commands`, and the one place where errors become a line.

Exit codes: 0 done, 1 error, 2 wrong use, 130 interrupted. Results go to stdout, all else to stderr.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from sahelkg.commands import COMMANDS
from sahelkg.errors import SahelKGError
from sahelkg.messages import clean_line, say

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED = 130
# Numpy's products are small: shared among threads they take longer, most of all beside other processes (--jobs), and the
# last digit depends on the number of cores.
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
COMPLETION = """\b
Shell completion:
  bash  eval "$(_SAHELKG_COMPLETE=bash_source sahelkg)"   in ~/.bashrc
  zsh   eval "$(_SAHELKG_COMPLETE=zsh_source sahelkg)"    in ~/.zshrc
  fish  _SAHELKG_COMPLETE=fish_source sahelkg | source    in ~/.config/fish/completions/sahelkg.fish
"""

_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


class _ReaderGoneError(Exception):
    """Who reads standard output has had enough; click would call it an error."""


class _InOrder(click.Group):
    """A group that lists its commands in the order in which one uses them."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError as error:
            raise _ReaderGoneError from error
        return result

    def list_commands(self, _: click.Context) -> list[str]:
        return list(self.commands)


def _show_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        import sahelkg

        click.echo(f"sahelkg {sahelkg.__version__}")
        context.exit()


@click.group(cls=_InOrder, invoke_without_command=True, epilog=COMPLETION, context_settings=_SETTINGS)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help="Show it.")
@click.pass_context
def sahelkg(context: click.Context) -> None:
    """Read news about the Sahel into a knowledge graph in which every statement has its sentence."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        context.exit(2)


for _command in COMMANDS:
    sahelkg.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs one command line and leaves the program with its exit code.

    Args:
        arguments: those after the program's name; by default the process's own.
    """
    for name in _THREADS:
        os.environ.setdefault(name, "1")
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Runs one command line; gives its exit code. Errors become one line on stderr."""
    try:
        code = sahelkg.main(args=arguments, prog_name="sahelkg", standalone_mode=False)
    except click.UsageError as error:
        say(f"sahelkg: {clean_line(error.format_message())} (see {_name_help(error)})")
        return error.exit_code
    except click.ClickException as error:
        say(f"sahelkg: {clean_line(error.format_message())}")
        return error.exit_code
    except SahelKGError as error:
        say(f"sahelkg: {clean_line(str(error))}")
        return 1
    except (KeyboardInterrupt, click.Abort):
        say("sahelkg: interrupted")
        return INTERRUPTED
    except (_ReaderGoneError, BrokenPipeError):
        _discard_stdout()
        return 0
    except OSError as error:
        say(f"sahelkg: {_describe(error)}")
        return 1
    except Exception as error:
        if os.environ.get("SAHELKG_DEBUG"):
            raise
        problem = clean_line(f"{type(error).__name__}: {error}")
        say(f"sahelkg: a fault of the program ({problem}); SAHELKG_DEBUG=1 shows where: please report it")
        return 1
    return code if isinstance(code, int) else 0


def _name_help(error: click.UsageError) -> str:
    return f"{error.ctx.command_path if error.ctx else 'sahelkg'} --help"


def _describe(error: OSError) -> str:
    where = f"{clean_line(os.fsdecode(error.filename))}: " if isinstance(error.filename, str | bytes) else ""
    return f"{where}{(error.strerror or clean_line(str(error))).lower()}"


def _discard_stdout() -> None:
    """Lets what is still to be written go nowhere, so that the interpreter does not complain at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
