"""Writes the files of this folder with PyTorch itself (1.13.1): python3 make.py"""
import os
from collections import OrderedDict

import torch

torch.manual_seed(7)
here = os.path.dirname(os.path.abspath(__file__))


class Small(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = torch.nn.Parameter(torch.arange(6.0).reshape(2, 3))
        self.halves = torch.nn.Parameter(torch.tensor([0.5, -2.0]).half())
        self.register_buffer("count", torch.tensor(5))
        self.blocks = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.BatchNorm1d(2))
        self.size = 7
        self.sizes = [1, 2]
        self.nothing = None

    def forward(self, x):
        return self.blocks(x) * self.scale.sum()


def save(name, what, **options):
    torch.save(what, os.path.join(here, name), **options)


model = Small().eval()
torch.jit.save(torch.jit.script(model), os.path.join(here, "script.pt"))
torch.jit.save(torch.jit.trace(model, torch.ones(1, 2)), os.path.join(here, "trace.pt"))
save("state_dict.pt", model.state_dict())
save("before_1.6.pt", model.state_dict(), _use_new_zipfile_serialization=False)

optimizer = torch.optim.SGD(model.parameters(), lr=0.002, momentum=0.9)
model.blocks.train()(torch.ones(2, 2)).sum().backward()
optimizer.step()
scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 50)
save("checkpoint.pt", {
    "state_dict": OrderedDict(ctx=torch.arange(8.0).reshape(4, 2), token_prefix=torch.zeros(1, 1, 2)),
    "epoch": 50, "optimizer": optimizer, "scheduler": scheduler, "val_result": 0.5})

grid = torch.arange(6.0).reshape(2, 3)
save("views.pt", {
    "whole": grid, "transposed": grid.t(), "column": grid[:, 1], "row": grid[1], "scalar": grid[1, 2], "empty": grid[:0],
    "parameter": torch.nn.Parameter(grid), "bfloat16": torch.tensor([1.0, -2.5]).bfloat16(),
    "float64": torch.tensor([0.1], dtype=torch.float64), "int32": torch.tensor([-3], dtype=torch.int32),
    "bool": torch.tensor([True, False]), "complex": torch.tensor([1j])})
save("expanded.pt", {"expanded": torch.ones(1).expand(1000)})
