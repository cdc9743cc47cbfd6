"""Fits the network to a pool of scenes and writes it as ONNX, its weights in half precision."""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from torch import Tensor, nn

from .network import OutlineNet

_BATCH = 16
_WEIGHTS = (1.0, 3.0, 5.0)  # what a pixel of an outline or a corner counts, being rarer than one of a paper
_HELD_BACK = 300


class Pool:
    """The scenes of a folder; the first 300 are held back to see how far the fit is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.look_again()

    def look_again(self) -> None:
        """Take in what was drawn since."""
        paths = sorted(self.folder.glob("pixels-*[0-9].npy"), key=lambda path: int(path.stem.split("-")[1]))
        self.pixels = [np.load(path, mmap_mode="r") for path in paths]
        self.truth = [np.load(path.with_name(path.name.replace("pixels", "truth")), mmap_mode="r") for path in paths]
        self.places = [(part, row) for part, held in enumerate(self.pixels) for row in range(len(held))]

    def batch(self, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
        """Return random scenes, mirrored, turned, and in other light; the first (16, 3, H, W), truth as large."""
        chosen = [self.places[i] for i in rng.integers(_HELD_BACK, len(self.places), _BATCH)]
        turned = bool(rng.random() < 0.4)
        rows = [_varied(rng, self.pixels[part][row], self.truth[part][row], turned) for part, row in chosen]
        return _tensor([pixels for pixels, _ in rows]), _tensor([truth for _, truth in rows]) / 255

    def held_back(self) -> tuple[Tensor, Tensor]:
        """Return what the fit never saw."""
        chosen = self.places[:_HELD_BACK]
        pixels = _tensor([self.pixels[part][row] for part, row in chosen])
        return pixels, _tensor([self.truth[part][row] for part, row in chosen]) / 255


def _tensor(rows: list[np.ndarray]) -> Tensor:
    made = torch.from_numpy(np.ascontiguousarray(np.stack(rows))).permute(0, 3, 1, 2).float()
    return made.contiguous(memory_format=torch.channels_last)


def _varied(
    rng: np.random.Generator, pixels: np.ndarray, truth: np.ndarray, turned: bool
) -> tuple[np.ndarray, np.ndarray]:
    if turned:
        pixels, truth = pixels.transpose(1, 0, 2), truth.transpose(1, 0, 2)
    for axis in (0, 1):
        if rng.random() < 0.5:
            pixels, truth = np.flip(pixels, axis), np.flip(truth, axis)
    if rng.random() < 0.3:
        pixels = pixels[..., rng.permutation(3)]
    gain = (np.exp(rng.normal(0, 0.15)) * (1 + rng.normal(0, 0.04, 3))).astype(np.float32)
    return np.clip(pixels * gain + np.float32(rng.normal(0, 6)), 0, 255), truth


def loss_of(logits: Tensor, truth: Tensor) -> Tensor:
    """Return the mean loss: cross entropy of all three, and what the papers' areas miss of each other."""
    weights = torch.tensor(_WEIGHTS).view(1, 3, 1, 1)
    entropy = nn.functional.binary_cross_entropy_with_logits(logits, truth, pos_weight=weights)
    inside, real = logits[:, 0].sigmoid(), truth[:, 0]
    shared = (inside * real).sum((1, 2))
    overlap = (2 * shared + 20) / (inside.sum((1, 2)) + real.sum((1, 2)) + 20)
    return entropy + 0.5 * (1 - overlap).mean()


def main() -> None:
    """Fit for a number of minutes, then write the network."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pool", type=Path)
    parser.add_argument("out", type=Path, help="the .onnx file; a .pt file to go on from is written beside it")
    parser.add_argument("--minutes", type=float, default=40)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--start", type=Path, help="a .pt file to go on from")
    parser.add_argument("--threads", type=int, default=1)
    asked = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(asked.threads)
    pool = Pool(asked.pool)
    net = OutlineNet().to(memory_format=torch.channels_last)
    if asked.start:
        net.load_state_dict(torch.load(asked.start))
    optimiser = torch.optim.AdamW(net.parameters(), lr=asked.rate, weight_decay=1e-3)
    for step, share in enumerate(_shares(asked.minutes)):
        for group in optimiser.param_groups:
            group["lr"] = asked.rate * min(1.0, (step + 1) / 200) * max(0.003, 0.5 * (1 + math.cos(math.pi * share)))
        pixels, truth = pool.batch(np.random.default_rng([step, int(1e6 * asked.rate)]))
        optimiser.zero_grad()
        loss = loss_of(net(pixels), truth)
        loss.backward()
        optimiser.step()
        if step % 100 == 0:
            print(f"{share:5.0%} step {step} loss {loss.item():.4f}", flush=True)
        if step % 1000 == 999:
            print(f"{len(pool.places)} scenes; {_told(net, pool)}", flush=True)
            pool.look_again()
            torch.save(net.state_dict(), asked.out.with_suffix(".pt"))
    print(_told(net, pool))
    torch.save(net.state_dict(), asked.out.with_suffix(".pt"))
    export(net, asked.out)


def _shares(minutes: float) -> Iterator[float]:
    """Yield how much of the time is gone until it is."""
    started = time.monotonic()
    while (share := (time.monotonic() - started) / (60 * minutes)) < 1:
        yield share


def _told(net: OutlineNet, pool: Pool) -> str:
    """Return how well what was held back is told."""
    pixels, truth = pool.held_back()
    net.eval()
    with torch.no_grad():
        logits = torch.cat([net(part) for part in pixels.split(50)])
    net.train()
    found, real = logits[:, 0] > 0, truth[:, 0] > 0.5
    with_paper = real.flatten(1).any(1)
    jaccard = (found & real).sum((1, 2)) / (found | real).sum((1, 2)).clamp(min=1)
    strays = (found.flatten(1).float().mean(1) > 0.02)[~with_paper].float().mean()
    told = (loss_of(logits, truth).item(), jaccard[with_paper].mean().item(), strays.item())
    return "held back: loss {:.4f}, J {:.4f}, strays {:.3f}".format(*told)


def export(net: OutlineNet, path: Path) -> None:
    """Write the network as ONNX for pictures of any size that 32 divides."""
    net.eval()
    sides = {0: "count", 2: "height", 3: "width"}
    axes = {"pixels": sides, "logits": sides}
    torch.onnx.export(
        net,
        (torch.zeros(1, 3, 320, 256),),
        str(path),
        input_names=["pixels"],
        output_names=["logits"],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    onnx.save(_halved(onnx.load(path)), path)


def _halved(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return the model with weights stored in half precision, and made whole again when it is loaded."""
    graph = model.graph
    casts = []
    for held in list(graph.initializer):
        values = numpy_helper.to_array(held)
        if values.dtype != np.float32 or values.size < 64:
            continue
        half = numpy_helper.from_array(values.astype(np.float16), f"{held.name}_half")
        graph.initializer.remove(held)
        graph.initializer.append(half)
        casts.append(helper.make_node("Cast", [half.name], [held.name], to=onnx.TensorProto.FLOAT))
    nodes = list(graph.node)
    del graph.node[:]
    graph.node.extend([*casts, *nodes])
    onnx.checker.check_model(model)
    return model


if __name__ == "__main__":
    main()
