// A verifier of a log's folder made of golang.org/x/mod/sumdb, which the Go project checks modules with.
//
//	verify log DIR                  checkpoint, every entry's inclusion by authenticated tiles, consistency with checkpoint.old
//	verify proof FILE ENTRY POLICY  a tlog-proof of an entry
//
// Hashes, proofs, tiles and notes are that package's own; here is only where files lie, and what a cosignature signs
// (C2SP tlog-cosignature). Exit codes: 0 it holds, 1 it does not.
package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const tileHeight = 8

func fail(format string, values ...any) {
	fmt.Fprintf(os.Stderr, "DOES NOT HOLD: "+format+"\n", values...)
	os.Exit(1)
}

func read(path string) []byte {
	data, err := os.ReadFile(path)
	if err != nil {
		fail("%v", err)
	}
	return data
}

// A witness cosigns a text with a line before it that says when.
type witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (w witness) Name() string    { return w.name }
func (w witness) KeyHash() uint32 { return w.hash }
func (w witness) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(signature), text)
	return ed25519.Verify(w.key, []byte(message), signature[8:])
}

func newWitness(vkey string) witness {
	parts := strings.SplitN(vkey, "+", 3)
	hash, _ := hex.DecodeString(parts[1])
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) != 33 || key[0] != 4 {
		fail("%s is no key of a witness", vkey)
	}
	sum := sha256.Sum256([]byte(parts[0] + "\n" + string(key)))
	if string(sum[:4]) != string(hash) {
		fail("the id of %s does not follow from its key", parts[0])
	}
	return witness{parts[0], binary.BigEndian.Uint32(hash), key[1:]}
}

// The log's verifier, and those of its witnesses; quorums are left to others.
func policy(text []byte) (log note.Verifier, all note.Verifiers) {
	var list []note.Verifier
	for _, line := range strings.Split(string(text), "\n") {
		words := strings.Fields(line)
		if len(words) > 1 && words[0] == "log" {
			verifier, err := note.NewVerifier(words[1])
			if err != nil {
				fail("%v", err)
			}
			log = verifier
			list = append(list, verifier)
		} else if len(words) > 2 && words[0] == "witness" {
			list = append(list, newWitness(words[2]))
		}
	}
	return log, note.VerifierList(list...)
}

func checkpoint(data []byte, log note.Verifier, all note.Verifiers) (tree tlog.Tree, cosigned int) {
	opened, err := note.Open(data, all)
	if err != nil {
		fail("%v", err)
	}
	signed := false
	for _, signature := range opened.Sigs {
		if signature.Name == log.Name() && signature.Hash == log.KeyHash() {
			signed = true
		} else {
			cosigned++
		}
	}
	lines := strings.Split(opened.Text, "\n")
	if !signed || lines[0] != log.Name() {
		fail("the log has not signed the checkpoint")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		fail("%v", err)
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		fail("%v", err)
	}
	return tlog.Tree{N: size, Hash: root}, cosigned
}

// Tiles as C2SP names them: the package's own names have the height in front.
type folder string

func (f folder) Height() int { return tileHeight }

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		data, err := f.tile(tile)
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func (f folder) tile(tile tlog.Tile) ([]byte, error) {
	name := func(tile tlog.Tile) string {
		return filepath.Join(string(f), strings.Replace(tile.Path(), "tile/8/", "tile/", 1))
	}
	data, err := os.ReadFile(name(tile))
	if os.IsNotExist(err) {
		// A partial tile may be gone once the full one exists.
		full := tile
		full.W = 1 << tileHeight
		data, err = os.ReadFile(name(full))
	}
	if err == nil && len(data) > tile.W*tlog.HashSize {
		data = data[:tile.W*tlog.HashSize]
	}
	return data, err
}

// The entries of a bundle: each behind its length in two bytes. Tiles of level -1 are the package's name for data.
func (f folder) entries(bundle int64, width int) (entries [][]byte) {
	name := func(width int) string {
		path := tlog.Tile{H: tileHeight, L: -1, N: bundle, W: width}.Path()
		return filepath.Join(string(f), strings.Replace(path, "tile/8/data/", "tile/entries/", 1))
	}
	data, err := os.ReadFile(name(width))
	if os.IsNotExist(err) {
		data, err = os.ReadFile(name(1 << tileHeight))
	}
	if err != nil {
		fail("%v", err)
	}
	for len(entries) < width {
		if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
			fail("bundle %d is cut", bundle)
		}
		length := int(binary.BigEndian.Uint16(data))
		entries = append(entries, data[2:2+length])
		data = data[2+length:]
	}
	return entries
}

func verifyLog(dir string) {
	log, all := policy(read(filepath.Join(dir, "policy.txt")))
	tree, cosigned := checkpoint(read(filepath.Join(dir, "checkpoint")), log, all)
	// Every hash that this reader hands out was authenticated against the root.
	reader := tlog.TileHashReader(tree, folder(dir))
	for first := int64(0); first < tree.N; first += 1 << tileHeight {
		width := int64(1 << tileHeight)
		if tree.N-first < width {
			width = tree.N - first
		}
		for place, entry := range folder(dir).entries(first>>tileHeight, int(width)) {
			index := first + int64(place)
			proof, err := tlog.ProveRecord(tree.N, index, reader)
			if err != nil {
				fail("entry %d: %v", index, err)
			}
			if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry)); err != nil {
				fail("entry %d: %v", index, err)
			}
		}
	}
	said := "no checkpoint.old"
	if data, err := os.ReadFile(filepath.Join(dir, "checkpoint.old")); err == nil {
		old, _ := checkpoint(data, log, all)
		if old.N > 0 {
			proof, err := tlog.ProveTree(tree.N, old.N, reader)
			if err != nil {
				fail("%v", err)
			}
			if err := tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash); err != nil {
				fail("%v", err)
			}
		}
		said = fmt.Sprintf("continues size %d", old.N)
	}
	fmt.Printf("holds: %s, size %d, %d cosignatures, every entry included, %s\n", log.Name(), tree.N, cosigned, said)
}

func verifyProof(file, entry, policyFile string) {
	log, all := policy(read(policyFile))
	head, signed, _ := strings.Cut(string(read(file)), "\n\n")
	lines := strings.Split(head, "\n")
	if lines[0] != "c2sp.org/tlog-proof@v1" {
		fail("no proof file")
	}
	lines = lines[1:]
	if strings.HasPrefix(lines[0], "extra ") {
		lines = lines[1:]
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[0], "index "), 10, 64)
	if err != nil {
		fail("%v", err)
	}
	var proof tlog.RecordProof
	for _, line := range lines[1:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			fail("%v", err)
		}
		proof = append(proof, hash)
	}
	tree, cosigned := checkpoint([]byte(signed), log, all)
	if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(read(entry))); err != nil {
		fail("%v", err)
	}
	fmt.Printf("holds: entry %d of %d, %d cosignatures\n", index, tree.N, cosigned)
}

func main() {
	switch words := os.Args[1:]; {
	case len(words) == 2 && words[0] == "log":
		verifyLog(words[1])
	case len(words) == 4 && words[0] == "proof":
		verifyProof(words[1], words[2], words[3])
	default:
		fmt.Fprintln(os.Stderr, "verify log DIR | verify proof FILE ENTRY POLICY")
		os.Exit(2)
	}
}
