"""The commands of the command line. Each module imports what it needs when it runs, so that ``--help`` is quick."""

from __future__ import annotations

from sahelkg.commands.build import build
from sahelkg.commands.check import check
from sahelkg.commands.evaluate import evaluate
from sahelkg.commands.explain import explain, path
from sahelkg.commands.export import export
from sahelkg.commands.overview import conflicts, stats, timeline
from sahelkg.commands.push import push
from sahelkg.commands.query import queries, query
from sahelkg.commands.review import review
from sahelkg.commands.serve import serve
from sahelkg.commands.view import view

COMMANDS = (build, query, queries, explain, view, export, conflicts, timeline, stats, path, serve, push, check, evaluate, review)
