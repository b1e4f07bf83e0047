// Package policytest writes compiled profiles for tests.
package policytest

import (
	"bytes"
	"encoding/binary"
)

// types of fields: see the kernel's enum aa_code.
const (
	tagU32       = 2
	tagName      = 4
	tagString    = 5
	tagBlob      = 6
	tagStruct    = 7
	tagStructEnd = 8
)

// Policy writes fields as the parser does.
type Policy struct{ bytes.Buffer }

func (b *Policy) name(name string) *Policy {
	if name != "" {
		b.WriteByte(tagName)
		b.sized(name)
	}
	return b
}

func (b *Policy) sized(text string) {
	_ = binary.Write(b, binary.LittleEndian, uint16(len(text)+1))
	b.WriteString(text + "\x00")
}

// Text adds a string.
func (b *Policy) Text(name, text string) *Policy {
	b.name(name).WriteByte(tagString)
	b.sized(text)
	return b
}

// U32 adds a number.
func (b *Policy) U32(name string, number uint32) *Policy {
	b.name(name).WriteByte(tagU32)
	_ = binary.Write(b, binary.LittleEndian, number)
	return b
}

// Blob adds bytes.
func (b *Policy) Blob(name string, content []byte) *Policy {
	b.name(name).WriteByte(tagBlob)
	_ = binary.Write(b, binary.LittleEndian, uint32(len(content)))
	b.Write(content)
	return b
}

// Open begins a structure.
func (b *Policy) Open(name string) *Policy {
	b.name(name).WriteByte(tagStruct)
	return b
}

// Close ends a structure.
func (b *Policy) Close() *Policy {
	b.WriteByte(tagStructEnd)
	return b
}

// Flags adds the flags of a profile.
func (b *Policy) Flags(mode uint32) *Policy {
	return b.Open("flags").U32("", 0).U32("", mode).U32("", 0).Close()
}
