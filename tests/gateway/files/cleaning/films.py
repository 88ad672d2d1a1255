"""Films and sounds as phones, cameras and recorders write them, with place, device and author where those put them."""

from __future__ import annotations

import math
import struct
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from PIL import Image

PLACE, DEVICE, AUTHOR = "+30.2741+120.1551/", "ACME Phone 15", "张伟 Zhang Wei"
TAGS = {
    "location": PLACE, "com.apple.quicktime.location.ISO6709": PLACE, "make": "ACME", "model": DEVICE,
    "artist": AUTHOR, "creation_time": "2026-10-01T08:30:00Z", "comment": "shot by Zhang Wei",
    "com.apple.quicktime.software": "ACME OS 19",
}  # fmt: skip
SECRETS = [
    b"30.2741", b"120.1551", b"ACME", "张伟".encode(), b"Zhang Wei", "张伟".encode("utf-16-le"),
    "Zhang Wei".encode("utf-16-le"),
]  # fmt: skip
FRAMES = 12


def picture(number: int) -> Image.Image:
    """One of the film's pictures."""
    image = Image.linear_gradient("L").resize((64, 48)).convert("RGB")
    image.paste((10 * number, 200, 40), (number, number, number + 12, number + 12))
    return image


def film(
    path: Path, format_: str = "mov", codec: str = "libx264", *, sound: bool = True, subtitle: bytes = b"", **tags: str
) -> Path:
    """A film of half a second with sound, tags in its container and its tracks, and, when given, a subtitle."""
    with av.open(str(path), "w", format=format_, options={"movflags": "use_metadata_tags"}) as out:
        out.metadata.update(TAGS | tags)
        video: Any = out.add_stream(
            codec, rate=24, width=64, height=48, pix_fmt="yuvj420p" if codec == "mjpeg" else "yuv420p"
        )
        video.metadata["handler_name"] = "ACME video"
        audio: Any = out.add_stream("aac", rate=44100) if sound else None
        lines = _lines(out) if subtitle else None
        for number in range(FRAMES):
            out.mux(video.encode(av.VideoFrame.from_image(picture(number))))
        out.mux(video.encode(None))
        if audio is not None:
            _sing(out, audio)
        if lines is not None:
            _say(out, lines, subtitle)
    return path


def recording(path: Path, format_: str, codec: str) -> Path:
    """A sound with tags."""
    with av.open(str(path), "w", format=format_) as out:
        out.metadata.update({"artist": AUTHOR, "comment": PLACE, "encoder": DEVICE, "title": "ACME"})
        _sing(out, out.add_stream(codec, rate=44100))
    return path


def tracked(path: Path, kind: bytes) -> Path:
    """A film with a track of places: its text is a camera's data, marked as `kind` (gpmd, camm, mebx)."""
    film(path, "mp4", subtitle=PLACE.encode())
    content = path.read_bytes()
    assert content.count(b"tx3g") == 1
    content = content.replace(b"tx3g", kind).replace(b"sbtl", b"meta").replace(b"subt", b"meta")
    path.write_bytes(content)
    return path


def decoded(path: Path) -> dict[str, list[bytes]]:
    """Every picture and every sound of a file, unpacked."""
    found: dict[str, list[bytes]] = {"video": [], "audio": []}
    with av.open(str(path)) as source:
        for stream in [one for one in source.streams if one.type in found]:
            source.seek(0)
            for frame in source.decode(stream):
                planes = frame.planes
                found[stream.type].append(b"".join(bytes(plane) for plane in planes))
    return found


def packets(path: Path) -> bytes:
    """Every byte of every stream, of data and subtitles too."""
    with av.open(str(path), metadata_errors="replace") as source:
        return b"".join(bytes(packet) for packet in source.demux())


def with_user_data(path: Path, message: bytes) -> Path:
    """The film's every picture with user data as AVCHD cameras have it (SEI 5, a UUID before it)."""
    content = bytes(range(1, 17)) + message
    unit = b"\x06\x05" + bytes((len(content),)) + content + b"\x80"
    made = path.with_name("user-data.mp4")
    with av.open(str(path)) as source, av.open(str(made), "w", format="mp4") as out:
        stream = source.streams.video[0]
        lane = out.add_stream_from_template(stream, opaque=True)
        for packet in source.demux(stream):
            if packet.dts is None:
                continue
            new = av.Packet(len(unit).to_bytes(4, "big") + unit + bytes(packet))
            new.pts, new.dts, new.time_base, new.duration = packet.pts, packet.dts, packet.time_base, packet.duration
            new.is_keyframe, new.stream = packet.is_keyframe, lane
            out.mux(new)
    return made


def wav(tags: bool = True) -> bytes:
    """Half a second of sound as a recorder of reporters writes it: bext, iXML, LIST/INFO, ID3."""
    sound = struct.pack("<4000h", *(int(9000 * math.sin(n / 9)) for n in range(4000)))
    chunks = [(b"fmt ", struct.pack("<HHIIHH", 1, 1, 8000, 16000, 2, 16))]
    told = [
        (b"bext", AUTHOR.encode().ljust(602, b"\0")),
        (b"iXML", f"<BWFXML><LOCATION>{PLACE}</LOCATION><DEVICE>{DEVICE}</DEVICE></BWFXML>".encode()),
        (b"LIST", b"INFOIART" + struct.pack("<I", 10) + b"Zhang Wei\0"),
        (b"id3 ", b"ID3\4\0\0\0\0\0\0TPE1Zhang Wei"),
    ]
    chunks += (told[:2] if tags else []) + [(b"data", sound)] + (told[2:] if tags else [])
    inner = b"".join(name + struct.pack("<I", len(c)) + c + b"\0" * (len(c) % 2) for name, c in chunks)
    return b"RIFF" + struct.pack("<I", len(inner) + 4) + b"WAVE" + inner


def _sing(out: Any, audio: Any) -> None:
    frame_size = 1152
    for number in range(20):
        frame = av.AudioFrame(format="s16", layout="stereo", samples=frame_size)
        frame.sample_rate, frame.pts, frame.time_base = 44100, number * frame_size, Fraction(1, 44100)
        samples = (int(8000 * math.sin((number * frame_size + n) / 20)) for n in range(frame_size) for _ in "lr")
        frame.planes[0].update(struct.pack(f"<{2 * frame_size}h", *samples))
        out.mux(audio.encode(frame))
    out.mux(audio.encode(None))


def _lines(out: Any) -> Any:
    return out.add_mux_stream("mov_text", time_base=Fraction(1, 1000))


def _say(out: Any, lines: Any, text: bytes) -> None:
    packet = av.Packet(len(text).to_bytes(2, "big") + text)
    packet.stream, packet.pts, packet.dts, packet.duration = lines, 0, 0, 400
    packet.time_base, packet.is_keyframe = Fraction(1, 1000), True
    out.mux(packet)
