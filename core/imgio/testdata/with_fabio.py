"""Reads the image files of a folder with fabio, and writes some for gobragg.

    python3 with_fabio.py FOLDER

FOLDER/read/NAME          is read; NAME.f64 gets its pixels as float64, slow outer,
                          fast inner, NAME.json its shape, type and header.
FOLDER/written/NAME       is written, with NAME.f64 and NAME.json beside it.
"""
import json
import os
import sys

import fabio
import fabio.adscimage
import fabio.cbfimage
import fabio.numpyimage
import fabio.tifimage
import numpy
from PIL import Image


def describe(name, data, header):
    data.astype("<f8").tofile(name + ".f64")
    text = {str(k): str(v) for k, v in header.items()}
    with open(name + ".json", "w") as f:
        json.dump({"shape": list(data.shape), "type": str(data.dtype), "header": text}, f)


def read(name):
    if name.endswith(".npz"):
        with numpy.load(name) as archive:
            header = {k: archive[k] for k in archive.files if k not in ("image", "header")}
            header["header"] = str(archive["header"], "ascii")
            return archive["image"], header
    if name.endswith(".png"):
        with Image.open(name) as image:
            return numpy.array(image), image.text
    image = fabio.open(name)
    header = dict(image.header)
    if getattr(image, "pilatus_headers", None) is not None:
        for key, value in image.pilatus_headers._dict.items():
            header["pilatus " + key] = str(value)
    return image.data, header


def pattern(dtype, width=67, height=41):
    """Every pixel differs from its neighbours; the range of the type is used."""
    n = numpy.arange(width * height, dtype="int64") * 2654435761
    kind = numpy.dtype(dtype)
    if kind.kind == "f":
        values = (n % 1000003) / 7 - 1000
    else:
        limits = numpy.iinfo(kind)
        low, high = max(limits.min, -(2**53)), min(limits.max, 2**53)
        values = n % (high - low + 1) + low
    return values.astype(kind).reshape(height, width)


def main(folder):
    for name in sorted(os.listdir(folder + "/read")):
        name = os.path.join(folder, "read", name)
        data, header = read(name)
        describe(name, data, header)

    out = os.path.join(folder, "written") + "/"
    every = ["u1", "i1", "u2", "i2", "u4", "i4", "f4", "f8"]

    def write(name, make, data, **kw):
        make(data=data, **kw).write(out + name)
        describe(out + name, data, {})

    for t in ["i2", "u2", "i4", "u4"]:
        # fabio 0.14 does not compress the smallest number of int32.
        data = numpy.maximum(pattern(t), numpy.iinfo(t).min + 1).astype(t)
        write(t + ".cbf", fabio.cbfimage.CbfImage, data, header={"Wavelength": "0.9795 A", "Beam_xy": "(12.50, 7.25) pixels"})
    low = pattern("i4") % 100 - 2
    write("low.cbf", fabio.cbfimage.CbfImage, low.astype("i4"))
    for t in ["u1", "u2", "u4", "i2", "i4", "f4"]:
        write(t + ".tif", fabio.tifimage.TifImage, pattern(t), header={})
    for t in every + ["i8", "u8"]:
        write(t + ".npy", fabio.numpyimage.NumpyImage, pattern(t))
    for t in ["i1", "u1", "u2", "i2", "u4", "i4", "f4"]:
        write(t + ".img", fabio.adscimage.AdscImage, pattern(t), header={"WAVELENGTH": "0.9795"})
    big = numpy.asfortranarray(pattern("f4"))
    numpy.savez(out + "a.npz", other=numpy.arange(3), image=big)
    describe(out + "a.npz", big, {})
    numpy.savez_compressed(out + "b.npz", pattern("i4"))
    describe(out + "b.npz", pattern("i4"), {})
    Image.fromarray(pattern("u2")).save(out + "u2.16.png")
    describe(out + "u2.16.png", pattern("u2"), {})


main(sys.argv[1])
