"""Writes the arrays of NumPy that NpyFileTest and NpzFileTest read.

Run as `python3 numpy_files.py ../resources/candor/nn/data/numpy`; the files were made with NumPy 1.24.2.
"""
import sys

import numpy as np

directory = sys.argv[1] + "/"
floats = np.array([[0, -1.5, 2], [1e-3, 100, -127.25]])
integers = np.array([[0, -1, 2], [3, 100000, -2147483648]])
for name, numbers in {
        "f4": floats, "f8": floats, "i4": integers, "i8": integers, "u1": np.array([[0, 1, 2], [127, 128, 255]]),
        "b1": np.array([[0, 1, 1], [1, 0, 0]])}.items():
    np.save(directory + name, numbers.astype("<" + name))
    if name[1] != "1":
        np.save(directory + name + "_big", numbers.astype(">" + name))
steps = np.arange(24, dtype="<f4").reshape(2, 3, 4)
np.save(directory + "fortran", np.asfortranarray(steps))
np.save(directory + "scalar", np.array(2.5))
np.save(directory + "vector", np.arange(3, dtype="<i4"))
np.save(directory + "empty", np.zeros((0, 5), "<f4"))
for version in [2, 3]:
    with open(directory + f"version{version}.npy", "wb") as file:
        np.lib.format.write_array(file, steps, version=(version, 0))
np.save(directory + "large", np.array([1, 2**31]))
np.save(directory + "object", np.array([{"a": 1}, None]))
np.save(directory + "record", np.zeros(2, [("a", "<f4"), ("b", "<i4")]))
np.save(directory + "half", np.zeros(2, "<f2"))
np.savez(directory + "stored", steps=steps, labels=np.arange(3))
np.savez_compressed(directory + "compressed", steps=steps, labels=np.arange(3))
