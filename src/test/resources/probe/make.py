"""Writes logistic regressions that scikit-learn (1.2) has fitted: python3 make.py"""
import json
import os
import struct

import numpy as np
from sklearn.linear_model import LogisticRegression

random = np.random.default_rng(7)
here = os.path.dirname(os.path.abspath(__file__))
C = 31.6


def directions(rows):
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def write(name, classes, each, width, spread):
    centres = directions(random.normal(size=(classes, width)))
    labels = np.repeat(np.arange(classes), each)
    features = directions(centres[labels] + spread * random.normal(size=(len(labels), width))).astype(np.float32)
    # its lbfgs has a second tolerance that cannot be set, and stops some 1e-4 from the lowest point
    probe = LogisticRegression(C=C, solver="newton-cg", multi_class="multinomial", tol=1e-6, max_iter=1000)
    probe.fit(features.astype(np.float64), labels)
    logits = probe.predict_log_proba(features.astype(np.float64))
    tensors = {"features": features, "labels": labels.astype(np.float32), "log_probabilities": logits.astype(np.float32)}
    header, data = {"__metadata__": {"C": str(C)}}, b""
    for key, tensor in tensors.items():
        raw = tensor.tobytes()
        header[key] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(os.path.join(here, name), "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


write("two.safetensors", 2, 12, 16, 0.35)
write("five.safetensors", 5, 8, 32, 0.4)
write("apart.safetensors", 4, 4, 24, 0.01)
