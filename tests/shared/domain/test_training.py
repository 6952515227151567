"""The words of the training table are those that travel."""

from __future__ import annotations

from dataclasses import asdict

from shared.domain.training import Cell, Kind, Strand
from shared.wire.tally import TrainingSchema


def test_a_cell_travels_under_the_names_of_its_figures() -> None:
    for kind in Kind:
        for strand in Strand:
            sent = {"kind": str(kind), "strand": str(strand), **asdict(Cell(2, 150, 40, 30, 2900))}
            assert TrainingSchema().load(sent) == sent
            assert TrainingSchema().dump(sent) == sent
