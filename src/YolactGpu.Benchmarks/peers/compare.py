#!/usr/bin/env python3
"""Runs yolact benchmark and PyTorch in turns and prints the medians and their ratio (over 1: YolactGpu is faster).

PyTorch computes all raw outputs of the network. YolactGpu computes the mask coefficients of the detections alone, where its device has the
pass for that, and does so in its detection stage; so the ratio to the network and detection together is printed as well, in which
YolactGpu does all of PyTorch's work that a result needs, and softmax, decoding and Fast NMS besides.

compare.py YOLACT [--rounds 5] [--config yolact_resnet50] [--batch 1] [--device cpu|cuda] [--python python3] [more options of yolact benchmark]
YOLACT is the built command line, for example artifacts/bin/YolactGpu.Cli/release/yolact.
For YOLACT++ PyTorch needs a fast BLAS: torchvision's deformable convolution is a
product of it, and takes over three times as long with the reference BLAS.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("yolact")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--config", default="yolact_resnet50")
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--python", default=sys.executable)
    options, more = parser.parse_known_args()
    shared = ["--config", options.config, "--batch", str(options.batch), "--repeat", str(options.repeat)]
    ours, detected, ends, theirs, result, peer = [], [], [], {}, {}, {}
    for _ in range(options.rounds):
        line = subprocess.run([options.yolact, "benchmark", "--json", "--device", options.device, *shared, *more],
                              check=True, capture_output=True, text=True).stdout
        result = json.loads(line)
        ours.append(result["network_ms"]["median"])
        detected.append(result["stages"]["network"] + result["stages"]["detect"])
        ends.append(result["end_to_end_ms"]["median"])
        line = subprocess.run([options.python, os.path.join(HERE, "bench_torch.py"), "--device", options.device, *shared],
                              check=True, capture_output=True, text=True, cwd=HERE).stdout
        peer = json.loads(line)
        for mode, runs in peer["ms"].items():
            if isinstance(runs, list):
                theirs.setdefault(mode, []).append(statistics.median(runs))
    network, found, end = statistics.median(ours), statistics.median(detected), statistics.median(ends)
    print(f"{options.config}, batch {options.batch}, medians of {options.rounds} rounds in turns")
    print(f"  YolactGpu      {network:9.1f} ms   {result['precision']} on {result['device']}; with detection {found:.1f} ms, photo to masks {end:.1f} ms")
    for mode, runs in sorted(theirs.items(), key=lambda item: statistics.median(item[1])):
        median = statistics.median(runs)
        print(f"  {mode:14} {median:9.1f} ms   {median / network:5.2f} times ours, {median / found:.2f} times with detection   torch {peer['torch']} on {peer['device']}")


if __name__ == "__main__":
    main()
