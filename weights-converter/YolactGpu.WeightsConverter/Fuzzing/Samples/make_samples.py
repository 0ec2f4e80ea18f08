"""Makes the small files beside this script that `yolact-convert fuzz` damages. Needs torch; run it in this folder."""
import io
import json
import struct
import zipfile
from collections import OrderedDict

import torch

torch.manual_seed(1)
weight = torch.arange(6, dtype=torch.float32).reshape(2, 3)
state = OrderedDict([
    ("conv.weight", weight),
    ("conv.turned", weight.t()),
    ("bn.running_var", torch.ones(2, dtype=torch.float64)),
    ("bn.num_batches_tracked", torch.tensor(7)),
    ("half", torch.ones(3, dtype=torch.float16)),
    ("brain", torch.ones(3, dtype=torch.bfloat16)),
    ("mask", torch.tensor([True, False])),
])
torch.save({"state_dict": state, "epoch": 54, "optimizer": {"lr": 0.001, "steps": [1, 2]}}, "zip.pth")
torch.save(state, "legacy.pth", _use_new_zipfile_serialization=False)

with zipfile.ZipFile("zip.pth") as stored, zipfile.ZipFile("deflated.pth", "w", zipfile.ZIP_DEFLATED) as deflated:
    for name in stored.namelist():
        deflated.writestr(zipfile.ZipInfo(name), stored.read(name), zipfile.ZIP_DEFLATED)

with zipfile.ZipFile("zip.pth") as stored, zipfile.ZipFile("zip64.pth", "w") as wide:
    for name in stored.namelist():
        with wide.open(zipfile.ZipInfo(name), "w", force_zip64=True) as record:
            record.write(stored.read(name))

header = json.dumps({
    "__metadata__": {"format": "pt", "config": "yolact_resnet50"},
    "a": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]},
    "b": {"dtype": "I64", "shape": [], "data_offsets": [24, 32]},
}).encode()
with open("plain.safetensors", "wb") as file:
    file.write(struct.pack("<Q", len(header)) + header + bytes(32))

with open("network.param", "w") as file:
    file.write(
        "7767517\n6 7\n"
        "Input data 0 1 data\n"
        "Convolution conv1 1 1 data a 0=2 1=3 3=2 4=1 5=1 6=54 9=1\n"
        "Split split 1 2 a a0 a1\n"
        "Convolution conv2 1 1 a0 b 0=2 1=1 6=4\n"
        "BatchNorm norm 1 1 b c 0=2 1=1e-05\n"
        "BinaryOp sum 2 1 a1 c d 0=0 -23310=2,0.5,1.0\n")
with open("network.bin", "wb") as file:
    file.write(struct.pack("<I54f2f", 0, *range(54), 1, 2))
    file.write(struct.pack("<I4e", 0x01306B47, 1, 2, 3, 4))
    file.write(struct.pack("<8f", *range(8)))
