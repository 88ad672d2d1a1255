"""MP4, MOV, M4A: the packets of film, sound and subtitles go over into a new file as they are; nothing else does.

Tracks with places (GoPro's gpmd, camm, Apple's mebx), timecode, chapters, covers, tags and dates stay behind.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any, Final

import av

from gateway.files.cleaning import jpeg
from gateway.files.cleaning.movie_boxes import check_boxes, tell_boxes
from gateway.files.cleaning.report import FieldClass, Found, Unclean, broken
from gateway.files.cleaning.scan import pieces, search
from gateway.files.cleaning.sei import CODECS, UserData
from gateway.files.kinds import M4A, MOV, MP4

FORMATS: Final = {MP4: "mp4", MOV: "mov", M4A: "ipod"}
# No other demuxer: some of them read lists of further files. No reference to other files is followed.
READING: Final[dict[str, Any]] = {
    "format": "mov", "options": {"enable_drefs": "0", "use_absolute_path": "0"}, "metadata_errors": "replace",
}  # fmt: skip
WRITING: Final = {"fflags": "+bitexact", "movflags": "+faststart", "write_tmcd": "0"}
SHOWN: Final = frozenset({"video", "audio", "subtitle"})
# Drones and action cameras write each second's place and exposure as a subtitle.
TELEMETRY: Final = re.compile(
    rb"gps|latitude|longitude|\blat\s*[:=]|\blon\s*[:=]|shutter|\biso\s*[:=]\s*\d|focal_len|\bSrtCnt\b|\bH\.S\b",
    re.IGNORECASE,
)


def clean(path_in: Path, media_type: str, path_out: Path, found: Found) -> int:
    """Write film, sound and subtitles into a new file. The number of signatures taken out: none. Raises: Unclean."""
    tell_boxes(path_in, found)
    try:
        with av.open(str(path_in), **READING) as source:
            kept = [stream for stream in source.streams if _is_shown(stream)]
            told = _telemetry(path_in, [stream.index for stream in kept if stream.type == "subtitle"])
            found[FieldClass.PLACE] += len(told)
            kept = [stream for stream in kept if stream.index not in told]
            if not any(stream.type in ("video", "audio") for stream in kept):
                raise broken()
            _copy(source, kept, path_out, FORMATS[media_type], found)
    except av.FFmpegError:
        raise broken() from None
    return 0


def check(path_in: Path, _media_type: str, path_out: Path) -> None:
    """Look at the outcome with other eyes: box by box, byte by byte, and by its tracks. Raises: Unclean."""
    check_boxes(path_out)
    with path_out.open("rb") as file:
        search(pieces(file))
    with av.open(str(path_in), **READING) as before, av.open(str(path_out), **READING) as after:
        if after.metadata.keys() - {"major_brand", "minor_version", "compatible_brands"}:
            raise Unclean("file.unclean", found=", ".join(after.metadata))
        if _tracks(after) - _tracks(before):
            raise Unclean("file.unclean", found="tracks")


def _tracks(container: Any) -> Counter[tuple[str, str, int]]:
    streams = [stream for stream in container.streams if stream.type in ("video", "audio")]
    return Counter((stream.type, stream.codec_context.name, stream.frames) for stream in streams)


def _is_shown(stream: Any) -> bool:
    beside = av.stream.Disposition.attached_pic | av.stream.Disposition.timed_thumbnails
    return stream.type in SHOWN and not stream.disposition & beside and stream.codec_context is not None


def _telemetry(path: Path, subtitles: list[int]) -> set[int]:
    """Those of the subtitles that tell places."""
    if not subtitles:
        return set()
    with av.open(str(path), **READING) as source:
        streams = [source.streams[index] for index in subtitles]
        return {packet.stream_index for packet in source.demux(streams) if TELEMETRY.search(bytes(packet))}


def _copy(source: Any, kept: list[Any], path_out: Path, format_: str, found: Found) -> None:
    with av.open(str(path_out), "w", format=format_, container_options=WRITING) as target:
        lanes = {}
        for stream in kept:
            try:
                out = target.add_stream_from_template(stream, opaque=True)
            except ValueError:
                raise Unclean("file.structure") from None
            lanes[stream.index] = _Lane(stream, out, found)
        for packet in source.demux(kept):
            if packet.dts is not None and (going := lanes[packet.stream_index].over(packet)) is not None:
                target.mux_one(going)


class _Lane:
    """One stream on its way from the old file to the new one."""

    def __init__(self, stream: Any, out: Any, found: Found) -> None:
        self._out, self._found = out, found
        self._codec = stream.codec_context.name
        self._user_data: UserData | None = None
        if self._codec in CODECS:
            configuration = stream.codec_context.extradata or b""
            self._user_data = UserData(self._codec, configuration, found)
            if self._user_data.configuration != configuration:
                out.codec_context.extradata = self._user_data.configuration

    def over(self, packet: Any) -> Any:
        """The packet as it goes over; None when nothing is left of it."""
        content = None
        if self._user_data is not None:
            given = bytes(packet)
            content = self._user_data.without(given)
            content = None if content is given else content
        elif self._codec == "mjpeg":
            content = jpeg.strip(bytes(packet), Counter())
        if content is not None and not content:
            return None
        going = packet if content is None else _with(packet, content)
        going.stream = self._out
        return going


def _with(packet: Any, content: bytes) -> Any:
    made = av.Packet(content)
    made.time_base, made.pts, made.dts, made.duration = packet.time_base, packet.pts, packet.dts, packet.duration
    made.is_keyframe = packet.is_keyframe
    return made
