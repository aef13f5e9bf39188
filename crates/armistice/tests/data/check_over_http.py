"""Fetches a log over HTTP and checks that an entry is in it, with nothing but Python's standard library.

usage: check_over_http.py URL VERIFIER_KEY INDEX

Written from C2SP tlog-tiles, tlog-checkpoint and signed-note, and from RFC 8032; it shares no code with the program that
serves the log. The Ed25519 below is the slow arithmetic of the RFC: enough to check one signature.
"""

import base64
import hashlib
import sys
import urllib.error
import urllib.request

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(n, p):
    q = (0, 1, 1, 0)
    while n:
        if n & 1:
            q = add(q, p)
        p = add(p, p)
        n >>= 1
    return q


def same(p, q):
    return (p[0] * q[2] - q[0] * p[2]) % P == 0 and (p[1] * q[2] - q[1] * p[2]) % P == 0


def point(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    assert y < P, "no point"
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * ROOT % P
    assert (x * x - x2) % P == 0, "no point"
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


BASE = point(bytes.fromhex("5866666666666666666666666666666666666666666666666666666666666666"))


def signed(public, message, signature):
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    if s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(r + public + message).digest(), "little") % L
    return same(times(s, BASE), add(point(r), times(h, point(public))))


def fetch(url):
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.read()


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def tile_path(index):
    text = "%03d" % (index % 1000)
    while index >= 1000:
        index //= 1000
        text = "x%03d/%s" % (index % 1000, text)
    return text


def fetch_part(url, kind, index, size):
    """A tile or bundle: the partial one that the log's size asks for, or the full one where that is gone."""
    level = 0 if kind == "entries" else kind
    width = min((size >> (8 * level)) - 256 * index, 256)
    path = "%s/tile/%s/%s" % (url, kind, tile_path(index))
    if width == 256:
        return fetch(path), width
    try:
        return fetch("%s.p/%d" % (path, width)), width
    except urllib.error.HTTPError as error:
        if error.code != 404:
            raise
        return fetch(path), width


def leaves(url, size):
    found = []
    for index in range((size + 255) // 256):
        data, width = fetch_part(url, 0, index, size)
        found += [data[32 * i : 32 * i + 32] for i in range(width)]
    return found


def subtree(hashes):
    if len(hashes) == 1:
        return hashes[0]
    half = 1 << (len(hashes) - 1).bit_length() - 1
    return node(subtree(hashes[:half]), subtree(hashes[half:]))


def path_of(index, hashes):
    if len(hashes) == 1:
        return []
    half = 1 << (len(hashes) - 1).bit_length() - 1
    if index < half:
        return path_of(index, hashes[:half]) + [(False, subtree(hashes[half:]))]
    return path_of(index - half, hashes[half:]) + [(True, subtree(hashes[:half]))]


def main():
    url, key, index = sys.argv[1].rstrip("/"), sys.argv[2], int(sys.argv[3])
    name, key_id, encoded = key.split("+", 2)
    typed = base64.b64decode(encoded, validate=True)
    assert hashlib.sha256(name.encode() + b"\n" + typed).digest()[:4].hex() == key_id, "the key has another id"
    assert typed[0] == 1, "not a key that signs notes"

    note = fetch(url + "/checkpoint").decode()
    text, signatures = note.rsplit("\n\n", 1)
    text += "\n"
    good = 0
    for line in signatures.splitlines():
        mark, who, data = line.split(" ")
        data = base64.b64decode(data, validate=True)
        assert mark == "\u2014"
        if who == name and data[:4].hex() == key_id:
            assert signed(typed[1:], text.encode(), data[4:]), "a bad signature of the log"
            good += 1
    assert good, "the log has not signed"
    origin, size, root = text.splitlines()[:3]
    assert origin == name, "another log"
    size, root = int(size), base64.b64decode(root, validate=True)
    assert index < size, "the log has no such entry"

    data, width = fetch_part(url, "entries", index // 256, size)
    for _ in range(index % 256):
        data = data[2 + int.from_bytes(data[:2], "big") :]
    entry = data[2 : 2 + int.from_bytes(data[:2], "big")]
    hash_ = hashlib.sha256(b"\0" + entry).digest()
    for on_right, beside in path_of(index, leaves(url, size)):
        hash_ = node(beside, hash_) if on_right else node(hash_, beside)
    assert hash_ == root, "the entry does not lead to the root that was signed"
    print("entry %d of %d is in the log %s" % (index, size, origin))


main()
