"""What people do send and is not taken, as they call it, with the way that is left to them. By libmagic's names."""

from __future__ import annotations

from typing import Final

Words = dict[str, str]
OLD_OFFICE: Final[Words] = {
    "zh": "旧版 Word、Excel、PPT 或加密的文档（请另存为不加密的 DOCX、XLSX、PPTX）",
    "en": "an old or an encrypted Word, Excel or PowerPoint file (save it as DOCX, XLSX or PPTX without a password)",
}
ARCHIVE: Final[Words] = {"zh": "压缩包（请解压后逐个上传）", "en": "an archive (unpack it and send the files)"}
PROGRAM: Final[Words] = {"zh": "程序", "en": "a program"}
PLAIN: Final[Words] = {"zh": "纯文本", "en": "plain text"}
VIDEO: Final[Words] = {"zh": "其他格式的视频（请转为 MP4）", "en": "video in another format (convert it to MP4)"}
AUDIO: Final[Words] = {
    "zh": "其他格式的音频（请转为 MP3 或 M4A）", "en": "sound in another format (convert it to MP3 or M4A)",
}  # fmt: skip
PICTURES: Final = {
    "image/avif": "AVIF", "image/heif": "AVIF/HEIF", "image/bmp": "BMP", "image/x-ms-bmp": "BMP", "image/tiff": "TIFF",
    "image/svg+xml": "SVG", "image/vnd.adobe.photoshop": "PSD", "image/jp2": "JPEG 2000",
}  # fmt: skip
# What is called the same.
GROUPS: Final[tuple[tuple[Words, tuple[str, ...]], ...]] = (
    (OLD_OFFICE, (
        "application/x-ole-storage", "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint",
        "application/CDFV2", "application/cdfv2", "application/encrypted", "application/vnd.ms-office",
    )),
    (ARCHIVE, (
        "application/zip", "application/x-rar", "application/vnd.rar", "application/x-7z-compressed",
        "application/gzip", "application/x-tar", "application/x-bzip2", "application/x-xz",
    )),
    (PROGRAM, ("application/x-dosexec", "application/vnd.microsoft.portable-executable", "application/x-executable")),
    (PLAIN, ("text/plain", "text/csv")),
    ({"zh": "网页", "en": "a web page"}, ("text/html",)),
    ({"zh": "RTF 文档（请另存为 DOCX）", "en": "an RTF document (save it as DOCX)"}, ("text/rtf",)),
    (VIDEO, (
        "video/x-msvideo", "video/x-matroska", "video/webm", "video/x-ms-asf", "video/x-flv", "video/mpeg",
    )),
    (AUDIO, (
        "audio/flac", "audio/x-flac", "audio/ogg", "application/ogg", "audio/aac", "audio/x-hx-aac-adts", "audio/amr",
        "audio/AMR",
    )),
)  # fmt: skip
KNOWN: Final = {media_type: words for words, group in GROUPS for media_type in group}


def called(media_type: str) -> Words:
    """What people call content of a type that is not taken; the media type itself where they have no word for it."""
    if name := PICTURES.get(media_type):
        return {"zh": f" {name} 图片（请另存为 JPEG 或 PNG）", "en": f"a picture in {name} (save it as JPEG or PNG)"}
    other = {"zh": f"其他类型（{media_type}）", "en": f"of another type ({media_type})"}
    return KNOWN.get(media_type, other)
