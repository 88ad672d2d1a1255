"""Pictures: stripped without touching a pixel; one that the camera held sideways is turned upright and coded anew."""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from types import ModuleType
from typing import Any, Final

import pillow_heif
from PIL import Image, ImageOps

from gateway.files.cleaning import gif, heic, jpeg, png, webp
from gateway.files.cleaning.report import Found, Unclean
from gateway.files.kinds import GIF, HEIC, JPEG, PNG, WEBP

FAMILIES: Final[dict[str, ModuleType]] = {JPEG: jpeg, PNG: png, WEBP: webp, GIF: gif, HEIC: heic}
FORMATS: Final = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP", GIF: "GIF", HEIC: "HEIF"}
# What decoding may take of memory: a camera of a hundred million pixels fits, a bomb does not.
MOST_PIXELS: Final = 120_000_000
MOST_FRAMES: Final = 1000
# What Pillow tells of a picture that says nothing but how it is shown. Everything else tells more.
HARMLESS: Final = frozenset({
    "adobe", "adobe_transform", "background", "blend", "bbox", "default_image", "disposal", "dpi", "duration", "gamma",
    "icc_profile", "interlace", "jfif", "jfif_density", "jfif_unit", "jfif_version", "loop", "progression",
    "progressive", "srgb", "chromaticity", "timestamp", "transparency", "aspect", "version", "extension", "bit_depth",
    "primary", "chroma", "nclx_profile", "icc_profile_type",
})  # fmt: skip

pillow_heif.register_heif_opener(thumbnails=False)
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


def clean(data: bytes, media_type: str, found: Found, *, upright: bool = True) -> bytes:
    """The picture without what the camera and its editors wrote into it. Raises: Unclean.

    Without `upright` it is never turned: inside documents pictures are shown as they lie.
    """
    family = FAMILIES[media_type]
    stripped: bytes = family.strip(data, found)
    if upright and family.turned(data) != 1:
        stripped = family.strip(_turned(data, stripped, media_type), Counter())
    return stripped


def check(before: bytes, after: bytes, media_type: str) -> None:
    """Look at the outcome with other eyes: Pillow finds nothing but a picture, the same as before. Raises: Unclean."""
    told = FAMILIES[media_type].turned(before) != 1
    if told or before == after:
        _pixels(after, media_type, first_only=False)
    elif _pixels(before, media_type, first_only=True) != _pixels(after, media_type, first_only=True):
        raise Unclean("file.unclean", found="pixels")
    with _opened(after, media_type) as image:
        image.load()
        left = {str(name) for name, value in image.info.items() if value} - HARMLESS
        texts = getattr(image, "text", None) or getattr(image, "private_chunks", None)
        if left or texts or image.getexif():
            raise Unclean("file.unclean", found=", ".join(sorted(left)) or "Exif")


def _opened(data: bytes, media_type: str) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(data), formats=[FORMATS[media_type]])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large() from None
    if image.width * image.height > MOST_PIXELS or getattr(image, "n_frames", 1) > MOST_FRAMES:
        raise _too_large()
    return image


def _pixels(data: bytes, media_type: str, *, first_only: bool) -> str:
    """A digest of the pixels of all frames or of the first; decoding them shows, too, that none is cut short."""
    digest = hashlib.sha256()
    with _opened(data, media_type) as image:
        for number in range(1 if first_only else getattr(image, "n_frames", 1)):
            image.seek(number)
            digest.update(f"{image.mode}{image.size}".encode() + image.tobytes())
    return digest.hexdigest()


def _turned(data: bytes, stripped: bytes, media_type: str) -> bytes:
    options: dict[str, Any] = {}
    if media_type == JPEG:
        options = {"quality": 95, "subsampling": 0}
    elif media_type == WEBP:
        options = {"quality": 95, "lossless": webp.is_lossless(stripped)}
    out = io.BytesIO()
    with _opened(data, media_type) as image:
        options["icc_profile"] = image.info.get("icc_profile")
        # Neither resolution nor transparency of single colours is forgotten; texts and comments are.
        image.info = {name: value for name, value in image.info.items() if name in HARMLESS | {"exif"}}
        ImageOps.exif_transpose(image).save(out, FORMATS[media_type], exif=b"", **options)
    return out.getvalue()


def _too_large() -> Unclean:
    return Unclean("file.pixels", max=MOST_PIXELS // 1_000_000, frames=MOST_FRAMES)
