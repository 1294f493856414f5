"""Where the cells of a table stand in its grid. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.duties.dossiers.official.blocks import Block, Cell


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell with its row and column; what it covers ends within the table."""

    row: int
    column: int
    cell: Cell


def placed_cells(table: Block) -> tuple[list[Placed], int]:
    """The cells of a table in order, and how many columns it has. Cells step aside for those that come down from above."""
    taken: set[tuple[int, int]] = set()
    found: list[Placed] = []
    for at, row in enumerate(table.rows):
        column = 0
        for cell in row:
            while (at, column) in taken:
                column += 1
            down = min(cell.down, len(table.rows) - at)
            taken |= {(at + y, column + x) for y in range(down) for x in range(cell.across)}
            found.append(Placed(at, column, Cell(cell.text, cell.across, down)))
            column += cell.across
    return found, 1 + max((column for _, column in taken), default=0)


def column_weights(table: Block) -> list[int]:
    """How wide each column should be beside the others, by the longest words in it (house number: 2 to 20 letters)."""
    cells, width = placed_cells(table)
    weights = [2] * width
    for one in cells:
        longest = max((len(line) for line in one.cell.text.split("\n")), default=0)
        if one.cell.across == 1:
            weights[one.column] = max(weights[one.column], min(longest, 20))
    return weights
