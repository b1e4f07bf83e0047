package policy

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// tag is the type of a field.
type tag byte

const (
	tagU8 tag = iota
	tagU16
	tagU32
	tagU64
	tagName
	tagString
	tagBlob
	tagStruct
	tagStructEnd
	tagList
	tagListEnd
	tagArray
	tagArrayEnd
)

// field is one tagged value. Many have no name.
type field struct {
	name   string
	tag    tag
	number uint64
	bytes  []byte
}

func (f field) String() string { return fmt.Sprintf("field %q of type %d", f.name, f.tag) }

var errShort = errors.New("the policy ends too early")

// reader reads fields from the beginning of data.
type reader struct {
	data []byte
	at   int
}

// next reads a field.
func (r *reader) next() (field, error) {
	f := field{}
	code, err := r.uint(1)
	if err == nil && tag(code) == tagName {
		var name []byte
		if name, err = r.sized(2); err != nil {
			return f, err
		}
		f.name = text(name)
		code, err = r.uint(1)
	}
	if err != nil {
		return f, err
	}
	f.tag = tag(code)
	switch f.tag {
	case tagU8, tagU16, tagU32, tagU64:
		f.number, err = r.uint(1 << f.tag)
	case tagString:
		f.bytes, err = r.sized(2)
	case tagBlob:
		f.bytes, err = r.sized(4)
	case tagArray:
		f.number, err = r.uint(2)
	case tagStruct, tagStructEnd, tagList, tagListEnd, tagArrayEnd:
	default:
		err = fmt.Errorf("unknown type %d", f.tag)
	}
	return f, err
}

// peek reads a field and stays where it was.
func (r *reader) peek() (field, error) {
	ahead := *r
	return ahead.next()
}

func (r *reader) expect(t tag, name string) error {
	f, err := r.next()
	if err != nil {
		return err
	}
	if f.tag != t || f.name != name {
		return fmt.Errorf("expected %s, found %s", field{name: name, tag: t}, f)
	}
	return nil
}

// uint reads a number of some bytes, the lowest first.
func (r *reader) uint(size int) (uint64, error) {
	if len(r.data)-r.at < size {
		return 0, errShort
	}
	var whole [8]byte
	copy(whole[:], r.data[r.at:r.at+size])
	r.at += size
	return binary.LittleEndian.Uint64(whole[:]), nil
}

// sized reads bytes that follow their number.
func (r *reader) sized(size int) ([]byte, error) {
	length, err := r.uint(size)
	if err != nil {
		return nil, err
	}
	if uint64(len(r.data)-r.at) < length {
		return nil, errShort
	}
	content := r.data[r.at : r.at+int(length)]
	r.at += int(length)
	return content, nil
}
