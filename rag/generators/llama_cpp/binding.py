"""llama.cpp's C interface as far as it is needed here, out of the wheel `ik-llama-cpp-python`.

The wheel carries ik_llama.cpp, a fork that reads twice as fast on a processor (docs/performance.md). It declares the
structs of exactly its own build; the functions that it leaves out are declared here after its `llama.h`.
"""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from types import ModuleType

WHEEL = "ik-llama-cpp-python"
_SPIN_COUNT = "4000"
_Log = ctypes.CFUNCTYPE(None, ctypes.c_int, ctypes.c_char_p, ctypes.c_void_p)
_Abort = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p)
_Tokens = ctypes.POINTER(ctypes.c_int32)
_Pointer, _Int, _Flags = ctypes.c_void_p, ctypes.c_int32, ctypes.c_uint32
_Size, _Bool, _Text = ctypes.c_size_t, ctypes.c_bool, ctypes.c_char_p
_FUNCTIONS: dict[str, tuple[object, tuple[object, ...]]] = {
    "llama_print_system_info": (_Text, ()),
    "llama_log_set": (None, (_Log, _Pointer)),
    "llama_set_abort_callback": (None, (_Pointer, _Pointer, _Pointer)),
    "llama_set_n_threads": (None, (_Pointer, _Flags, _Flags)),
    "llama_kv_cache_update": (_Int, (_Pointer,)),
    "llama_kv_cache_seq_rm": (_Bool, (_Pointer, _Int, _Int, _Int)),
    "llama_kv_cache_seq_cp": (None, (_Pointer, _Int, _Int, _Int, _Int)),
    "llama_kv_cache_seq_add": (None, (_Pointer, _Int, _Int, _Int, _Int)),
    "llama_state_seq_get_size": (_Size, (_Pointer, _Int, _Flags)),
    "llama_state_seq_get_data": (_Size, (_Pointer, _Text, _Size, _Int, _Flags)),
    "llama_state_seq_set_data": (_Size, (_Pointer, _Text, _Size, _Int, _Flags)),
    "llama_vocab_tokenize": (_Int, (_Pointer, _Text, _Int, _Tokens, _Int, _Bool, _Bool)),
    "llama_vocab_get_text": (_Text, (_Pointer, _Int)),
    "llama_vocab_bos": (_Int, (_Pointer,)),
    "llama_vocab_eos": (_Int, (_Pointer,)),
    "llama_vocab_get_add_bos": (_Bool, (_Pointer,)),
    "llama_vocab_is_eog": (_Bool, (_Pointer, _Int)),
    "llama_token_is_control": (_Bool, (_Pointer, _Int)),
    "llama_token_to_piece": (_Int, (_Pointer, _Int, _Text, _Int, _Int, _Bool)),
    "llama_model_chat_template": (_Text, (_Pointer, _Text)),
    "llama_model_meta_val_str": (_Int, (_Pointer, _Text, _Text, _Size)),
}


@cache
def load_binding() -> ModuleType:
    """Load llama.cpp, quiet, and return the wheel's structs and functions; `library` has the other functions."""
    with _short_waiting():
        import ik_llama_cpp._ctypes_api as binding  # the wheel's only way to the structs
    for name, (result, arguments) in _FUNCTIONS.items():
        function = getattr(binding._lib, name)
        function.restype, function.argtypes = result, arguments
    binding.library = binding._lib
    # Its messages go to the terminal otherwise. The library keeps the pointer, so the object must stay.
    binding.silence = _Log(lambda _level, _text, _data: None)
    binding.library.llama_log_set(binding.silence, None)
    binding.llama_backend_init()
    module: ModuleType = binding
    return module


def build() -> str:
    """Return version and instruction sets of the engine: another build rounds otherwise."""
    info: bytes = load_binding().library.llama_print_system_info()
    used = [
        name for name, _, is_used in (part.partition(" = ") for part in info.decode().split(" | ")) if is_used == "1"
    ]
    return " ".join((version(WHEEL), *used))


def stop_callback() -> ctypes.c_void_p:
    """Return a function that the engine may ask whether to stop: a byte that is not 0 in front of a 0 says yes.

    It is C's `strlen`: the engine asks before every operation, and asking Python would take the interpreter's lock
    thousands of times a token.
    """
    library = ctypes.cdll.msvcrt if sys.platform == "win32" else ctypes.CDLL(None)
    return ctypes.cast(library.strlen, ctypes.c_void_p)


@contextmanager
def _short_waiting() -> Iterator[None]:
    """Let the engine's threads spin only briefly when they wait for each other, if the user has not said otherwise.

    By default they spin for milliseconds at each of the many barriers of a token. Beside one other busy
    program that is most of the time: the 1.5B model then writes 0.5 tokens a second on two cores instead
    of 3 to 5. OpenMP reads the variable once, when its library is loaded; it is taken back so that other
    libraries keep their own waiting.
    """
    if {"GOMP_SPINCOUNT", "OMP_WAIT_POLICY"} & os.environ.keys():
        yield
        return
    os.environ["GOMP_SPINCOUNT"] = _SPIN_COUNT
    try:
        yield
    finally:
        del os.environ["GOMP_SPINCOUNT"]
