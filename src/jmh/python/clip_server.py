"""The usual way to serve CLIP in Python: FastAPI and uvicorn in front of PyTorch, one request at a time through the tower.

What -Dbench=serving compares with. It reads the same Hugging Face folder and class weights, in the same precision and with as
many threads. Usage: python3 clip_server.py MODEL_FOLDER CLASS_WEIGHTS PORT THREADS
CLASS_WEIGHTS is a safetensors file with class_weights (K, e); class k is called "k".
"""
import io
import json
import sys

import numpy
import torch
import torch.nn.functional as functional
import uvicorn
from fastapi import FastAPI, Request
from PIL import Image
from starlette.concurrency import run_in_threadpool

DTYPES = {"F32": numpy.float32, "F16": numpy.float16}


def safetensors(path):
    data = numpy.memmap(path, numpy.uint8, "r")
    length = int(data[:8].view(numpy.uint64)[0])
    header = json.loads(bytes(data[8:8 + length]))
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] in DTYPES:
            begin, end = (8 + length + offset for offset in entry["data_offsets"])
            values = numpy.frombuffer(data[begin:end].tobytes(), DTYPES[entry["dtype"]])
            tensors[name] = torch.from_numpy(values.astype(numpy.float32)).reshape(entry["shape"])
    return tensors


class ImageTower:
    """The vision transformer of Hugging Face's CLIP (arXiv 2103.00020, section 2.4)."""

    def __init__(self, folder):
        with open(folder + "/config.json") as file:
            self.sizes = json.load(file)["vision_config"]
        with open(folder + "/preprocessor_config.json") as file:
            how = json.load(file)
        self.mean = torch.tensor(how["image_mean"]).reshape(3, 1, 1)
        self.deviation = torch.tensor(how["image_std"]).reshape(3, 1, 1)
        self.side = self.sizes["image_size"]
        self.weights = safetensors(folder + "/model.safetensors")
        self.scale = self.weights["logit_scale"].exp().item()

    def pixels(self, file):
        image = Image.open(io.BytesIO(file)).convert("RGB")
        short = min(image.size)
        width, height = (self.side * side // short for side in image.size)
        image = image.resize((width, height), Image.BICUBIC)
        left, top = (width - self.side) // 2, (height - self.side) // 2
        image = image.crop((left, top, left + self.side, top + self.side))
        values = torch.from_numpy(numpy.array(image)).permute(2, 0, 1).float() / 255
        return (values - self.mean) / self.deviation

    def linear(self, x, name):
        return functional.linear(x, self.weights[name + ".weight"], self.weights[name + ".bias"])

    def norm(self, x, name):
        return functional.layer_norm(x, x.shape[-1:], self.weights[name + ".weight"], self.weights[name + ".bias"])

    def attention(self, x, name):
        batch, length, width = x.shape
        heads = self.sizes["num_attention_heads"]
        q, k, v = (self.linear(x, name + "." + part).reshape(batch, length, heads, width // heads).transpose(1, 2)
                   for part in ("q_proj", "k_proj", "v_proj"))
        scores = (q @ k.transpose(2, 3) * (width // heads) ** -0.5).softmax(-1)
        return self.linear((scores @ v).transpose(1, 2).reshape(batch, length, width), name + ".out_proj")

    def features(self, pixels):
        top = "vision_model."
        x = functional.conv2d(pixels, self.weights[top + "embeddings.patch_embedding.weight"], stride=self.sizes["patch_size"])
        x = x.flatten(2).transpose(1, 2)
        first = self.weights[top + "embeddings.class_embedding"].expand(len(x), 1, -1)
        x = torch.cat([first, x], 1) + self.weights[top + "embeddings.position_embedding.weight"]
        x = self.norm(x, top + "pre_layrnorm")
        for layer in range(self.sizes["num_hidden_layers"]):
            block = "%sencoder.layers.%d." % (top, layer)
            x = x + self.attention(self.norm(x, block + "layer_norm1"), block + "self_attn")
            hidden = self.linear(self.norm(x, block + "layer_norm2"), block + "mlp.fc1")
            x = x + self.linear(hidden * torch.sigmoid(1.702 * hidden), block + "mlp.fc2")
        x = self.norm(x[:, 0], top + "post_layernorm") @ self.weights["visual_projection.weight"].T
        return functional.normalize(x)


def application(tower, class_weights):
    app = FastAPI()

    def predict(file):
        with torch.inference_mode():
            logits = tower.scale * tower.features(tower.pixels(file)[None]) @ class_weights.T
            scores, labels = logits.softmax(-1)[0].topk(min(5, len(class_weights)))
        return [{"label": str(k), "score": s} for k, s in zip(labels.tolist(), scores.tolist())]

    @app.post("/classify")
    async def classify(request: Request):
        file = await request.body()
        return {"predictions": [{"labels": await run_in_threadpool(predict, file)}]}

    return app


def main():
    folder, classes, port, threads = sys.argv[1:]
    torch.set_num_threads(int(threads))
    app = application(ImageTower(folder), safetensors(classes)["class_weights"])
    uvicorn.run(app, port=int(port), log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
