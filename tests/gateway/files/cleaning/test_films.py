"""Films and sounds lose tags, dates and tracks of places; every picture and every sound stays as it was coded."""

from __future__ import annotations

from pathlib import Path

import av
import pytest

from gateway.files.cleaning.report import FieldClass, Unclean
from gateway.files.kinds import M4A, MOV, MP3, MP4, WAV
from tests.gateway.files.cleaning import films
from tests.gateway.files.cleaning.copies import cleaned, secrets

PDA = {FieldClass.PLACE, FieldClass.DEVICE, FieldClass.AUTHOR}


def same(path: Path, copy: Path) -> bool:
    before, after = films.decoded(path), films.decoded(copy)
    return before == after and bool(before["video"] or before["audio"])


@pytest.mark.parametrize(
    ("format_", "media_type", "codec"),
    [("mp4", MP4, "libx264"), ("mp4", MP4, "libx265"), ("mov", MOV, "libx264"), ("mov", MOV, "mjpeg")],
)
def test_a_film_tells_nothing_and_looks_and_sounds_the_same(
    tmp_path: Path, format_: str, media_type: str, codec: str
) -> None:
    path = films.film(tmp_path / "film", format_, codec)
    assert len(secrets(path.read_bytes())) > 3
    report, got = cleaned(tmp_path, path, media_type)
    assert set(report.removed) >= PDA
    assert secrets(got) == []
    assert b"x264" not in got
    assert b"x265" not in got
    assert same(path, tmp_path / "copy")
    with av.open(str(tmp_path / "copy")) as film:
        assert "creation_time" not in film.metadata


@pytest.mark.parametrize("kind", [b"gpmd", b"camm", b"mebx"])
def test_a_track_of_places_stays_behind(tmp_path: Path, kind: bytes) -> None:
    path = films.tracked(tmp_path / "film", kind)
    assert b"30.2741" in films.packets(path)
    report, got = cleaned(tmp_path, path, MP4)
    assert report.removed[FieldClass.PLACE] > 1
    assert secrets(got) == []
    assert b"30.2741" not in films.packets(tmp_path / "copy")
    with av.open(str(tmp_path / "copy")) as film:
        assert [stream.type for stream in film.streams] == ["video", "audio"]


def test_subtitles_stay_and_a_drones_telemetry_does_not(tmp_path: Path) -> None:
    words = films.film(tmp_path / "words", "mp4", subtitle="反诈提醒".encode())
    cleaned(tmp_path, words, MP4)
    assert "反诈提醒".encode() in films.packets(tmp_path / "copy")
    drone = films.film(tmp_path / "drone", "mp4", subtitle=b"F/2.8, SS 320, ISO 100, GPS (120.1551, 30.2741, 20)")
    report, got = cleaned(tmp_path, drone, MP4)
    assert report.removed[FieldClass.PLACE] > 0
    assert secrets(got) == []
    assert same(drone, tmp_path / "copy")


def test_what_a_camera_says_with_every_picture_is_taken_out(tmp_path: Path) -> None:
    plain = films.film(tmp_path / "film", "mp4", sound=False)
    path = films.with_user_data(plain, b"MDPM GPS 30.2741 ACME")
    assert films.packets(path).count(b"30.2741") == films.FRAMES
    report, got = cleaned(tmp_path, path, MP4)
    assert report.removed[FieldClass.PLACE] == 1
    assert secrets(got) == []
    assert films.decoded(tmp_path / "copy") == films.decoded(plain)


def test_a_film_held_sideways_is_still_shown_upright(tmp_path: Path) -> None:
    path = films.film(tmp_path / "film", "mp4")
    content = path.read_bytes()
    upright = b"".join(n.to_bytes(4, "big") for n in (0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000))
    sideways = b"".join(n.to_bytes(4, "big") for n in (0, 0x10000, 0, 0xFFFF0000, 0, 0, 48 << 16, 0, 0x40000000))
    place = content.index(upright, content.index(b"tkhd"))
    path.write_bytes(content[:place] + sideways + content[place + 36 :])
    cleaned(tmp_path, path, MP4)
    assert sideways in (tmp_path / "copy").read_bytes()


@pytest.mark.parametrize(
    ("format_", "media_type", "codec"), [("ipod", M4A, "aac"), ("mp3", MP3, "libmp3lame"), ("wav", WAV, "pcm_s16le")]
)
def test_a_recording_tells_nothing_and_sounds_the_same(
    tmp_path: Path, format_: str, media_type: str, codec: str
) -> None:
    path = films.recording(tmp_path / "recording", format_, codec)
    assert len(secrets(path.read_bytes())) > 1
    report, got = cleaned(tmp_path, path, media_type)
    assert FieldClass.AUTHOR in report.removed
    assert secrets(got) == []
    assert same(path, tmp_path / "copy")


def test_a_recorders_wav_keeps_its_sound_alone(tmp_path: Path) -> None:
    report, got = cleaned(tmp_path, films.wav(), WAV)
    assert set(report.removed) >= PDA
    assert got == films.wav(tags=False)


def test_tags_at_both_ends_of_an_mp3_go_and_its_frames_stay(tmp_path: Path) -> None:
    _, frames = cleaned(tmp_path, films.recording(tmp_path / "recording", "mp3", "libmp3lame"), MP3)
    cover = b"\xff\xfb\x90\0" * 300  # looks like frames
    size = bytes((0, 0, len(cover) >> 7, len(cover) & 127))
    given = b"ID3\4\0\0" + size + cover + frames + b"APETAGEX ACME" + b"TAG" + b"Zhang Wei".ljust(125, b"\0")
    report, got = cleaned(tmp_path, given, MP3)
    assert got == frames
    assert not report.nothing_removed


@pytest.mark.parametrize(
    ("format_", "media_type", "codec"), [("mp4", MP4, "libx264"), ("mov", MOV, "libx265"), ("mp3", MP3, "")]
)
def test_to_clean_again_finds_nothing_and_changes_nothing(
    tmp_path: Path, format_: str, media_type: str, codec: str
) -> None:
    path = tmp_path / "film"
    if codec:
        films.film(path, format_, codec)
    else:
        films.recording(path, format_, "libmp3lame")
    found, copies = [], []
    for _ in range(3):
        report, got = cleaned(tmp_path, path, media_type)
        path.write_bytes(got)
        found.append(report.nothing_removed)
        copies.append(got)
    assert found == [False, True, True]
    assert copies[1] == copies[2]  # the first copy of an MP4 still says the bit rate that its encoder had aimed at
    assert len(copies[0]) == len(copies[1])


@pytest.mark.parametrize("media_type", [MP4, MOV, M4A, MP3, WAV])
def test_what_is_none_of_them_is_refused(tmp_path: Path, media_type: str) -> None:
    for content in (
        b"\0\0\0\x18ftypisom\0\0\2\0isomiso2\0\0\0\x08free",
        b"RIFF\x24\0\0\0WAVE",
        b"#EXTM3U\nfile:///x",
        bytes(99),
    ):
        with pytest.raises(Unclean) as refused:
            cleaned(tmp_path, content, media_type)
        assert refused.value.rule == "file.broken"


def test_a_film_cut_short_is_refused(tmp_path: Path) -> None:
    content = films.film(tmp_path / "film", "mp4").read_bytes()
    for length in (40, len(content) // 2, len(content) - 9):
        with pytest.raises(Unclean):
            cleaned(tmp_path, content[:length], MP4)
