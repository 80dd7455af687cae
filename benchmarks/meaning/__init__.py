"""How the encoder of the local classifier is made, in this order:

1. `forms` writes the stems of all forms of the Russian words into the glossary;
2. `train` trains it on the `corpus`, from the weights of all-MiniLM-L6-v2 (`network`);
3. `export` writes it as ``resources/chat/meaning/model.onnx``;
4. `weights` fits how much its opinion counts beside the other evidence.

The shipped encoder came out of several runs of `train`, each begun where the last had ended while
the corpus grew (docs/evidence tells which): one run anew gives another, much like it.
`benchmarks.utterances` tells how well it all works.
"""
