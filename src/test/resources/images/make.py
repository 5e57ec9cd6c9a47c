#!/usr/bin/python3
"""Makes the image files of this folder and expected.safetensors: what Pillow makes of each, resized and cropped as CLIP does.

    apt-get install python3-pil python3-numpy libturbojpeg0     (Debian 12: Pillow 9.4.0, libjpeg-turbo 2.1.5, libwebp 1.2.4)
    python3 make.py                                             (in this folder)

Keys: <file> (S, S, 3) U8, and <file>@exif the same with ImageOps.exif_transpose before it.
"""
import ctypes, glob, io, json, os, struct, zlib
import numpy as np
from PIL import Image, ImageCms, ImageDraw, ImageOps

S = 10
rng = np.random.default_rng(4)
made = []


def scene(w, h, seed):
    r = np.random.default_rng(seed)
    im = Image.new("RGB", (w * 4, h * 4), tuple(int(v) for v in r.integers(0, 256, 3)))
    d = ImageDraw.Draw(im)
    for _ in range(6):
        x, y, a, b = (int(v) for v in (r.integers(0, w * 4), r.integers(0, h * 4), r.integers(w, w * 3), r.integers(h, h * 3)))
        d.ellipse([x - a // 2, y - b // 2, x + a // 2, y + b // 2], fill=tuple(int(v) for v in r.integers(0, 256, 3)))
    return im.resize((w, h), Image.BICUBIC)


RGB = scene(23, 17, 1)
ALPHA = scene(23, 17, 2).convert("L")
RGBA = RGB.copy(); RGBA.putalpha(ALPHA)
GREY = RGB.convert("L")
CMYK = Image.merge("CMYK", (*RGB.convert("CMYK").split()[:3], ALPHA.point(lambda v: v // 3)))
W, H = RGB.size


def save(name, im, **options):
    im.save(name, **options); made.append(name)


def write(name, content):
    open(name, "wb").write(content); made.append(name)


# ---- JPEG
def turbo(name, im, pixel_format, subsampling, flags=0):
    lib = ctypes.CDLL("libturbojpeg.so.0"); lib.tjInitCompress.restype = ctypes.c_void_p
    a = np.ascontiguousarray(np.asarray(im)); buffer, size = ctypes.c_void_p(), ctypes.c_ulong()
    assert lib.tjCompress2(ctypes.c_void_p(lib.tjInitCompress()), a.ctypes.data_as(ctypes.c_void_p), im.size[0], 0, im.size[1],
                           pixel_format, ctypes.byref(buffer), ctypes.byref(size), subsampling, 90, flags) == 0
    write(name, ctypes.string_at(buffer, size.value))


def without_first_segment(b):
    return b[:2] + b[4 + struct.unpack(">H", b[4:6])[0]:]


for s in (0, 1, 2):
    save(f"baseline{s}.jpg", RGB, quality=85, subsampling=s)
save("progressive.jpg", RGB, quality=85, progressive=True)
save("grey.jpg", GREY); save("grey_progressive.jpg", GREY, progressive=True)
save("cmyk.jpg", CMYK, quality=90); save("cmyk_progressive.jpg", CMYK, progressive=True)
inverted = Image.fromarray(255 - np.asarray(CMYK), "CMYK")
turbo("ycck.jpg", inverted, 11, 2); turbo("ycck_progressive.jpg", inverted, 11, 0, 16384)
turbo("subsampled440.jpg", RGB, 0, 4)
plain = open("baseline2.jpg", "rb").read()
write("unmarked.jpg", without_first_segment(open("baseline0.jpg", "rb").read()))
write("trailing.jpg", plain + bytes(rng.integers(0, 256, 200).astype(np.uint8)))
write("stray.jpg", plain[:-2] + b"stray" + plain[-2:])
profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
tags = {bytes(profile[t:t + 4]): struct.unpack(">II", profile[t + 4:t + 12])
        for t in range(132, 132 + 12 * struct.unpack(">I", profile[128:132])[0], 12)}
(red, n), (green, _) = tags[b"rXYZ"], tags[b"gXYZ"]  # red and green change places: who applies it cannot hide it
profile[red:red + n], profile[green:green + n] = profile[green:green + n], profile[red:red + n]
for f in ("jpg", "png", "webp"):
    save("profile." + f, RGB, icc_profile=bytes(profile), **({"lossless": True} if f == "webp" else {}))


# ---- PNG, by hand for all depths
def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def rows(a, depth):
    a = a.reshape(a.shape[0], -1)
    if depth == 16:
        a = a.astype(">u2").view(np.uint8).reshape(a.shape[0], -1)
    elif depth < 8:
        a = np.packbits(((a[..., None] >> np.arange(depth)[::-1]) & 1).reshape(a.shape[0], -1).astype(np.uint8), axis=1)
    return b"".join(b"\0" + r.astype(np.uint8).tobytes() for r in a)


ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def png(name, a, depth, colour, interlaced=False, extra=b""):
    h, w = a.shape[:2]
    data = b"".join(rows(a[y::dy, x::dx], depth) for x, y, dx, dy in ADAM7) if interlaced else rows(a, depth)
    write(name, b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, depth, colour, 0, 0, interlaced)) + extra
          + chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND", b""))


for colour, im, depths in ((0, GREY, (1, 2, 4, 8, 16)), (2, RGB, (8, 16)), (3, GREY, (1, 2, 4, 8)), (4, RGBA.convert("LA"), (8, 16)),
                           (6, RGBA, (8, 16))):
    eight = np.asarray(im).astype(int)
    for depth in depths:
        a = eight >> 8 - depth if depth <= 8 else eight * 256 + rng.integers(0, 256, eight.shape)
        if colour == 0 and depth == 16:
            a = a // 150  # 0 to 436: some of it is beyond 255
        palette = bytes(rng.integers(0, 256, 3 << depth).astype(np.uint8)) if colour == 3 else b""
        colours = chunk(b"PLTE", palette) if palette else b""
        png(f"colour{colour}_{depth}.png", a, depth, colour, depth % 3 == 1, colours)
        if colour in (0, 2):
            png(f"colour{colour}_{depth}_trns.png", a, depth, colour, False,
                chunk(b"tRNS", np.atleast_1d(a[3, 3]).astype(">u2").tobytes()))
        if colour == 3:
            png(f"colour{colour}_{depth}_trns.png", a, depth, colour, False,
                colours + chunk(b"tRNS", bytes(rng.integers(0, 256, 1 << depth).astype(np.uint8))))
png("palette_ramp.png", np.asarray(GREY) >> 4, 4, 3, False, chunk(b"PLTE", bytes(v * 17 for v in range(16) for _ in range(3))))

# ---- WebP
save("lossy.webp", RGB, quality=80); save("lossy_alpha.webp", RGBA, quality=80)
save("lossless.webp", RGB, lossless=True); save("lossless_alpha.webp", RGBA, lossless=True)
save("animated.webp", RGBA, save_all=True, append_images=[scene(W, H, 5)], duration=100, lossless=True)


def riff(kind, content):
    return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) & 1)


def u24(v):
    return struct.pack("<I", v)[:3]


still = open("lossless.webp", "rb").read()[12:]  # the frame is put at 6, 4 of a canvas of 45 by 33
body = b"WEBP" + riff(b"VP8X", bytes([0x12, 0, 0, 0]) + u24(44) + u24(32)) + riff(b"ANIM", bytes(6)) + riff(
    b"ANMF", u24(3) + u24(2) + u24(W - 1) + u24(H - 1) + u24(100) + b"\0" + still)
write("animated_part.webp", riff(b"RIFF", body))

# ---- GIF
for n in (2, 16, 256):
    save(f"colours{n}.gif", RGB.quantize(n))
save("transparent.gif", RGB.quantize(8), transparency=3); save("interlaced.gif", RGB.quantize(5), interlace=1)
save("grey.gif", GREY); save("animated.gif", RGB.quantize(8), save_all=True, append_images=[scene(W, H, 5).quantize(8)])
gif = open("colours16.gif", "rb").read()
table = 3 * (2 << (gif[10] & 7)); frame = gif.index(b",", 13 + table)


def placed(name, screen, at, control=b"", local=False):
    """The frame on another screen, with or without a table of its own."""
    flags = gif[10] & 0x7f if local else gif[10]
    head = gif[:6] + struct.pack("<HH", *screen) + bytes([flags]) + gif[11:13] + (b"" if local else gif[13:13 + table])
    descriptor = b"," + struct.pack("<HH", *at) + gif[frame + 5:frame + 9] + bytes([0x80 | gif[10] & 7 if local == "own" else 0])
    write(name, head + control + descriptor + (gif[13:13 + table] if local == "own" else b"") + gif[frame + 10:])


placed("part.gif", (45, 33), (7, 5)); placed("part_transparent.gif", (45, 33), (7, 5), bytes([0x21, 0xf9, 4, 1, 0, 0, 5, 0]))
placed("beyond.gif", (28, 18), (9, 3)); placed("own_table.gif", (W, H), (0, 0), local="own"); placed("no_table.gif", (W, H), (0, 0), local=True)


# ---- BMP
def bmp(name, bits, data, palette=b"", compression=0, header=40, height=H, extra=b"", masks=b""):
    info = struct.pack("<IHHHH", 12, W, height, 1, bits) if header == 12 else struct.pack(
        "<IiiHHIIiiII", header, W, height, 1, bits, compression, len(data), 0, 0, 0, 0) + extra
    offset = 14 + len(info) + len(masks) + len(palette)
    write(name, b"BM" + struct.pack("<IHHI", offset + len(data), 0, 0, offset) + info + masks + palette + data)


def lines(a, up=True):
    a = np.ascontiguousarray(a).view(np.uint8).reshape(H, -1)
    return np.pad(a, ((0, 0), (0, -a.shape[1] % 4)))[::-1 if up else 1].tobytes()


grey, rgb, alpha = np.asarray(GREY).astype(int), np.asarray(RGB).astype(int), np.asarray(ALPHA)
for depth in (1, 4, 8):
    packed = np.frombuffer(rows(grey >> 8 - depth, depth), np.uint8).reshape(H, -1)[:, 1:]
    colours = rng.integers(0, 256, (1 << depth, 4)).astype(np.uint8); colours[:, 3] = 0
    ramp = np.array([[v * 255 // ((1 << depth) - 1)] * 3 + [0] for v in range(1 << depth)], np.uint8)
    if depth < 8:
        bmp(f"palette{depth}.bmp", depth, lines(packed), colours.tobytes())
    bmp(f"ramp{depth}.bmp", depth, lines(packed), ramp.tobytes())
bmp("os2.bmp", 4, lines(np.frombuffer(rows(grey >> 4, 4), np.uint8).reshape(H, -1)[:, 1:]), bytes(range(48)), header=12)
five = rgb >> 3
bmp("rgb555.bmp", 16, lines((five[..., 0] << 10 | five[..., 1] << 5 | five[..., 2]).astype("<u2")))
bmp("rgb565.bmp", 16, lines((five[..., 0] << 11 | rgb[..., 1] >> 2 << 5 | five[..., 2]).astype("<u2")), compression=3,
    masks=struct.pack("<III", 0xf800, 0x7e0, 0x1f))
bmp("rgb24.bmp", 24, lines(rgb[..., ::-1].astype(np.uint8))); bmp("top_down.bmp", 24, lines(rgb[..., ::-1].astype(np.uint8), False), height=-H)
bgra = np.dstack([rgb[..., ::-1].astype(np.uint8), alpha]); masks = struct.pack("<IIII", 0xff0000, 0xff00, 0xff, 0xff000000)
bmp("rgb32.bmp", 32, lines(bgra)); bmp("rgba32.bmp", 32, lines(bgra), compression=3, header=108, extra=masks + b"BGRs" + bytes(48))
for depth, compression in ((8, 1), (4, 2)):
    runs = b""
    for line in (grey >> 5)[::-1]:
        ends = [*np.flatnonzero(np.diff(line)), W - 1]; starts = [0, *(e + 1 for e in ends[:-1])]
        runs += b"".join(bytes([e - s + 1, line[s] * (17 if depth == 4 else 1)]) for s, e in zip(starts, ends)) + b"\0\0"
    bmp(f"rle{depth}.bmp", depth, runs + b"\0\1", bytes(rng.integers(0, 256, 4 << depth).astype(np.uint8)), compression)

# ---- Exif orientations
for o in range(1, 9):
    exif = Image.Exif(); exif[0x112] = o
    save(f"exif{o}.png", RGB.quantize(8), exif=exif)
exif[0x112] = 6
save("exif.jpg", RGB, exif=exif, quality=85); save("exif.webp", RGB, exif=exif, lossless=True); save("exif_cmyk.jpg", CMYK, exif=exif, quality=85)


def preprocessed(im):
    w, h = im.size
    width, height = (S, int(S * h / w)) if w <= h else (int(S * w / h), S)
    left, top = int(round((width - S) / 2.0)), int(round((height - S) / 2.0))
    return np.asarray(im.resize((width, height), Image.BICUBIC).crop((left, top, left + S, top + S)).convert("RGB"))


tensors = {}
for name in made:
    tensors[name] = preprocessed(Image.open(name))
    if "exif" in name:
        tensors[name + "@exif"] = preprocessed(ImageOps.exif_transpose(Image.open(name)))
header, data = {}, b""
for key, value in tensors.items():
    header[key] = {"dtype": "U8", "shape": list(value.shape), "data_offsets": [len(data), len(data) + value.size]}
    data += value.tobytes()
text = json.dumps(header, separators=(",", ":")).encode(); text += b" " * (-len(text) % 8)
open("expected.safetensors", "wb").write(struct.pack("<Q", len(text)) + text + data)
