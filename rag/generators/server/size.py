"""Size: what a server tells of its model, each in its own way, and otherwise the model's name."""

from dataclasses import replace

from index.errors import ServerFailed
from index.servers.address import ServerAddress
from index.servers.client import AT_ONCE, Client
from index.servers.replies import Props, Served, Shown, number_of
from rag.reach import ModelSize, billions_in


def size_by_name(address: ServerAddress) -> ModelSize:
    """Return what the name of a model alone tells."""
    return ModelSize(billions_in(address.model), told="its name", at_once=AT_ONCE, is_on_server=True)


def find_size(client: Client, served: Served) -> ModelSize:
    """Return the size of a served model.

    llama.cpp tells its weights, slots and the context of each; vLLM and SGLang the context and where the model was
    read, Ollama the weights; a cloud nothing, or a context.
    """
    size = replace(size_by_name(client.address), context=served.context)
    if count := number_of((served.meta or {}).get("n_params")):
        size = replace(size, billions=count / 1e9, told="the server")
    elif not size.billions and (named := billions_in(f"{served.id} {served.root or ''}")):
        size = replace(size, billions=named, told="its name on the server")
    try:
        if served.meta is not None:
            props = client.get("/props", Props)
            size = replace(size, context=props.context or size.context, at_once=props.total_slots or size.at_once)
        elif not size.billions and not size.context:
            told = client.post("/api/show", {"model": served.id}, Shown).details.get("parameter_size")
            size = replace(size, billions=billions_in(str(told)), told="the server")
    except ServerFailed:  # it knows no such question
        return size
    return size
