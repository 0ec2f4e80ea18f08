#!/usr/bin/env python3
"""Times yolact_torch.py: network only, formula weights. Prints one line of JSON with the times of every way that PyTorch offers here.

bench_torch.py [--config yolact_resnet50] [--batch 1] [--repeat 5] [--warmup 2] [--device cpu|cuda] [--threads N] [--modes a,b]
"""
import argparse
import json
import os
import time

import torch

import yolact_torch


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--config", default="yolact_resnet50", choices=sorted(yolact_torch.CONFIGS))
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--warmup", type=int, default=2)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--threads", type=int)
    parser.add_argument("--modes", default="")
    options = parser.parse_args()
    torch.set_num_threads(options.threads or len(os.sched_getaffinity(0)))
    cuda = options.device.startswith("cuda")
    model = yolact_torch.load_formula(yolact_torch.Yolact(options.config)).to(options.device)
    size = model.size
    x = torch.from_numpy(yolact_torch.formula("input", -2, 2, options.batch * 3 * size * size).astype("float32"))
    x = x.reshape(options.batch, 3, size, size).to(options.device)

    def half(network):
        def run(value):
            with torch.autocast("cuda", dtype=torch.float16):
                return network(value)
        return run

    modes = {
        "eager": lambda: (model, x),
        "channels_last": lambda: (model.to(memory_format=torch.channels_last), x.contiguous(memory_format=torch.channels_last)),
        "frozen": lambda: (torch.jit.optimize_for_inference(torch.jit.freeze(torch.jit.trace(model, x))), x),
    }
    if cuda:
        modes["autocast"] = lambda: (half(model.to(memory_format=torch.channels_last)), x.contiguous(memory_format=torch.channels_last))
    if hasattr(torch, "compile") and cuda:
        modes["compile"] = lambda: (torch.compile(model), x)
    wanted = options.modes.split(",") if options.modes else list(modes)
    times = {}
    with torch.no_grad():
        for mode in wanted:
            model.to(memory_format=torch.contiguous_format)
            try:
                network, value = modes[mode]()
                for _ in range(options.warmup):
                    network(value)
                runs = []
                for _ in range(options.repeat):
                    if cuda:
                        torch.cuda.synchronize()
                    begin = time.perf_counter()
                    network(value)
                    if cuda:
                        torch.cuda.synchronize()
                    runs.append((time.perf_counter() - begin) * 1e3)
                times[mode] = runs
            except RuntimeError as error:
                times[mode] = str(error).splitlines()[0]
    device = torch.cuda.get_device_name() if cuda else f"CPU, {torch.get_num_threads()} threads"
    print(json.dumps({"torch": torch.__version__, "device": device, "config": options.config, "batch": options.batch, "ms": times}))


if __name__ == "__main__":
    main()
