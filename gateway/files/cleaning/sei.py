"""What encoders and cameras say inside the coded film: user data of H.264 and H.265 (annex D of both).

Cameras of the AVCHD kind write place, time and device there with every picture; encoders write their settings.
Captions, colours and timing are other messages and stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from gateway.files.cleaning.report import FieldClass, Found

USER_DATA: Final = 5
ESCAPED: Final = re.compile(rb"\x00\x00\x03")
TO_ESCAPE: Final = re.compile(rb"\x00\x00(?=[\x00-\x03])")
# Where the size of the units' lengths stands in avcC and hvcC, and how long a unit's heading is.
CODECS: Final = {"h264": (4, 1), "hevc": (21, 2)}
HVCC_ARRAYS: Final = 22


class UserData:
    """Takes the user data out of a film's packets. `configuration` is the codec's (avcC or hvcC)."""

    def __init__(self, codec: str, configuration: bytes, found: Found) -> None:
        self._place, self._heading = CODECS[codec]
        self._length = (configuration[self._place] & 3) + 1 if len(configuration) > self._place else 4
        self._hevc = codec == "hevc"
        self._found = found
        self._told = False
        self.configuration = self._of_arrays(configuration) if self._hevc else configuration

    def without(self, packet: bytes) -> bytes:
        """The packet without user data; the same object when there is none in it."""
        units = list(self._units(packet))
        if not any(self._is_sei(unit) for unit in units):
            return packet
        kept = [self._kept(unit) if self._is_sei(unit) else unit for unit in units]
        if kept == units:
            return packet
        return b"".join(len(unit).to_bytes(self._length, "big") + unit for unit in kept if unit)

    def _units(self, packet: bytes) -> Iterator[bytes]:
        at = 0
        while at + self._length <= len(packet):
            end = at + self._length + int.from_bytes(packet[at : at + self._length], "big")
            yield packet[at + self._length : end]
            at = end

    def _is_sei(self, unit: bytes) -> bool:
        if not unit:
            return False
        return unit[0] >> 1 & 63 in (39, 40) if self._hevc else unit[0] & 31 == 6

    def _kept(self, unit: bytes) -> bytes:
        """The unit without its user data; empty when it held nothing else."""
        kept = b"".join(message for type_, message in self._messages(unit) if type_ != USER_DATA)
        return unit[: self._heading] + TO_ESCAPE.sub(b"\0\0\3", kept + b"\x80") if kept else b""

    def _messages(self, unit: bytes) -> Iterator[tuple[int, bytes]]:
        content = ESCAPED.sub(b"\0\0", unit[self._heading :]).rstrip(b"\0")
        at = 0
        while at < len(content) - 1:
            type_, inner = _number(content, at)
            size, inner = _number(content, inner)
            if type_ == USER_DATA:
                self._tell(content[inner : inner + size])
            yield type_, content[at : inner + size]
            at = inner + size

    def _tell(self, content: bytes) -> None:
        if not self._told:
            self._told = True
            self._found[FieldClass.DEVICE] += 1
            self._found[FieldClass.PLACE] += int(b"MDPM" in content)

    def _of_arrays(self, configuration: bytes) -> bytes:
        """hvcC (ISO/IEC 14496-15, 8.3.3) without the user data in its arrays of units."""
        if len(configuration) <= HVCC_ARRAYS:
            return configuration
        kept, at = [], HVCC_ARRAYS + 1
        for _ in range(configuration[HVCC_ARRAYS]):
            kind, count, at = configuration[at : at + 1], int.from_bytes(configuration[at + 1 : at + 3], "big"), at + 3
            units = []
            for _ in range(count):
                end = at + 2 + int.from_bytes(configuration[at : at + 2], "big")
                unit, at = configuration[at + 2 : end], end
                units.append(self._kept(unit) if self._is_sei(unit) else unit)
            units = [unit for unit in units if unit]
            if units:
                told = b"".join(len(unit).to_bytes(2, "big") + unit for unit in units)
                kept.append(kind + len(units).to_bytes(2, "big") + told)
        return configuration[:HVCC_ARRAYS] + bytes((len(kept),)) + b"".join(kept)


def _number(content: bytes, at: int) -> tuple[int, int]:
    """A message's type or size, coded in bytes of which all but the last are 255, and where it ends."""
    value = 0
    while at < len(content) and content[at] == 0xFF:
        value, at = value + 0xFF, at + 1
    return value + (content[at] if at < len(content) else 0), at + 1
