"""The command line: one thin module for each command, which parses, calls and prints."""


def main() -> None:
    """Run the ``tracker`` command."""
    from tracker.cli.app import app

    app(prog_name="tracker")
