#!/usr/bin/env python3
"""Checks a C2SP tlog-proof with nothing of vfledger: hashes by Python, the signature by OpenSSL.

check-proof.py PROOF NAME+KEYID+KEY    prints what it proves; status 1 and the reason where it proves nothing
"""
import base64, hashlib, struct, subprocess, sys, tempfile

def sha(data):
    return hashlib.sha256(data).digest()

def root(leaf, index, size, path):
    """RFC 6962, section 2.1.1, by its recursive definition: which side of the largest power of two the leaf is on."""
    if size == 1:
        return leaf if not path else None
    if not path:
        return None
    split = 1 << (size - 1).bit_length() - 1
    if index < split:
        left = root(leaf, index, split, path[:-1])
        return left and sha(b"\x01" + left + path[-1])
    right = root(leaf, index - split, size - split, path[:-1])
    return right and sha(b"\x01" + path[-1] + right)

def signed(text, signature, key):
    with tempfile.TemporaryDirectory() as folder:
        for name, content in (("text", text), ("sig", signature), ("key", bytes.fromhex("302a300506032b6570032100") + key)):
            with open(f"{folder}/{name}", "wb") as file:
                file.write(content)
        return subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", f"{folder}/key",
            "-rawin", "-in", f"{folder}/text", "-sigfile", f"{folder}/sig"], capture_output=True).returncode == 0

def main(file, vkey):
    name, key_id, key = vkey.split("+", 2)
    key = base64.b64decode(key)[1:]
    with open(file, encoding="utf-8", newline="") as proof:
        head, note = proof.read().split("\n\n", 1)
    lines = head.split("\n")
    leaf = base64.b64decode(lines[1].removeprefix("extra "))
    index = int(lines[2].removeprefix("index "))
    path = [base64.b64decode(line) for line in lines[3:]]
    text, signatures = note.rsplit("\n\n", 1)
    text += "\n"
    origin, size, expected = text.split("\n")[:3]
    assert origin.startswith(name + "/"), "another ledger"
    own = sha(origin.encode() + b"\n\x01" + key)[:4]
    found = [base64.b64decode(line.split(" ")[2]) for line in signatures.splitlines() if line.startswith("— " + origin + " ")]
    assert any(s[:4] == own and signed(text.encode(), s[4:], key) for s in found), "not signed by that key"
    assert root(sha(b"\x00" + leaf), index, int(size), path) == base64.b64decode(expected), "another root"
    assert leaf.startswith(b"vfledger-leaf-1"), "no leaf"
    length = struct.unpack(">i", leaf[15:19])[0]
    print(f"entry {index} of {size} of {origin}, key {leaf[19:19 + length].decode()}")

try:
    main(*sys.argv[1:])
except (AssertionError, ValueError) as reason:
    sys.exit(f"proves nothing: {reason}")
