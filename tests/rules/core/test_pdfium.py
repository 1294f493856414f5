"""PDFs that come in at once are read as one that comes alone."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from gongkai.clearance.screening.active_pdf import what_runs_in_pdf
from gongkai.clearance.screening.pdf import PdfText
from gongkai.clearance.screening.pdf import read_pdf as pieces_of
from gongkai.duties.supervision.reading.pdf import read_pdf as text_of

FILE = Path(__file__).parents[1] / "supervision" / "files" / "table.pdf"


def read(data: bytes) -> tuple[str, str, str]:
    pieces = [piece.text for piece in pieces_of(data) if isinstance(piece, PdfText)]
    return "\n".join(pieces), what_runs_in_pdf(data), text_of(data)


def test_threads_read_a_pdf_as_one_does() -> None:
    data = FILE.read_bytes()
    whole = read(data)
    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(read, [data] * 48)) == {whole}


def test_who_stops_half_way_lets_the_others_read() -> None:
    data = FILE.read_bytes()
    begun = pieces_of(data)
    next(begun)
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(read, data).result(timeout=20) == read(data)
    begun.close()
