"""Writes the rotations and shifts that WarpTest compares with.

Run as `python3 warp.py ../resources/candor/nn/data/augment`; the numbers were made with PyTorch 1.13.0, whose
grid_sample interpolates in F64.
"""
import math
import sys

import numpy as np
import torch


def warp(images, places):
    """Looks up places (row, column) of pixels."""
    height, width = images.shape[2:]
    grid = torch.stack([2 * places[..., 1] / (width - 1) - 1, 2 * places[..., 0] / (height - 1) - 1], -1)
    return torch.nn.functional.grid_sample(images, grid, mode="bilinear", padding_mode="zeros", align_corners=True)


torch.manual_seed(3)
n, channels, height, width = 4, 2, 6, 5
images = torch.rand(n, channels, height, width).double()
y, x = torch.meshgrid(torch.arange(height).double(), torch.arange(width).double(), indexing="ij")
centre_y, centre_x = (height - 1) / 2, (width - 1) / 2
degrees = [10.0, -33.3, 120.0, 271.5]
down, right = [0.25, -1.5, 2.0, 7.0], [-0.75, 0.1, -3.0, 0.5]
turned, shifted = [], []
for i in range(n):
    a = math.radians(degrees[i])
    place = [centre_y + math.sin(a) * (x - centre_x) + math.cos(a) * (y - centre_y),
             centre_x + math.cos(a) * (x - centre_x) - math.sin(a) * (y - centre_y)]
    turned.append(warp(images[i:i + 1], torch.stack(place, -1)[None]))
    shifted.append(warp(images[i:i + 1], torch.stack([y - down[i], x - right[i]], -1)[None]))
np.savez_compressed(sys.argv[1] + "/warp", images=images.float().numpy(), degrees=np.array(degrees),
                    turned=torch.cat(turned).numpy(), down=np.array(down), right=np.array(right),
                    shifted=torch.cat(shifted).numpy())
