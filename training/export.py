"""WORK/model.pt → ONNX with 8-bit weights in the package: `python training/export.py WORK [FOLDER] [--float]`."""

from __future__ import annotations

import argparse
import json
import logging
import shutil
from pathlib import Path

import onnx
import torch
from network import LAYERS, WIDTH, Network
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.preprocess import quant_pre_process
from torch import nn
from train import load_tokenizer

from sahelkg.reader import FORMAT, MODEL_FOLDER


class Sentence(nn.Module):
    """The network for one sentence, without padding; tags, features and lemma rules decided."""

    def __init__(self, network: Network, tables: dict[str, list[str]]) -> None:
        super().__init__()
        self.network = network
        fits = torch.full((len(tables["upos"]), len(tables["feats"])), -1e4)
        for column, label in enumerate(tables["feats"]):
            fits[tables["upos"].index(label.partition(" ")[0]), column] = 0.0
        self.register_buffer("fits", fits)
        with torch.no_grad():  # the scale of the products, once and for all
            for part in (network.arc, network.label):
                part.weight.mul_(0.2)
                part.bias.mul_(0.2)

    def forward(self, subwords, shapes, first, last):
        net = self.network
        hidden = net.encoder(subwords[None], shapes[None])[0]
        words = torch.cat([hidden[first], hidden[last]], dim=-1)
        own = words[1:]
        heads = net.arc_head(words)
        dependents = net.arc(net.arc_dep(own))
        arcs = torch.matmul(dependents[:, :-1], heads.transpose(0, 1)) + dependents[:, -1:]
        tags = net.tags(own)
        upos = net.upos(tags).argmax(-1)
        feats = (net.feats(tags) + self.fits[upos]).argmax(-1)
        return (
            arcs,
            net.label(net.label_dep(own)),
            net.label_head(words),
            upos,
            feats,
            net.rules(tags).argmax(-1),
            net.names(net.entities(own)),
            words,
        )


def show_layers(file: Path) -> None:
    """Adds what each layer gives, ``layer0`` the embeddings, to a model's outputs, for `sahelkg.relations`.

    Weights and what else it computes stay as they are.
    """
    model = onnx.load(str(file))
    ends = ["/encoder/norm", *(f"/encoder/layers.{number}/norm2" for number in range(LAYERS))]
    for number, end in enumerate(ends):
        name = f"layer{number}"
        model.graph.node.append(onnx.helper.make_node("Identity", [f"{end}/LayerNormalization_output_0"], [name], name))
        model.graph.output.append(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [1, "s", WIDTH]))
    onnx.save(model, str(file))


OUTPUTS = ["arcs", "label_dep", "label_head", "upos", "feats", "rules", "names", "vectors"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("folder", type=Path, nargs="?", default=MODEL_FOLDER)
    parser.add_argument("--float", action="store_true", help="without quantisation, to see what it costs")
    options = parser.parse_args()
    kept = torch.load(options.work / "model.pt", weights_only=False)
    network = Network(kept["tables"], kept["config"]).eval()
    network.load_state_dict(kept["network"])
    model = Sentence(network, kept["tables"]).eval()
    options.folder.mkdir(parents=True, exist_ok=True)

    plain = options.work / "plain.onnx"
    sample = (
        torch.tensor([101, 5000, 6000, 102]),
        torch.zeros(4, dtype=torch.long),
        torch.tensor([0, 1, 2]),
        torch.tensor([0, 1, 2]),
    )
    axes = {"subwords": {0: "s"}, "shapes": {0: "s"}, "first": {0: "w"}, "last": {0: "w"}}
    torch.onnx.export(
        model,
        sample,
        str(plain),
        input_names=["subwords", "shapes", "first", "last"],
        output_names=OUTPUTS,
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    if options.float:
        shutil.copy(plain, options.folder / "model.onnx")
    else:
        logging.disable(logging.WARNING)
        prepared = options.work / "prepared.onnx"
        quant_pre_process(str(plain), str(prepared), skip_symbolic_shape=True)
        quantize_dynamic(
            str(prepared),
            str(options.folder / "model.onnx"),
            per_channel=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gather", "Gemm"],
        )
    show_layers(options.folder / "model.onnx")
    labels = {"format": FORMAT, **kept["tables"]}
    (options.folder / "labels.json").write_text(json.dumps(labels, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    load_tokenizer().save(str(options.folder / "tokenizer.json"), pretty=False)
    size = sum(file.stat().st_size for file in options.folder.iterdir())
    print(f"{options.folder}: {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
