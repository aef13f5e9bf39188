#!/usr/bin/env python3
"""A second verifier of a log's folder, written from the pages of C2SP and RFC 6962 alone.

    verify.py log DIR              checkpoint, every tile, every entry's inclusion, consistency with checkpoint.old
    verify.py proof FILE ENTRY POLICY    a tlog-proof of an entry

It knows no statement and no program of ours: a log is entries of bytes. It needs Python 3.8; with the package
`cryptography` signatures are checked by OpenSSL, without it by the slow arithmetic below.
Exit codes: 0 it holds, 1 it does not.
"""

import base64
import hashlib
import os
import sys


def fail(why):
    sys.exit(f"DOES NOT HOLD: {why}")


# Ed25519 (RFC 8032, 5.1.7).

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    def is_signed(public, message, signature):
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
            return True
        except (InvalidSignature, ValueError):
            return False

except ImportError:
    P = 2**255 - 19
    L = 2**252 + 27742317777372353535851937790883648493
    D = -121665 * pow(121666, P - 2, P) % P
    I = pow(2, (P - 1) // 4, P)

    def point(data):
        y = int.from_bytes(data, "little")
        sign, y = y >> 255, y & (2**255 - 1)
        if y >= P:
            return None
        x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
        x = pow(x2, (P + 3) // 8, P)
        if (x * x - x2) % P:
            x = x * I % P
        if (x * x - x2) % P or (x == 0 and sign):
            return None
        return (P - x if x & 1 != sign else x, y)

    def add(a, b):
        (x1, y1), (x2, y2) = a, b
        k = D * x1 * x2 * y1 * y2 % P
        x = (x1 * y2 + x2 * y1) * pow(1 + k, P - 2, P) % P
        y = (y1 * y2 + x1 * x2) * pow(1 - k, P - 2, P) % P
        return (x, y)

    def times(k, a):
        sum = (0, 1)
        while k:
            if k & 1:
                sum = add(sum, a)
            a, k = add(a, a), k >> 1
        return sum

    BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))

    def is_signed(public, message, signature):
        if len(signature) != 64:
            return False
        a, r, s = point(public), point(signature[:32]), int.from_bytes(signature[32:], "little")
        if a is None or r is None or s >= L:
            return False
        h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
        return times(s, BASE) == add(r, times(h, a))


# Signed notes, checkpoints and cosignatures (C2SP signed-note, tlog-checkpoint, tlog-cosignature).


def vkey(text):
    name, id, key = text.split("+", 2)
    key = base64.b64decode(key, validate=True)
    if hashlib.sha256(name.encode() + b"\n" + key).hexdigest()[:8] != id:
        fail(f"the id of the key of {name} does not follow from it")
    return name, bytes.fromhex(id), key[0], key[1:]


def policy(text):
    """The log's key, and the witnesses' keys; quorums are left to others."""
    lines = [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    logs = [vkey(line[1]) for line in lines if line[0] == "log"]
    return logs[0], [vkey(line[2]) for line in lines if line[0] == "witness"]


def checkpoint(note, keys):
    """Size and root, as the log signed them; how many witnesses cosigned."""
    text, signatures = note.rsplit("\n\n", 1)
    text += "\n"
    log, witnesses = keys
    signed, cosigned = False, 0
    for line in signatures.splitlines():
        dash, name, signature = line.split(" ")
        if dash != "\u2014":
            fail("a signature line does not begin with a dash")
        signature = base64.b64decode(signature, validate=True)
        for known in [log] + witnesses:
            if (name, signature[:4]) != known[:2]:
                continue
            if known[2] == 1:
                good = is_signed(known[3], text.encode(), signature[4:])
                signed = signed or good
            else:
                time = int.from_bytes(signature[4:12], "big")
                message = f"cosignature/v1\ntime {time}\n{text}".encode()
                good = is_signed(known[3], message, signature[12:])
                cosigned += 1
            if not good:
                fail(f"the signature of {name} does not fit")
    if not signed:
        fail("the log has not signed the checkpoint")
    origin, size, root = text.splitlines()[:3]
    if origin != log[0]:
        fail(f"the checkpoint is of {origin}, not of {log[0]}")
    return int(size), base64.b64decode(root, validate=True), cosigned


# The tree (RFC 6962, 2.1) and its tiles (C2SP tlog-tiles).


def leaf(entry):
    return hashlib.sha256(b"\x00" + entry).digest()


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(count):
    k = 1
    while k * 2 < count:
        k *= 2
    return k


class Log:
    def __init__(self, folder, size):
        self.folder, self.size, self.held = folder, size, {}

    def path(self, kind, index, full=False):
        level = 0 if kind == "entries" else kind
        count = self.size >> (8 * level)
        width = min(256, count - 256 * index)
        groups = [f"{index % 1000:03}"]
        while index >= 1000:
            index //= 1000
            groups.insert(0, f"x{index % 1000:03}")
        partial = "" if width == 256 or full else f".p/{width}"
        return os.path.join(self.folder, "tile", str(kind), *groups) + partial, width

    def read(self, kind, index):
        path, width = self.path(kind, index)
        if not os.path.exists(path):
            # A partial tile may be gone once the full one exists.
            path, _ = self.path(kind, index, full=True)
        with open(path, "rb") as file:
            return file.read(), width

    def tile(self, level, index):
        if (level, index) not in self.held:
            data, width = self.read(level, index)
            self.held[level, index] = [data[32 * i : 32 * i + 32] for i in range(width)]
        return self.held[level, index]

    def entries(self, index):
        data, width = self.read("entries", index)
        entries = []
        for _ in range(width):
            length = int.from_bytes(data[:2], "big")
            if len(data) < 2 + length:
                fail(f"bundle {index} is cut")
            entries.append(data[2 : 2 + length])
            data = data[2 + length :]
        return entries

    def range(self, start, end):
        """The hash over entries start to before end; where a tile has it, as the tile has it."""
        count = end - start
        for level in range(7, -1, -1):
            if count == 256**level and start % count == 0:
                index = start // count
                return self.tile(level, index // 256)[index % 256]
        middle = start + split(count)
        return node(self.range(start, middle), self.range(middle, end))

    def inclusion(self, index):
        """The proof of an entry: hashes beside its path, from the bottom."""
        path, start, end = [], 0, self.size
        while end - start > 1:
            middle = start + split(end - start)
            if index < middle:
                path.insert(0, (middle, end))
                end = middle
            else:
                path.insert(0, (start, middle))
                start = middle
        return [self.range(*part) for part in path]


def root_of(index, size, hash, proof):
    """RFC 9162, 2.1.3.2."""
    fn, sn = index, size - 1
    for beside in proof:
        if sn == 0:
            fail("the proof is too long")
        if fn & 1 or fn == sn:
            hash = node(beside, hash)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            hash = node(hash, beside)
        fn, sn = fn >> 1, sn >> 1
    if sn:
        fail("the proof is too short")
    return hash


def log(folder):
    with open(os.path.join(folder, "policy.txt")) as file:
        keys = policy(file.read())
    with open(os.path.join(folder, "checkpoint")) as file:
        size, root, cosigned = checkpoint(file.read(), keys)
    tree = Log(folder, size)
    if size and tree.range(0, size) != root:
        fail("the tiles do not lead to the root that was signed")
    for bundle in range((size + 255) // 256):
        for place, entry in enumerate(tree.entries(bundle)):
            index = 256 * bundle + place
            # The entry, and the path from it to the root that was signed.
            if root_of(index, size, leaf(entry), tree.inclusion(index)) != root:
                fail(f"entry {index} is not in the log")
    # Every tile follows from those below it: so do proofs that are made from them.
    for level in range(1, 8):
        for index in range(size >> 8 * level):
            below = tree.tile(level - 1, index)
            while len(below) > 1:
                below = [node(below[i], below[i + 1]) for i in range(0, len(below), 2)]
            if below[0] != tree.tile(level, index // 256)[index % 256]:
                fail(f"a tile of level {level} does not follow from those below it")
    older = os.path.join(folder, "checkpoint.old")
    said = "no checkpoint.old"
    if os.path.exists(older):
        with open(older) as file:
            old_size, old_root, _ = checkpoint(file.read(), keys)
        if old_size > size:
            fail("the log is shorter than checkpoint.old")
        if old_size and tree.range(0, old_size) != old_root:
            fail("the log does not continue checkpoint.old")
        said = f"continues size {old_size}"
    print(f"holds: {keys[0][0]}, size {size}, {cosigned} cosignatures, every entry included, {said}")


def proof(file, entry, policy_file):
    with open(policy_file) as opened:
        keys = policy(opened.read())
    with open(file) as opened:
        head, note = opened.read().split("\n\n", 1)
    lines = head.splitlines()
    if lines.pop(0) != "c2sp.org/tlog-proof@v1":
        fail("no proof file")
    if lines[0].startswith("extra "):
        lines.pop(0)
    index = int(lines.pop(0).split(" ")[1])
    size, root, cosigned = checkpoint(note, keys)
    with open(entry, "rb") as opened:
        hash = leaf(opened.read())
    if index >= size or root_of(index, size, hash, [base64.b64decode(line, validate=True) for line in lines]) != root:
        fail(f"the entry is not entry {index} of the log")
    print(f"holds: entry {index} of {size}, {cosigned} cosignatures")


if __name__ == "__main__":
    words = sys.argv[1:]
    if words[:1] == ["log"] and len(words) == 2:
        log(words[1])
    elif words[:1] == ["proof"] and len(words) == 4:
        proof(*words[1:])
    else:
        sys.exit(__doc__)
