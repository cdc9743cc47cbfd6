"""The network: a small U-net of plain convolutions, about 0.25 billion multiplications for a picture of 320 x 240."""

from __future__ import annotations

import torch
from torch import Tensor, nn


def _step(inputs: int, outputs: int, stride: int = 1, spread: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride, spread, spread, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


class _Up(nn.Module):
    """Twice as fine, with what the way down saw at that size."""

    def __init__(self, inputs: int, beside: int, outputs: int) -> None:
        super().__init__()
        self.narrow = nn.Conv2d(inputs, outputs, 1)
        self.join = _step(outputs + beside, outputs)

    def forward(self, coarse: Tensor, fine: Tensor) -> Tensor:
        coarse = nn.functional.interpolate(self.narrow(coarse), scale_factor=2.0, mode="nearest")
        return self.join(torch.cat([coarse, fine], dim=1))


class OutlineNet(nn.Module):
    """From (n, 3, H, W) BGR 0..255, sides multiples of 32, to logits (n, 3, H/2, W/2): inside, outline, corners."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = _step(3, 16, 2)
        self.down = nn.ModuleList(
            [
                nn.Sequential(_step(16, 24, 2), _step(24, 24)),
                nn.Sequential(_step(24, 40, 2), _step(40, 40)),
                nn.Sequential(_step(40, 64, 2), _step(64, 64), _step(64, 64)),
                nn.Sequential(_step(64, 80, 2), _step(80, 80), _step(80, 80, spread=2), _step(80, 80)),
            ]
        )
        self.up = nn.ModuleList([_Up(80, 64, 64), _Up(64, 40, 32), _Up(32, 24, 16), _Up(16, 16, 8)])
        self.head = nn.Conv2d(8, 3, 1)

    def forward(self, pixels: Tensor) -> Tensor:
        at = self.stem((pixels - 127.0) / 64.0)
        seen = [at]
        for block in self.down:
            at = block(at)
            seen.append(at)
        for block, fine in zip(self.up, reversed(seen[:-1]), strict=True):
            at = block(at, fine)
        return self.head(at)
