"""Readers of Python's library: a line of JSON is a question {"of": NAME, "base64": BYTES, ...}, the answer what NAME makes of the bytes."""
import base64
import io
import json
import math
import sys
import tarfile
import tomllib
import urllib.parse

try:
    import idna
    import unicodedata
except ImportError:
    idna = None


def plain(value):
    """A value of TOML as JSON has it; what JSON has not stands as a list of its kind and its text."""
    if isinstance(value, dict):
        return {"table": {name: plain(inner) for name, inner in value.items()}}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if isinstance(value, bool) or isinstance(value, str):
        return value
    if isinstance(value, int):
        return {"integer": str(value)}
    if isinstance(value, float):
        return {"float": "nan" if math.isnan(value) else value.hex()}
    return {"time": True}


def toml(content, _):
    try:
        return {"value": plain(tomllib.loads(content.decode()))}
    except (ValueError, RecursionError) as error:
        return {"refused": str(error)}


def form(content, _):
    try:
        fields = urllib.parse.parse_qsl(content.decode(), keep_blank_values=True, errors="strict")
        return {"fields": fields}
    except ValueError as error:
        return {"refused": str(error)}


def tar(content, _):
    """Names, kinds and contents of an archive, until its end or until something is wrong."""
    entries = []
    try:
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:", encoding="utf-8", errors="surrogateescape") as archive:
            for member in archive:
                if len(entries) >= 50:
                    break
                held = archive.extractfile(member) if member.isreg() else None
                data = held.read() if held else b""
                entries.append([member.name, member.isreg(), member.size, base64.b64encode(data).decode()])
        return {"entries": entries}
    except (tarfile.TarError, ValueError, OverflowError, EOFError, OSError) as error:
        return {"entries": entries, "refused": str(error)}


def domain(content, _):
    """The A-labels of a domain by IDNA2008 (RFC 5891), without any mapping; whether this Unicode knows all its characters."""
    text = content.decode()
    known = all(unicodedata.category(each) != "Cn" for each in text)
    try:
        return {"ascii": idna.encode(text, std3_rules=True).decode(), "known": known}
    except (idna.IDNAError, UnicodeError, ValueError, IndexError) as error:
        return {"refused": str(error), "known": known}


READERS = {"toml": toml, "form": form, "tar": tar, "domain": domain}

for line in sys.stdin:
    asked = json.loads(line)
    answer = READERS[asked["of"]](base64.b64decode(asked["base64"]), asked)
    print(json.dumps(answer), flush=True)
