package git

import (
	"bufio"
	"fmt"
	"io"
	"path"
	"regexp"
	"strconv"
	"strings"
)

// maxBlob is the largest old text that is read, in bytes.
const maxBlob = 1 << 20

// An Origin asks what a translation was made from: File is the translation and
// Source the text in the same folder, both slash-separated and relative to the
// folder asked about.
type Origin struct{ File, Source string }

// Origins returns for each Origin what Source held at the last commit that
// changed File: the text that the translation was most likely made from. A
// commit that only moved File is not a change. The bytes are as git stores
// them; nil where nothing is known, which is never an error: without a work
// tree, without git, in a shallow history, for a new file.
func Origins(dir string, ask []Origin) ([][]byte, error) {
	found := make([][]byte, len(ask))
	if len(ask) == 0 || !complete(dir) {
		return found, nil
	}
	objects, err := lastChanges(dir, ask)
	if err != nil {
		return found, err
	}
	return found, readObjects(dir, objects, found)
}

// lastChanges returns for each Origin the name under which git finds its
// source, "" where it is not known.
func lastChanges(dir string, ask []Origin) ([]string, error) {
	objects := make([]string, len(ask))
	wanted := map[string][]int{} // name of a file in the commit that is read -> those who ask
	for i, o := range ask {
		if path.Dir(o.File) == path.Dir(o.Source) && !strings.ContainsAny(o.File+o.Source, "\n\x00") {
			wanted[o.File] = append(wanted[o.File], i)
		}
	}
	cmd := command(dir, "log", "HEAD", "--topo-order", "-c", "-z",
		"--format="+header+"%H", "--name-status", "--relative",
		"-M100%", "--no-ext-diff", "--no-textconv", "--no-color", "--no-show-signature", "--", ".")
	err := read(cmd, func(out io.Reader) (ended bool, err error) {
		return readChanges(out, func(commit, status, old, name string) bool {
			who := wanted[name]
			delete(wanted, name)
			if old != "" {
				delete(wanted, old) // a new file under the old name has no history
			}
			switch {
			case len(who) == 0:
			case old != "":
				wanted[old] = who
			case strings.Trim(status, "D") != "":
				for _, i := range who {
					objects[i] = commit + ":./" + path.Join(path.Dir(name), path.Base(ask[i].Source))
				}
			}
			return len(wanted) > 0
		})
	})
	if err != nil {
		return nil, inOneLine("log", err)
	}
	return objects, nil
}

// renamed is the status of a file that was moved, with how alike it stayed.
var renamed = regexp.MustCompile(`^[RC][0-9]+$`)

// readChanges reads what git log writes, as readLog does, and tells of every
// change until told to stop; old is the name before a move. It reports whether
// it came to the end.
func readChanges(r io.Reader, change func(commit, status, old, name string) (more bool)) (ended bool, err error) {
	in := bufio.NewReader(r)
	commit := ""
	for {
		field, err := readField(in)
		if err == io.EOF {
			return true, nil
		}
		if err != nil {
			return false, err
		}
		field = strings.TrimLeft(field, "\n")
		if field == "" {
			continue
		}
		if id, ok := strings.CutPrefix(field, header); ok {
			commit = id
			continue
		}
		name, err := readField(in)
		if err != nil {
			return false, fmt.Errorf("a status %q without a file: %w", field, io.ErrUnexpectedEOF)
		}
		old := ""
		if renamed.MatchString(field) {
			old = name
			if name, err = readField(in); err != nil {
				return false, fmt.Errorf("a status %q without a second file: %w", field, io.ErrUnexpectedEOF)
			}
		}
		if !change(commit, field, old, name) {
			return false, nil
		}
	}
}

// readObjects fills found with the objects of these names, in one run of git.
func readObjects(dir string, names []string, found [][]byte) error {
	var ask strings.Builder
	for _, name := range names {
		if name != "" {
			ask.WriteString(name + "\n")
		}
	}
	if ask.Len() == 0 {
		return nil
	}
	cmd := command(dir, "cat-file", "--batch")
	cmd.Stdin = strings.NewReader(ask.String())
	err := read(cmd, func(out io.Reader) (ended bool, err error) {
		return true, readBatch(bufio.NewReader(out), names, found)
	})
	if err != nil {
		return inOneLine("cat-file", err)
	}
	return nil
}

// readBatch reads what git cat-file --batch writes for the names: for each a line
// with id, type and size, the content, and a line end; or "NAME missing".
func readBatch(in *bufio.Reader, names []string, found [][]byte) error {
	for i, name := range names {
		if name == "" {
			continue
		}
		line, err := in.ReadString('\n')
		if err != nil {
			return err
		}
		fields := strings.Fields(line)
		if strings.HasSuffix(line, " missing\n") || len(fields) != 3 {
			continue
		}
		size, err := strconv.ParseInt(fields[2], 10, 64)
		if err != nil {
			return fmt.Errorf("the size in %q: %w", line, err)
		}
		if fields[1] == "blob" && size <= maxBlob {
			data := make([]byte, size)
			if _, err := io.ReadFull(in, data); err != nil {
				return err
			}
			found[i] = data
			size = 0
		}
		if _, err := io.CopyN(io.Discard, in, size+1); err != nil { // and the line end
			return err
		}
	}
	return nil
}

var blobID = regexp.MustCompile(`^[0-9a-f]{40}([0-9a-f]{24})?$`)

// Blob returns the blob with the id, as git stores it; nil when the repository
// around dir does not have it, or there is none.
func Blob(dir, id string) []byte {
	if !blobID.MatchString(id) {
		return nil
	}
	out, err := limited(command(dir, "cat-file", "blob", id), maxBlob)
	if err != nil {
		return nil
	}
	return out
}

// maxVersions is how many versions of a file Versions looks back.
const maxVersions = 500

// Versions returns the ids of the blobs that the file has been, the newest
// first, also under older names; at most 500. It knows what is there: in a
// shallow history few, without a repository none.
func Versions(dir, file string) []string {
	cmd := command(dir, "log", "HEAD", "--follow", "-z", "--format=", "--raw", "--no-abbrev", "--relative",
		"-n", strconv.Itoa(maxVersions), "--no-ext-diff", "--no-textconv", "--no-color", "--no-show-signature", "--", file)
	out, err := cmd.Output()
	if err != nil {
		return nil
	}
	var ids []string
	for field := range strings.SplitSeq(string(out), "\x00") {
		// ":100644 100644 <old> <new> M"; names follow in fields of their own.
		f := strings.Fields(strings.TrimLeft(field, "\n"))
		if len(f) == 5 && strings.HasPrefix(f[0], ":") && blobID.MatchString(f[3]) && strings.Trim(f[3], "0") != "" {
			ids = append(ids, f[3])
		}
	}
	return ids
}
