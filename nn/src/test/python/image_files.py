"""Writes the images that ImageFileTest reads, and what Pillow makes of them.

Run as `python3 image_files.py ../resources/candor/nn/data/images`; the files were made with Pillow 9.4.0. `pillow.npz`
holds the pixels of every file as RGB and as grey, channels first, and one image in other sizes.
"""
import struct
import sys
import zlib

import numpy as np
from PIL import Image

directory = sys.argv[1] + "/"
height, width = 7, 9
y, x = np.mgrid[0:height, 0:width]
smooth = np.stack([20 + 25 * x, 240 - 30 * y, 10 * x + 15 * y], -1).clip(0, 255).astype("u1")
random = np.random.default_rng(1).integers(0, 256, (height, width, 3), "u1")
pixels = {}


def keep(name, image):
    image = image.convert("RGB")
    pixels[name + ":rgb"] = np.asarray(image).transpose(2, 0, 1)
    pixels[name + ":grey"] = np.asarray(image.convert("L"))[None]


def save(name, image, **options):
    image.save(directory + name, **options)
    keep(name, Image.open(directory + name))


colour = Image.fromarray(random)
save("rgb.png", colour)
save("rgba.png", Image.fromarray(np.concatenate([random, 255 - random[:, :, :1]], -1)))
save("palette.png", colour.quantize(16))
save("grey.png", colour.convert("L"))
save("bits.png", colour.convert("1"))
save("rgb.bmp", colour)
save("grey.bmp", colour.convert("L"))
save("rgb.jpg", Image.fromarray(smooth), quality=95, subsampling=0)
save("grey.jpg", Image.fromarray(smooth).convert("L"), quality=95)



def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


# Pillow reads interlaced files but does not write them.
rows = b""
for x0, y0, dx, dy in [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]:
    for row in random[y0::dy, x0::dx]:
        rows += (b"\0" + row.tobytes()) if row.size else b""
with open(directory + "interlaced.png", "wb") as file:
    file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 1))
               + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
keep("interlaced.png", Image.open(directory + "interlaced.png"))

# Pillow clips 16 bits instead of scaling them.
deep = (256 * random[:, :, 0].astype("<u2") + random[:, :, 1]).astype("<u2")
Image.fromarray(deep).save(directory + "deep.png")
pixels["deep.png:grey"] = ((deep.astype(int) * 255 + 32767) // 65535).astype("u1")[None]

for size in [(4, 5), (12, 16), (7, 3), (1, 1)]:
    smaller = colour.resize(size[::-1], Image.BILINEAR)
    pixels["rgb.png:%dx%d" % size] = np.asarray(smaller).transpose(2, 0, 1)
np.savez_compressed(directory + "pillow", **pixels)
