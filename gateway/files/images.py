"""Pictures without what the camera wrote into them: place, device, owner, thumbnails and editing history.

What a phone adds tells where a witness lives and who took the picture. A picture that carries none of it is kept byte
for byte; another is written anew and upright, and only its pixels and its colour profile go over.
"""

from __future__ import annotations

import io
import threading
from typing import IO, Any, Final

import pillow_heif
from PIL import ExifTags, Image, ImageFile, ImageOps

from gateway.files.kinds import GIF, HEIC, JPEG, PNG, WEBP
from gateway.offload import offload
from shared.errors import FieldProblem, Invalid

FORMATS: Final = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP", GIF: "GIF", HEIC: "HEIF"}
# What decoding may take of memory: a camera of a hundred million pixels fits, a bomb does not.
MOST_PIXELS: Final = 120_000_000
MOST_FRAMES: Final = 200
# What is needed to show the pixels as they were meant. Everything else tells more.
HARMLESS: Final = frozenset({
    "adobe", "adobe_transform", "background", "blend", "bbox", "default_image", "disposal", "dpi", "duration", "gamma",
    "icc_profile", "interlace", "jfif", "jfif_density", "jfif_unit", "jfif_version", "loop", "progression",
    "progressive", "srgb", "chromaticity", "timestamp", "transparency", "aspect", "version", "extension",
})  # fmt: skip
# JFIF, the colour profile, and how the colours are coded.
PLAIN_SEGMENTS: Final = {"APP0": b"JFIF", "APP2": b"ICC_PROFILE", "APP14": b"Adobe"}
# The one extension of a GIF that showing it takes: how often it goes round.
LOOPING: Final = "(b'NETSCAPE2.0'"
# One at a time in a process: a picture of this size takes hundreds of megabytes for the moment.
_turn = threading.Lock()

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
# The decoders are looked up in native threads later, which must find them there.
Image.init()
pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)


def cleaned(stream: IO[bytes], media_type: str) -> IO[bytes]:
    """The picture to be kept: the stream itself where there is nothing to take out, else a new one, at its beginning.

    Raises: Invalid for a picture that cannot be read, and for one of too many pixels or frames.
    """
    with _turn:
        return offload(_cleaned, stream, FORMATS[media_type])


def _cleaned(stream: IO[bytes], format_: str) -> IO[bytes]:
    stream.seek(0)
    # What draws the certificates allows them for the whole process as soon as it is imported.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(stream, formats=[format_]) as image:
            if getattr(image, "n_frames", 1) > MOST_FRAMES:
                raise _refused("file.pixels")
            image.load()
            kept = stream if _plain(image) else _anew(image, stream, format_)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise _refused("file.pixels") from error
    except Invalid:
        raise
    except Exception as error:  # crafted bytes have the decoders raise whatever they happen to
        raise _refused("file.broken") from error
    kept.seek(0)
    return kept


def _plain(image: Image.Image) -> bool:
    """Whether nothing is in it but pixels and what showing them takes. The pixels were loaded: PNG tells more then."""
    segments = getattr(image, "applist", [])
    known = all(content.startswith(PLAIN_SEGMENTS.get(name, b"\0none")) for name, content in segments)
    known = known and str(image.info.get("extension", LOOPING)).startswith(LOOPING)
    extra = getattr(image, "text", None) or getattr(image, "private_chunks", None) or image.getexif()
    return known and not extra and set(image.info) <= HARMLESS and image.format in FORMATS.values()


def _anew(image: Image.Image, stream: IO[bytes], format_: str) -> IO[bytes]:
    image.info.pop("comment", None)
    options: dict[str, Any] = {"icc_profile": image.info.get("icc_profile")}
    moving = getattr(image, "n_frames", 1) > 1 and format_ != "JPEG"
    turned = image.getexif().get(ExifTags.Base.Orientation, 1) != 1
    if format_ == "JPEG" and image.format == "JPEG" and not turned:
        options["quality"] = "keep"  # the same tables: nothing is lost a second time
    elif format_ == "JPEG":
        options |= {"quality": 95, "subsampling": 0}
    elif format_ == "WEBP":
        options |= {"quality": 95, "lossless": _is_lossless(stream)}
    elif format_ == "HEIF":
        # Stands upright since it was opened; it is written with whatever is in `info`.
        options |= {"quality": 92, "exif": None, "xmp": None}
        image.info = {name: value for name, value in image.info.items() if name == "icc_profile"}
    out = io.BytesIO()
    upright = ImageOps.exif_transpose(image) if turned and not moving else image
    upright.save(out, format_, save_all=moving, **options)
    return out


def _is_lossless(stream: IO[bytes]) -> bool:
    """Whether a WebP's pixels are coded without loss (RFC 9649: chunk `VP8L`, first or behind the extended header)."""
    stream.seek(0)
    return b"VP8L" in stream.read(64)


def _refused(rule: str) -> Invalid:
    limits = {"max": MOST_PIXELS // 1_000_000, "frames": MOST_FRAMES}
    return Invalid("validation", problems=[FieldProblem("/file", rule, limits)])
