"""The commands of `gongwen`, a module each: `NAME` and a function `run` that typer turns into the command.

Belongs here: options, what is shown, exit codes. Does not belong here: the work itself.
"""
