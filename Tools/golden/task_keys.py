"""Digests of canonical encodings and keys of task graphs, computed anew from their description with PyPI's xxhash."""

import random
import struct

import xxhash
from common import write

TAGS = {"nil": 0, "bool": 1, "int": 2, "double": 3, "string": 4, "bytes": 5, "key": 6, "list": 7, "ints": 8, "doubles": 9}


def word(number: int) -> bytes:
    return struct.pack("<Q", number % 2**64)


def bits(value: float) -> str:
    """A double's bit pattern as 16 hexadecimal digits, as the golden file writes doubles."""
    return struct.pack(">d", value).hex()


def halves(key: str) -> bytes:
    return word(int(key[:16], 16)) + word(int(key[16:], 16))


def encode(kind: str, value) -> bytes:
    tag = bytes([TAGS[kind]])
    match kind:
        case "nil":
            return tag
        case "bool":
            return tag + bytes([value])
        case "int":
            return tag + word(int(value))
        case "double":
            return tag + word(int(value, 16))
        case "string":
            return tag + word(len(value.encode())) + value.encode()
        case "bytes":
            return tag + word(len(value)) + bytes(value)
        case "key":
            return tag + halves(value)
        case "list":
            return tag + word(value)
        case "ints":
            return tag + word(len(value)) + b"".join(word(int(each)) for each in value)
        case "doubles":
            return tag + word(len(value)) + b"".join(word(int(each, 16)) for each in value)


def digest(data: bytes) -> str:
    return f"{xxhash.xxh3_128(data).intdigest():032x}"


def digest_of(values) -> str:
    return digest(b"".join(encode(*value) for value in values))


def encodings():
    cases = [
        [],
        [("nil", None)],
        [("bool", False)],
        [("bool", True)],
        [("int", "0")],
        [("int", "1")],
        [("int", "10")],
        [("int", str(-(2**63)))],
        [("int", str(2**63 - 1))],
        [("double", bits(1.0))],
        [("double", bits(0.0))],
        [("double", bits(-0.0))],
        [("double", bits(float("inf")))],
        [("double", "7ff8000000000001")],
        [("double", bits(0.1))],
        [("string", "")],
        [("string", "1")],
        [("string", "ab"), ("string", "c")],
        [("string", "a"), ("string", "bc")],
        [("string", "Größe 数据 🌳")],
        [("bytes", [])],
        [("bytes", [49])],
        [("bytes", list(range(256)))],
        [("key", "000102030405060708090a0b0c0d0e0f")],
        [("list", 0)],
        [("list", 1), ("int", "1")],
        [("list", 2), ("list", 1), ("int", "1"), ("nil", None)],
        [("ints", [])],
        [("ints", ["1"])],
        [("ints", [str(each) for each in range(-3, 200)])],
        [("doubles", [])],
        [("doubles", [bits(1.0)])],
        [("doubles", [bits(each / 7) for each in range(50)])],
    ]
    return [{"values": values, "digest": digest_of(values)} for values in cases]


def graph():
    """A graph whose tasks have up to 20 inputs, so that every way in which XXH3 treats short inputs is taken."""
    rng = random.Random(1)
    operations = []
    for index in range(6):
        parameters = [("string", "C"), ("double", bits(10.0**index)), ("int", str(index))]
        name, version = ("fit", "transform")[index % 2], 1 + index // 4
        operations.append({
            "name": name, "version": version, "parameters": parameters,
            "digest": digest_of([("string", name), ("int", str(version)), *parameters]),
        })
    tasks = []
    for index in range(120):
        operation = rng.randrange(len(operations))
        inputs = [rng.randrange(index) for _ in range(rng.choice([0, 1, 2, 3, 3, 5, 20]))] if index else []
        salt = rng.choice([None, None, "0", str(rng.randrange(2**64))])
        data = halves(operations[operation]["digest"]) + b"".join(halves(tasks[each]["key"]) for each in inputs)
        if salt is not None:
            data += word(int(salt))
        tasks.append({"operation": operation, "inputs": inputs, "salt": salt, "key": digest(data)})
    return {"operations": operations, "tasks": tasks}


def generate() -> None:
    write("TaskGraphTests", "task-keys", {"xxhash": xxhash.VERSION, "encodings": encodings(), "graph": graph()})
