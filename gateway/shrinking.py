"""The process that makes the small pictures of one file: `path format folder size…` → `folder/<size>.webp`.

Only `gateway.files.thumbnails` starts it. What goes wrong ends it with its traceback on standard error. It imports
nothing of ours, and of the decoders the one that it needs: so it begins at once.
"""

from __future__ import annotations

import resource
import sys
import warnings
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps

CPU_SECONDS: Final = 30
MEMORY: Final = 2 * 1024**3
# What decoding may take: a camera of a hundred million pixels fits, a bomb does not.
MOST_PIXELS: Final = 120_000_000
# Beside Pillow's names of pictures.
DOCUMENT, FILM, HEIF = "PDF", "FILM", "HEIF"


def main(path: str, format_: str, folder: str, *sizes: str) -> None:
    """Write the small pictures, as large as they are asked for or as the file has."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    wanted = sorted(map(int, sizes), reverse=True)
    picture = seen(Path(path), format_, wanted[0])
    for size in wanted:
        picture.thumbnail((size, size), Image.Resampling.LANCZOS)
        picture.save(Path(folder) / f"{size}.webp", "WEBP", quality=80)


def seen(path: Path, format_: str, size: int) -> Image.Image:
    """What a file looks like: the picture, upright; the first page; the first frame. At least `size` where it can be.

    Raises: OSError, ValueError, and whatever the decoders do.
    """
    if format_ == DOCUMENT:
        return _first_page(path, size)
    if format_ == FILM:
        return _first_frame(path)
    if format_ == HEIF:
        import pillow_heif  # noqa: PLC0415 (see above)

        pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)
    with Image.open(path, formats=[format_]) as image:
        image.draft("RGB", (2 * size, 2 * size))
        turned = ImageOps.exif_transpose(image)
        return turned.convert("RGBA" if turned.has_transparency_data else "RGB")


def _first_page(path: Path, size: int) -> Image.Image:
    import pypdfium2  # noqa: PLC0415

    with pypdfium2.PdfDocument(path) as document:
        page = document[0]
        scale = size / max(*page.get_size(), 1.0)
        found: Image.Image = page.render(scale=scale, fill_color=(255, 255, 255, 255)).to_pil().convert("RGB")
        return found


def _first_frame(path: Path) -> Image.Image:
    import av  # noqa: PLC0415

    with av.open(path, metadata_errors="replace") as film:
        stream = film.streams.video[0]
        stream.thread_type = "NONE"
        if stream.width * stream.height > MOST_PIXELS:
            raise ValueError(f"{stream.width} × {stream.height} pixels")
        frame = next(film.decode(stream))
        found: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]
        return found.rotate(frame.rotation, expand=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
