package main

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// file types of the archive format, as in stat(2).
const (
	typeFolder = 0o040000
	typeFile   = 0o100000
	typeLink   = 0o120000
)

// initramfs writes the archive that a kernel unpacks as its first root: cpio
// in the "new ASCII" form.
type initramfs struct {
	out    bytes.Buffer
	number int
}

func (i *initramfs) add(name string, mode uint32, uid, gid int, content []byte) {
	i.number++
	fmt.Fprintf(&i.out, "070701%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%s\x00",
		i.number, mode, uid, gid, 1, 0, len(content), 0, 0, 0, 0, len(name)+1, 0, name)
	i.pad()
	i.out.Write(content)
	i.pad()
}

func (i *initramfs) pad() {
	for i.out.Len()%4 != 0 {
		i.out.WriteByte(0)
	}
}

// addTar adds a root tree below a folder.
func (i *initramfs) addTar(folder string, archive io.Reader) error {
	i.add(folder, typeFolder|0o755, 0, 0, nil)
	for reader := tar.NewReader(archive); ; {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		content, err := io.ReadAll(reader)
		if err != nil {
			return err
		}
		kind, known := map[byte]uint32{tar.TypeDir: typeFolder, tar.TypeReg: typeFile, tar.TypeSymlink: typeLink}[header.Typeflag]
		if !known {
			return fmt.Errorf("%s is neither a file, a folder nor a link", header.Name)
		}
		if kind == typeLink {
			content = []byte(header.Linkname)
		}
		name := folder + "/" + strings.Trim(header.Name, "/")
		i.add(name, kind|uint32(header.Mode), header.Uid, header.Gid, content)
	}
}

// bytes ends the archive. It is not packed: an emulated processor would take
// seconds to unpack what its host reads at once.
func (i *initramfs) bytes() []byte {
	i.add("TRAILER!!!", 0, 0, 0, nil)
	return i.out.Bytes()
}
